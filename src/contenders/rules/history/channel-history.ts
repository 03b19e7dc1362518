import { parseDurationMs } from '../../../duration.ts';
import type { State } from '../../state-codec.ts';
import { FourSignals, SIGNALS, type SignalName, type SignalTerms } from './four-signals.ts';
import { Occasions, type OccasionTerms } from './occasions.ts';
import { OwnHistory } from './own-history.ts';
import type { HistoryRule } from './rule-schema.ts';
import { readingsIn } from './stretch.ts';

/** A window longer than this is cut short: it bounds memory where rows come many times a second. */
const MOST_READINGS = 100_000;

/**
 * A reading so many times larger than any before it is told and then left out, as if it had not come: one broken
 * reading must not blind the rule for good. The next one of that size counts as any other.
 */
const BROKEN_FROM = 1000;
/** Fewer readings than this do not tell how large readings are. */
const LEAST_BEFORE_BROKEN = 30;

/** What one reading is worth telling. */
export type Finding = Outlier | { readonly kind: 'broken'; readonly reading: number; readonly limit: number };

/** What the signal that stands out most says on one row. */
export interface Outlier {
  readonly kind: 'outlier';
  readonly signal: SignalName;
  /** In standard deviations. */
  readonly z: number;
  /** It was this high on enough earlier occasions. */
  readonly isHabit: boolean;
  readonly level: number;
  readonly mean: number;
  readonly deviation: number;
}

interface Watched {
  readonly index: number;
  readonly own: OwnHistory;
  readonly occasions: Occasions | null;
}

interface Saved {
  readonly signals: State;
  readonly own: readonly State[];
  readonly occasions: readonly State[];
  readonly count: number;
  readonly leftOut: number;
  readonly largest: number;
  readonly believed: number;
  readonly lastMs: number;
}

/**
 * The history rule on one channel: up to four signals, each held against its own past. Every length is a number of
 * readings, fixed at the start from the sampling step. Work per reading does not grow with the past.
 */
export class ChannelHistory {
  readonly stepMs: number;
  readonly #signals: FourSignals;
  readonly #watched: readonly Watched[];
  readonly #minReadings: number;
  readonly #smoothing: number;
  readonly #sizes = new Float64Array(SIGNALS.length);
  #count: number;
  #leftOut: number;
  /** Of the readings taken in, whatever the sign. */
  #largest: number;
  /** Likewise, and raised by readings that were left out. */
  #believed: number;
  #lastMs: number;

