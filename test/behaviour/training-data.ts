import { normal, seededRandom } from '../../src/chance.ts';
import type { Channel, LabelledRecording } from '../../src/telemetry/recording.ts';

const gauge = (name: string, unit: string): Channel => ({ labels: { __name__: name }, unit, kind: 'gauge' });

/** Two hours of a small service, a row a minute: latency around 120 ms, a ratio around 0.02, a counter of requests. */
export function smallTraining(rows = 120): readonly LabelledRecording[] {
  const random = seededRandom(7);
  const latency = Float64Array.from({ length: rows }, () => 120 + 10 * normal(random));
  const errors = Float64Array.from({ length: rows }, () => Math.abs(0.02 + 0.004 * normal(random)));
  let served = 1000;
  const requests = Float64Array.from({ length: rows }, () => {
    served += Math.round(50 + 5 * normal(random));
    return served;
  });
  return [
    {
      recording: {
        id: 'small-service',
        channels: [
          gauge('latency', 'ms'),
          gauge('error_ratio', '1'),
          { labels: { __name__: 'requests_total' }, unit: '1', kind: 'counter' },
        ],
        timestampsMs: Float64Array.from({ length: rows }, (_, row) => Date.UTC(2026, 2, 2) + row * 60_000),
        columns: [latency, errors, requests],
      },
      incidents: [],
      benign: [],
    },
  ];
}
