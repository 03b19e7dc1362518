import type { State } from '../../state-codec.ts';
import { EarlierDays } from './earlier-days.ts';
import { SlidingMean } from './sliding-mean.ts';

export const SIGNALS = ['season', 'jump', 'shift', 'drift'] as const;
export type SignalName = (typeof SIGNALS)[number];

/** Lengths in readings; `null`: the signal is switched off. */
export interface SignalTerms {
  readonly stepMs: number;
  readonly smoothing: number;
  readonly season: {
    readonly days: number;
    readonly weeks: number;
    readonly start: 'zero' | 'wait';
    readonly settleMs: number;
  } | null;
  readonly jump: boolean;
  readonly shift: { readonly recent: number; readonly before: number } | null;
  readonly drift: { readonly recent: number } | null;
}

interface Saved {
  readonly season: readonly [State, State] | null;
  readonly shift: readonly [State, State] | null;
  readonly drift: readonly [State, number, number] | null;
  readonly previous: number;
  readonly isFirstStretch: boolean;
  readonly comparedSinceMs: number;
}

/** The four sizes that a history rule watches, in the unit of the channel, each from this reading and earlier ones. */
export class FourSignals {
  readonly #season: {
    readonly earlier: EarlierDays;
    readonly smooth: SlidingMean;
    readonly waits: boolean;
    readonly settleMs: number;
  } | null;
  readonly #jump: boolean;
  readonly #shift: { readonly recent: SlidingMean; readonly before: SlidingMean } | null;
  readonly #drift: SlidingMean | null;
  /** Of all readings before this one. */
  #sum = 0;
  #count = 0;
  #previous = Number.NaN;
  #isFirstStretch = true;
  /** Time of the first reading that had an earlier day to be compared with. */
  #comparedSinceMs = Number.POSITIVE_INFINITY;

  constructor(terms: SignalTerms, from?: State) {
    const { season, shift, drift, stepMs, smoothing } = terms;
    const saved = from as unknown as Saved | undefined;
    this.#season = season && {
      earlier: new EarlierDays(season.days, season.weeks, stepMs, saved?.season?.[0]),
      smooth: new SlidingMean(smoothing, saved?.season?.[1]),
      waits: season.start === 'wait',
      settleMs: season.settleMs,
    };
    this.#jump = terms.jump;
    this.#shift = shift && {
      recent: new SlidingMean(shift.recent, saved?.shift?.[0]),
      before: new SlidingMean(shift.before, saved?.shift?.[1]),
    };
    this.#drift = drift && new SlidingMean(drift.recent, saved?.drift?.[0]);
    if (saved === undefined) return;
    if (saved.drift !== null) [, this.#sum, this.#count] = saved.drift;
    [this.#previous, this.#isFirstStretch] = [saved.previous, saved.isFirstStretch];
    this.#comparedSinceMs = saved.comparedSinceMs;
  }

  /** Fills `sizes` in the order of `SIGNALS`; NaN where a signal is off or cannot tell yet. */
  next(nowMs: number, reading: number, sizes: Float64Array): void {
    sizes[0] = this.#nextSeason(nowMs, reading);
    sizes[1] = this.#nextJump(reading);
    sizes[2] = this.#nextShift(reading);
    sizes[3] = this.#nextDrift(reading);
  }

  /** A new stretch: windows start anew, and this time wait until they are whole. */
  restart(): void {
    this.#isFirstStretch = false;
    this.#previous = Number.NaN;
    this.#season?.smooth.clear();
    this.#shift?.recent.clear();
    this.#shift?.before.clear();
    this.#drift?.clear();
  }

  forgetDays(): void {
    this.#season?.earlier.clear();
  }

  state(): State {
    return {
      season: this.#season && [this.#season.earlier.state(), this.#season.smooth.state()],
      shift: this.#shift && [this.#shift.recent.state(), this.#shift.before.state()],
      drift: this.#drift && [this.#drift.state(), this.#sum, this.#count],
      previous: this.#previous,
      isFirstStretch: this.#isFirstStretch,
      comparedSinceMs: this.#comparedSinceMs,
    };
  }

  /**
   * False while the season has only just found days to compare with. Under `start: zero` its first distances follow a
   * day of zeros, and any of them stands out: that is the start of the signal, not news about the channel.
   */
  isSettled(signal: number, nowMs: number): boolean {
    if (SIGNALS[signal] !== 'season' || this.#season === null) return true;
    return !(nowMs - this.#comparedSinceMs < this.#season.settleMs);
  }

  /** What neither the earlier days nor the earlier weeks explain. */
  #nextSeason(nowMs: number, reading: number): number {
    if (this.#season === null) return Number.NaN;
    const { earlier, smooth, waits } = this.#season;
    const residual = earlier.residual(nowMs, reading);
    earlier.add(nowMs, reading);
    const isKnown = !Number.isNaN(residual);
    if (isKnown) this.#comparedSinceMs = Math.min(this.#comparedSinceMs, nowMs);
    if (waits && !isKnown) return Number.NaN;
    smooth.push(isKnown ? residual : 0);
    return Math.abs(smooth.mean);
  }

  #nextJump(reading: number): number {
    const previous = this.#previous;
    this.#previous = reading;
    if (!this.#jump) return Number.NaN;
    if (Number.isNaN(previous)) return this.#isFirstStretch ? 0 : Number.NaN;
    return Math.abs(reading - previous);
  }

  #nextShift(reading: number): number {
    if (this.#shift === null) return Number.NaN;
    const { recent, before } = this.#shift;
    const left = recent.push(reading);
    if (!Number.isNaN(left)) before.push(left);
    if (before.count === 0) return this.#isFirstStretch ? 0 : Number.NaN;
    if (!this.#isFirstStretch && !before.isFull) return Number.NaN;
    return Math.abs(recent.mean - before.mean);
  }

  #nextDrift(reading: number): number {
    if (this.#drift === null) return Number.NaN;
    this.#drift.push(reading);
    const [sum, count] = [this.#sum, this.#count];
    this.#sum += reading;
    this.#count++;
    if (count === 0) return 0;
    return this.#isFirstStretch || this.#drift.isFull ? Math.abs(this.#drift.mean - sum / count) : Number.NaN;
  }
}