  constructor(rule: HistoryRule, stepMs: number, from?: State) {
    const saved = from as unknown as Saved | undefined;
    const terms = signalTerms(rule, stepMs);
    const occasionTerms = rule.unlessSeen && occasionTermsOf(rule.unlessSeen, stepMs);
    this.stepMs = stepMs;
    this.#minReadings = rule.minReadings;
    this.#smoothing = terms.smoothing;
    this.#signals = new FourSignals(terms, saved?.signals);
    this.#watched = SIGNALS.flatMap((signal, index) => (rule[signal] === false ? [] : [index])).map((index, i) => ({
      index,
      own: new OwnHistory(terms.smoothing, saved?.own[i]),
      occasions: occasionTerms
        ? new Occasions(occasionTerms, occasionTerms.memory * stepMs, saved?.occasions[i])
        : null,
    }));
    this.#count = saved?.count ?? 0;
    this.#leftOut = saved?.leftOut ?? 0;
    this.#largest = saved?.largest ?? 0;
    this.#believed = saved?.believed ?? 0;
    this.#lastMs = saved?.lastMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Whether signals are averaged over more than one reading. */
  get isSmoothed(): boolean {
    return this.#smoothing > 1;
  }

  /** Takes a reading, finite and summable; `null` before there is enough history. */
  take(nowMs: number, reading: number): Finding | null {
    this.#lastMs = nowMs;
    const size = Math.abs(reading);
    if (this.#count >= LEAST_BEFORE_BROKEN && this.#believed > 0 && size > BROKEN_FROM * this.#believed) {
      this.#believed *= BROKEN_FROM;
      this.#leftOut++;
      const isReady = this.#count + this.#leftOut > this.#minReadings;
      return isReady ? { kind: 'broken', reading, limit: Math.sign(reading) * this.#believed } : null;
    }
    const at = this.#count++;
    this.#largest = Math.max(this.#largest, size);
    this.#believed = Math.max(this.#believed, size);
    this.#signals.next(nowMs, reading, this.#sizes);
    return this.#judge(at, nowMs);
  }

  /** When that signal was last at that level; empty where occasions are not kept. */
  describePast(signal: SignalName, nowMs: number, level: number): string {
    const watched = this.#watched.find(({ index }) => SIGNALS[index] === signal);
    return watched?.occasions?.describe(nowMs, level) ?? '';
  }

  /**
   * Readings of another recording follow. What the past was like stays known; the last hours count only if the new
   * recording begins where this one ended, and the last days only if it does not go back in time.
   */
  continueAt(nowMs: number): void {
    if (nowMs < this.#lastMs) this.#signals.forgetDays();
    else if (nowMs - this.#lastMs <= 3 * this.stepMs) return;
    this.#signals.restart();
    for (const { own, occasions } of this.#watched) {
      own.restart();
      occasions?.close(this.#count);
    }
  }

  /** The highest of the four; what was this high before counts as 0. */
  #judge(at: number, nowMs: number): Outlier | null {
    let top: Watched | undefined;
    let topZ = 0;
    let topIsHabit = false;
    for (const each of this.#watched) {
      const size = this.#sizes[each.index]!;
      if (Number.isNaN(size)) continue;
      const judged = each.own.judge(size, this.#largest);
      const isReady = each.own.count + this.#leftOut > this.#minReadings;
      const z = isReady ? judged : 0;
      const isHabit = each.occasions?.judge(at, nowMs, each.own.level, z) ?? false;
      const mayTell = isReady && this.#signals.isSettled(each.index, nowMs);
      if (mayTell && (top === undefined || (isHabit ? 0 : z) > (topIsHabit ? 0 : topZ))) {
        top = each;
        topZ = z;
        topIsHabit = isHabit;
      }
    }
    if (top === undefined) return null;
    const { level, mean, deviation } = top.own;
    return { kind: 'outlier', signal: SIGNALS[top.index]!, z: topZ, isHabit: topIsHabit, level, mean, deviation };
  }

  state(): State {
    return {
      signals: this.#signals.state(),
      own: this.#watched.map(({ own }) => own.state()),
      occasions: this.#watched.map(({ occasions }) => occasions?.state() ?? null),
      count: this.#count,
      leftOut: this.#leftOut,
      largest: this.#largest,
      believed: this.#believed,
      lastMs: this.#lastMs,
    };
  }
}

function signalTerms({ season, jump, shift, drift, smoothing }: HistoryRule, stepMs: number): SignalTerms {
  const window = (stretch: Parameters<typeof readingsIn>[0]) => Math.min(MOST_READINGS, readingsIn(stretch, stepMs));
  return {
    stepMs,
    smoothing: Math.min(MOST_READINGS, Math.max(1, Math.floor(parseDurationMs(smoothing) / stepMs + 0.5))),
    season: season === false ? null : { ...season, settleMs: parseDurationMs(season.settle) },
    jump,
    shift: shift ? { recent: window(shift.recent), before: window(shift.before) } : null,
    drift: drift ? { recent: window(drift.recent) } : null,
  };
}

function occasionTermsOf(terms: HistoryRule['unlessSeen'] & object, stepMs: number): OccasionTerms {
  return {
    times: terms.times,
    level: terms.level,
    gap: readingsIn(terms.gap, stepMs),
    memory: readingsIn(terms.within, stepMs),
  };
}
