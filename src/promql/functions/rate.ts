import type { Windows } from '../evaluated.ts';
import { remarkOnCounterName } from './counter-name.ts';
import { durationSeconds } from './duration-seconds.ts';
import type { RangeFunction } from './function.ts';

/** A counter counts from the start of its process: a drop is a new start. */
type Kind = 'counter' | 'gauge';

/**
 * The difference over each window, extrapolated to the window's edges: all the way to an edge that is closer to the
 * nearest sample than 1.1 times the mean spacing of samples, else by half that spacing. A counter is never extrapolated
 * to before it was zero. Windows with fewer than two samples give nothing.
 * Source: Prometheus 3.15, promql/functions.go (extrapolatedRate); same order of operations.
 */
function difference(name: string, kind: Kind, perSecond: boolean): RangeFunction {
  return {
    kind: 'range',
    name,
    evaluate(windows, _, { values, present }, context) {
      const { from, to } = windows;
      const resets = kind === 'counter' ? resetsOf(windows) : NO_RESETS;
      const divisor = perSecond ? durationSeconds(windows.rangeMs) : null;
      const extrapolation = { kind, divisor, older: context.olderExtrapolation };
      let next = 0;
      for (let i = 0; i < from.length; i++) {
        const first = from[i]!;
        const last = to[i]! - 1;
        if (last <= first) continue;
        while (next < resets.length && resets[next]! <= first) next++;
        let change = windows.values[last]! - windows.values[first]!;
        for (let r = next; r < resets.length && resets[r]! <= last; r++) change += windows.values[resets[r]! - 1]!;
        values[i] = extrapolated(windows, i, change, extrapolation);
        present[i] = 1;
      }
      if (kind === 'counter') remarkOnCounterName(windows.labels, present, context);
    },
  };
}

const NO_RESETS: readonly number[] = [];

/** Indices of samples lower than the one before, over all windows together. */
function resetsOf({ values, from, to }: Windows): readonly number[] {
  const resets: number[] = [];
  const end = to.at(-1) ?? 0;
  for (let i = (from[0] ?? 0) + 1; i < end; i++) if (values[i]! < values[i - 1]!) resets.push(i);
  return resets;
}

const NEAR = 1.1;

interface Extrapolation {
  readonly kind: Kind;
  /** Seconds that a rate is per; null: no rate. */
  readonly divisor: number | null;
  /** The threshold is asked after the zero, not before. */
  readonly older: boolean;
}

function extrapolated(windows: Windows, step: number, change: number, { kind, divisor, older }: Extrapolation): number {
  const { timestampsMs, endsMs, rangeMs } = windows;
  const first = windows.from[step]!;
  const last = windows.to[step]! - 1;
  const endMs = endsMs[step]!;
  const sampledSeconds = (timestampsMs[last]! - timestampsMs[first]!) / 1000;
  const spacing = sampledSeconds / (last - first);
  const isStopped = kind === 'counter' && change > 0 && windows.values[first]! >= 0;
  const toZero = isStopped ? sampledSeconds * (windows.values[first]! / change) : Number.POSITIVE_INFINITY;
  let toStart = (timestampsMs[first]! - (endMs - rangeMs)) / 1000;
  let toEnd = (endMs - timestampsMs[last]!) / 1000;
  if (older && toZero < toStart) toStart = toZero;
  if (toStart >= spacing * NEAR) toStart = spacing / 2;
  if (!older && toZero < toStart) toStart = toZero;
  if (toEnd >= spacing * NEAR) toEnd = spacing / 2;
  const factor = (sampledSeconds + toStart + toEnd) / sampledSeconds;
  return change * (divisor === null ? factor : factor / divisor);
}

export const rate = difference('rate', 'counter', true);
export const increase = difference('increase', 'counter', false);
export const delta = difference('delta', 'gauge', false);
