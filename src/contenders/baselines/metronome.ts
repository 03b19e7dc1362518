import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../duration.ts';
import { parseContenderConfig } from '../contender-config.ts';
import { AS_WRITTEN_THRESHOLD, type Contender } from '../contract.ts';
import { positiveDuration } from '../duration-setting.ts';
import { type Dimension, settingsSpace } from '../search-space.ts';
import { streamingWatcher } from '../streaming-watcher.ts';

export const metronomeConfigSchema = z.strictObject({
  /** Time between two beats. */
  every: positiveDuration.default('1d'),
});

const DIMENSIONS: readonly [Dimension] = [{ name: 'every', kind: 'duration', low: '2h', high: '4d' }];

/**
 * A blind clock: scores 1 on the first row at or after each full `every` since the session's first row, else 0.
 *
 * It is in the table because labelled windows are wide and incidents are not rare: a clock that never reads a value
 * reaches up to 24 points of NAB's standard profile, more than some published detectors. What it earns is earned by
 * the policy and the labels, not by watching, and every contender's figure should be read beside it.
 *
 * Beats are kept in time, not rows. A row that is late or repeats a time does not move the clock; a gap over several
 * beats gives one.
 */
export function metronomeContender(raw: unknown = {}): Contender {
  const config = parseContenderConfig('metronome', metronomeConfigSchema, raw);
  const everyMs = parseDurationMs(config.every);
  const text = `a beat of the clock, every ${formatDuration(everyMs)}`;
  const beat = { source: 'metronome', channel: null, observed: null, limit: null, share: null, text };
  const watcher = () =>
    streamingWatcher(null, (_channels, from) => {
      let [startMs, beats] = (from as [number, number] | undefined) ?? [Number.NaN, 0];
      return {
        observe({ timestampMs }) {
          if (Number.isNaN(startMs)) startMs = timestampMs;
          const due = Math.floor((timestampMs - startMs) / everyMs);
          if (!(due > beats)) return { kind: 'scored', score: 0, causes: [] };
          beats = due;
          return { kind: 'scored', score: AS_WRITTEN_THRESHOLD, causes: [beat] };
        },
        state: () => [startMs, beats],
      };
    });
  return {
    name: 'metronome',
    traits: {
      family: 'baseline',
      randomness: 'none',
      score: 'binary',
      learns: false,
      warmupRows: 0,
      memoryRows: 'unbounded', // the first row's time sets the beat
      claims: [],
    },
    config,
    searchSpace: settingsSpace({
      settings: raw,
      config,
      shipped: metronomeConfigSchema.parse({}),
      dimensions: DIMENSIONS,
    }),
    fit: async () => watcher(),
    restore: async () => watcher(),
  };
}
