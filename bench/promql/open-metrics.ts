import { closeSync, openSync, writeSync } from 'node:fs';
import { labelValue, METRIC_NAME } from '../../src/promql/labels.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';

/** The text form that `promtool tsdb create-blocks-from openmetrics` reads; every value and time comes back exactly. */
export function writeOpenMetrics(path: string, recording: Iterable<SampleSeries>): void {
  const file = openSync(path, 'w');
  try {
    let clock = clockOf(new Float64Array(0));
    for (const { labels, timestampsMs, values } of recording) {
      if (clock.timestampsMs !== timestampsMs) clock = clockOf(timestampsMs);
      const others = labels.pairs.filter(([name]) => name !== METRIC_NAME);
      const inBraces = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
      const start = `${labelValue(labels, METRIC_NAME)}{${inBraces}} `;
      let text = '';
      for (let i = 0; i < values.length; i++) text += start + values[i] + clock.texts[i]!;
      writeSync(file, text);
    }
    writeSync(file, '# EOF\n');
  } finally {
    closeSync(file);
  }
}

/** The ends of lines, which series of one target share. */
const clockOf = (timestampsMs: Float64Array) => ({
  timestampsMs,
  texts: Array.from(timestampsMs, (atMs) => ` ${atMs / 1000}\n`),
});
