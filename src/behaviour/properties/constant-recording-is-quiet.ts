import { rowCount } from '../../telemetry/recording.ts';
import { whenWarmInTime } from '../applicability.ts';
import { anyParameters, caseOf } from '../cases/any-telemetry.ts';
import { buildTelemetry, inRows } from '../cases/telemetry.ts';
import { highestScore } from '../highest-score.ts';
import type { Property } from '../property.ts';
import { watch } from '../watch.ts';

/**
 * A flat line on every gauge may well deserve a human; the study says how a contender takes it. Counters grow as ever:
 * one that stands still is an outage.
 */
export const constantRecordingIsQuiet: Property = {
  id: 'constant-recording-is-quiet',
  version: 1,
  claim: 'A recording whose gauges stay at the training median scores no higher than ordinary noise around it.',
  scope: 'characterise',
  kind: 'frozen',
  appliesTo: whenWarmInTime,
  arbitrary: (context) =>
    anyParameters(context, { events: false, gaps: false, short: false }).map((parameters) => {
      const noise = buildTelemetry(context.shape, parameters, 'noise');
      const rows = rowCount(noise.recording);
      const columns = context.shape.channels.map(({ channel, location }, index) => {
        const column = noise.recording.columns[index]!;
        return channel.kind === 'counter' ? column : column.slice().fill(location);
      });
      return {
        ...caseOf({
          recording: { ...noise.recording, id: 'constant', columns },
          story: [`${inRows(rows)} with every gauge at its training median`],
        }),
        beside: noise.recording,
      };
    }),
  async holds({ contender, watcher }, { watched, beside }) {
    const { warmupRows } = contender.traits;
    const constant = highestScore(watch(watcher, watched), warmupRows);
    const noise = highestScore(watch(watcher, beside ?? watched), warmupRows);
    if (constant === null || noise === null || constant.score <= noise.score) return null;
    return `row ${constant.row + 1} of the constant recording scored ${constant.score}, noise at most ${noise.score}`;
  },
};
