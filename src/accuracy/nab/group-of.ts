import type { NabSeries } from './score-series.ts';

/** `realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv` → `realAWSCloudwatch` */
export const groupOf = ({ file }: Pick<NabSeries, 'file'>): string => file.slice(0, Math.max(0, file.indexOf('/')));
