import { z } from 'zod';
import { channelName } from '../../telemetry/recording.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, FitTask, Watcher } from '../contract.ts';
import { decodeState } from '../state-codec.ts';
import { streamingWatcher } from '../streaming-watcher.ts';
import { robustScale } from './robust-scale.ts';
import { differentiable, robustZ } from './robust-z.ts';
import { type ChannelSay, worstChannel } from './worst-channel.ts';

export const lastValueConfigSchema = z.strictObject({});

/** Channel name → typical size of a change from one reading to the next. */
type Scales = Readonly<Record<string, number>>;

/**
 * Size of the change since the channel's last reading, in units of the spread of such changes in training; the worst
 * channel counts. Abstains where a channel has no reading, no earlier reading, or was not trained on.
 */
export function lastValueContender(config: unknown = {}): Contender {
  return {
    name: 'last-value',
    traits: {
      family: 'baseline',
      randomness: 'none',
      score: 'graded',
      learns: true,
      warmupRows: 1,
      memoryRows: 'unbounded', // a gap may lie between two readings
      claims: [
        'scale-invariant-after-refit',
        'missing-readings-never-read-as-quiet',
        'obvious-spike-is-scored-above-quiet',
      ],
    },
    config: parseContenderConfig('last-value', lastValueConfigSchema, config),
    fit: async (task) => lastValueWatcher(learnScales(task)),
    restore: async (artefact) => lastValueWatcher(decodeState(artefact) as Scales),
  };
}

function learnScales({ train }: FitTask): Scales {
  const changes = new Map<string, number[]>();
  for (const { recording } of train) {
    recording.columns.forEach((column, c) => {
      const name = channelName(recording.channels[c]!);
      const sizes = changes.get(name) ?? [];
      changes.set(name, sizes);
      let last = Number.NaN;
      for (const reading of column) {
        if (Number.isNaN(reading)) continue;
        const held = differentiable(reading);
        if (!Number.isNaN(last)) sizes.push(held - last);
        last = held;
      }
    });
  }
  return Object.fromEntries(
    [...changes].flatMap(([name, sizes]) => {
      const learned = robustScale(sizes);
      return learned === null ? [] : [[name, learned.scale]];
    }),
  );
}

function lastValueWatcher(scales: Scales): Watcher {
  return streamingWatcher(scales, (channels, from) => {
    const names = channels.map(channelName);
    const last = (from as Float64Array | undefined) ?? new Float64Array(channels.length).fill(Number.NaN);
    const sayOf = (reading: number, c: number): ChannelSay => {
      if (Number.isNaN(reading)) return { kind: 'unknown', reason: 'no reading' };
      const before = last[c]!;
      const now = differentiable(reading);
      last[c] = now;
      const scale = scales[names[c]!];
      if (scale === undefined) return { kind: 'unknown', reason: 'not trained on' };
      if (Number.isNaN(before)) return { kind: 'unknown', reason: 'no earlier reading' };
      return { kind: 'scored', score: robustZ(now - before, scale), observed: now - before, limit: scale };
    };
    return {
      observe({ values }) {
        const says = names.map((_, c) => sayOf(values[c]!, c));
        return worstChannel('last-value', names, says, (name, { score }) => {
          return `${name} changed by ${Number(score.toPrecision(3))} times what it usually does from one reading to the next`;
        });
      },
      state: () => last,
    };
  });
}
