import { formatDuration, parseDurationMs } from '../../duration.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import type { Cause } from '../contract.ts';
import type { State } from '../state-codec.ts';
import { firing } from './firing.ts';
import { type ChannelRule, kindOf } from './kinds.ts';
import type { Lesson, Sighting } from './rule-kind.ts';
import { recordable } from './severity.ts';

/**
 * What a rule says about one channel on one row. `held`: there was no reading and the last severity stands in for it;
 * `missing`: there was none and nothing may stand in; `learning`: not enough history yet.
 */
export type Say =
  | { readonly kind: 'told' | 'held'; readonly severity: number }
  | { readonly kind: 'missing' | 'learning' };

export interface ChannelWatch {
  readonly column: number;
  /** @param beside reading of the channel that is read with it; undefined where there is none such */
  step(nowMs: number, reading: number, learn: Lesson, beside: number | undefined): Say;
  /** Of the last row that was told or held. */
  cause(nowMs: number): Cause;
  learned(): State;
  state(): State;
}

interface Saved {
  readonly detector: State;
  readonly firing: State;
  readonly lastReadingMs: number;
  readonly last: { readonly severity: number; readonly seen: Sighting } | null;
}

const MISSING: Say = { kind: 'missing' };
const LEARNING: Say = { kind: 'learning' };

export interface WatchedChannel {
  readonly channel: Channel;
  readonly column: number;
  readonly companion: Channel | undefined;
}

/** One state machine: a rule on one channel, with hold, hysteresis and bridging. */
export function channelWatch(
  rule: ChannelRule,
  { channel, column, companion }: WatchedChannel,
  learned: State | undefined,
  from: State | undefined,
): ChannelWatch {
  const kind = kindOf(rule);
  const saved = from as Saved | undefined;
  const detector = kind.detector(rule, { channel, companion, learned, from: saved?.detector });
  const holdMs = parseDurationMs(rule.for);
  const bridgeMs = parseDurationMs(rule.bridge);
  const alarm = firing(holdMs, saved?.firing);
  let lastReadingMs = saved?.lastReadingMs ?? Number.NEGATIVE_INFINITY;
  let last = saved?.last ?? null;

  return {
    column,
    step(nowMs, reading, learn, beside) {
      const isMissing = Number.isNaN(reading) || (beside !== undefined && Number.isNaN(beside));
      if (isMissing && !kind.readsAbsence) {
        if (last !== null && bridgeMs > 0 && nowMs - lastReadingMs <= bridgeMs) {
          return { kind: 'held', severity: last.severity };
        }
        alarm.lose();
        detector.lose?.();
        last = null;
        return MISSING;
      }
      lastReadingMs = nowMs;
      const seen = detector.see(nowMs, reading, learn, beside);
      if (seen === null) {
        last = null;
        return LEARNING;
      }
      last = { severity: alarm.step(nowMs, seen), seen };
      return { kind: 'told', severity: last.severity };
    },
    cause(nowMs) {
      const { seen } = last!; // asked only after a row that was told or held
      const heldMs = nowMs - lastReadingMs;
      const held = heldMs > 0 ? `; no reading for ${formatDuration(heldMs)}, the last one stands in` : '';
      const sentence = detector.sentence(seen);
      const text = `${channelName(channel)} ${sentence}${standing(seen, nowMs, sentence.includes(';'))}${held}`;
      const observed = recordable(seen.observed);
      return {
        source: rule.name,
        channel: channelName(channel),
        observed,
        limit: recordable(seen.limit),
        share: null,
        text,
      };
    },
    learned: () => detector.learned(),
    state: () => ({ detector: detector.state(), firing: alarm.state(), lastReadingMs, last: last as unknown as State }),
  };

  /** @param endsInAside the time it has lasted must not read as part of the aside */
  function standing(seen: Sighting, nowMs: number, endsInAside: boolean): string {
    const forMs = nowMs - alarm.sinceMs;
    const since = forMs > 0 && !kind.readsTime ? `${endsInAside ? ';' : ''} for ${formatDuration(forMs)}` : '';
    if (alarm.isFiring && seen.over) return `${since} (margin ${percent(seen.ratio - 1)})`;
    if (alarm.isFiring) return ` (raised ${formatDuration(forMs)} ago, not cleared yet)`;
    if (seen.over) return `${since} of the ${rule.for} it must hold`;
    return ` (at ${percent(seen.ratio)} of its limit)`;
  }
}

/** Beyond a hundred times the limit the exact figure is no news. */
const MOST_PERCENT = 10_000;

function percent(ratio: number): string {
  const figure = Math.max(0, Math.round(ratio * 100));
  return figure > MOST_PERCENT ? `over ${MOST_PERCENT} %` : `${figure} %`;
}
