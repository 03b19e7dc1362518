/** Labels of a CloudWatch channel that are no dimensions: which statistic it holds (none: samples), and whose metric. */
export const STATISTIC_LABEL = 'stat';
export const NAMESPACE_LABEL = 'namespace';

/** A dimension's name as a label: what no label may hold becomes `_`. */
export const labelOfDimension = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
