/**
 * Metrics that noise does well on, and why. They are computed and shown, but whoever wants to rest a verdict on one has
 * to say that they know.
 */
export const INFLATING_METRICS: Readonly<Record<string, string>> = {
  'pa-f1': 'one lucky row makes a whole incident predicted, at the best of all thresholds',
  'pa-f1-strict': 'one lucky row makes a whole incident predicted, at the best of all thresholds',
  'pa-f1-at-threshold': 'one lucky row makes a whole incident predicted',
  'tsb-event-f1': 'one lucky row finds a whole incident, at the best of all thresholds',
  'tsb-event-f1-strict': 'one lucky row finds a whole incident, at the best of all thresholds',
  'tsb-event-f1-at-threshold': 'one lucky row finds a whole incident',
  'pa-k-area': 'for small K one lucky row makes a whole incident predicted, at the best of all thresholds',
  'affiliation-precision': 'random predictions reach about 0.5, at the best of all thresholds more',
  'affiliation-precision-strict': 'random predictions reach about 0.5, at the best of all thresholds more',
  'affiliation-precision-at-threshold': 'random predictions reach about 0.5',
  'affiliation-recall': 'predicting everything reaches 1, random predictions nearly',
  'affiliation-recall-strict': 'predicting everything reaches 1, random predictions nearly',
  'affiliation-recall-at-threshold': 'predicting everything reaches 1, random predictions nearly',
  'affiliation-f1': 'random predictions reach about 0.67, at the best of all thresholds more',
  'affiliation-f1-strict': 'random predictions reach about 0.67, at the best of all thresholds more',
  'affiliation-f1-at-threshold': 'random predictions reach about 0.67',
};
