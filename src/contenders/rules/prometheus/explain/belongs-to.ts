import { type Labels, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';

/** Whether an element may be part of what an alert is about: none of its labels contradicts one of the alert's. */
export const belongsTo = ({ pairs }: Labels, alert: Labels): boolean =>
  pairs.every(([name, value]) => {
    const own = labelValue(alert, name);
    return name === METRIC_NAME || own === '' || own === value;
  });
