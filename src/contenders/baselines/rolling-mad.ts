import { z } from 'zod';
import { parseDurationMs } from '../../duration.ts';
import { channelName } from '../../telemetry/recording.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, FitTask, Watcher } from '../contract.ts';
import { positiveDuration } from '../duration-setting.ts';
import { type SearchSpace, settingsSpace } from '../search-space.ts';
import { decodeState, type State } from '../state-codec.ts';
import { streamingWatcher } from '../streaming-watcher.ts';
import { MAD_TO_SIGMA, type RobustScale, robustScale } from './robust-scale.ts';
import { differentiable, robustZ } from './robust-z.ts';
import { type RollingState, rollingReadings } from './rolling-readings.ts';
import { type ChannelSay, worstChannel } from './worst-channel.ts';

export const rollingMadConfigSchema = z.strictObject({
  /** How far back a reading counts. */
  window: positiveDuration.default('1d'),
  /** Readings the window must hold before it speaks; until then what training learned stands in. */
  minReadings: z.number().int().min(3).default(30),
  /** The window's spread is never taken for less than this share of the spread learned in training. */
  floorShare: z.number().min(0).max(1).default(0.1),
  /** A bound on memory: no more readings than this are kept, whatever the sampling step. */
  maxReadings: z.number().int().min(30).default(20_000),
});
type RollingMadConfig = z.output<typeof rollingMadConfigSchema>;

const DIMENSIONS: SearchSpace['dimensions'] = [
  { name: 'window', kind: 'duration', low: '2h', high: '7d' },
  { name: 'floorShare', kind: 'log', low: 0.02, high: 1 },
];

type Scales = Readonly<Record<string, { readonly median: number; readonly scale: number }>>;

/**
 * Distance from the median of the window before, in units of its MAD (as a standard deviation); the worst channel
 * counts. The textbook robust z-score, with a floor under the spread where the window holds one value over and over.
 */
export function rollingMadContender(raw: unknown = {}): Contender {
  const config = parseContenderConfig('rolling-mad', rollingMadConfigSchema, raw);
  return {
    name: 'rolling-mad',
    traits: {
      family: 'baseline',
      randomness: 'none',
      score: 'graded',
      learns: true,
      warmupRows: config.minReadings,
      memoryRows: config.maxReadings,
      claims: [
        'scale-invariant-after-refit',
        'missing-readings-never-read-as-quiet',
        'obvious-spike-is-scored-above-quiet',
      ],
    },
    config,
    searchSpace: settingsSpace({
      settings: raw,
      config,
      shipped: rollingMadConfigSchema.parse({}),
      dimensions: DIMENSIONS,
    }),
    fit: async (task) => rollingMadWatcher(config, learnScales(task)),
    restore: async (artefact) => rollingMadWatcher(config, decodeState(artefact) as unknown as Scales),
  };
}

function learnScales({ train }: FitTask): Scales {
  const readings = new Map<string, number[]>();
  for (const { recording } of train) {
    recording.columns.forEach((column, c) => {
      const name = channelName(recording.channels[c]!);
      readings.set(name, (readings.get(name) ?? []).concat(Array.from(column, differentiable)));
    });
  }
  const learned = [...readings].map(([name, all]): [string, RobustScale | null] => [name, robustScale(all)]);
  return Object.fromEntries(learned.filter((entry): entry is [string, RobustScale] => entry[1] !== null));
}

function rollingMadWatcher(config: RollingMadConfig, scales: Scales): Watcher {
  const windowMs = parseDurationMs(config.window);
  return streamingWatcher(scales as unknown as State, (channels, from) => {
    const names = channels.map(channelName);
    const saved = from as { nowMs: number; windows: readonly State[] } | undefined;
    const windows = names.map((_, c) =>
      rollingReadings(windowMs, config.maxReadings, saved?.windows[c] as RollingState | undefined),
    );
    let nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;

    const sayOf = (raw: number, c: number): ChannelSay => {
      if (Number.isNaN(raw)) return { kind: 'unknown', reason: 'no reading' };
      const reading = differentiable(raw);
      const window = windows[c]!;
      window.expire(nowMs);
      const learned = scales[names[c]!];
      const enough = window.sorted.size >= config.minReadings;
      const median = enough ? window.sorted.median() : learned?.median;
      const spread = enough ? MAD_TO_SIGMA * window.sorted.medianDeviation(median!) : learned?.scale;
      window.add(nowMs, reading);
      if (median === undefined || spread === undefined) {
        return { kind: 'unknown', reason: `fewer than ${config.minReadings} readings and not trained on` };
      }
      const scale = Math.max(spread, config.floorShare * (learned?.scale ?? 0), LEAST_SHARE * Math.abs(median));
      return { kind: 'scored', score: robustZ(reading - median, scale), observed: reading, limit: median };
    };
    return {
      observe({ timestampMs, values }) {
        if (timestampMs > nowMs) nowMs = timestampMs; // a row that is late or repeats a time counts as now
        const says = names.map((_, c) => sayOf(values[c]!, c));
        return worstChannel('rolling-mad', names, says, (name, { score }) => {
          return `${name} is ${Number(score.toPrecision(3))} robust standard deviations from its median over ${config.window}`;
        });
      },
      state: () => ({ nowMs, windows: windows.map((window) => window.state()) }),
    };
  });
}

/** A spread below a thousandth of the level is taken for rounding. */
const LEAST_SHARE = 1e-3;
