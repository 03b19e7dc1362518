import type { State } from '../../state-codec.ts';

const DAY_MS = 86_400_000;
/** At most one reading a minute is remembered, the last one, so that memory does not grow with the sampling rate. */
const KEPT_EVERY_MS = 60_000;
const LEAST_CAPACITY = 256;

interface Saved {
  readonly times: Float64Array;
  readonly readings: Float64Array;
  /** Per lag, counted from the oldest reading kept; -1: before all of them. */
  readonly pointers: readonly number[];
  readonly startMs: number;
}

/**
 * A reading against the readings at the same time on earlier days, and on the same day of earlier weeks: per lag the
 * latest one that is at least that old, found by a pointer that only moves forward, and not looked at when it is more
 * than three steps older than that. What either the days or the weeks explain is explained.
 */
export class EarlierDays {
  readonly #lagsMs: readonly number[];
  readonly #days: number;
  readonly #toleranceMs: number;
  readonly #oldestMs: number;
  readonly #scratch: Float64Array;
  #times = new Float64Array(LEAST_CAPACITY);
  #readings = new Float64Array(LEAST_CAPACITY);
  /** Readings are numbered for ever; number n lies at place n modulo the capacity, a power of two. */
  #first = 0;
  #end = 0;
  readonly #pointers: number[];
  #startMs = Number.NaN;

  constructor(days: number, weeks: number, stepMs: number, from?: State) {
    const lags = (count: number, eachMs: number) => Array.from({ length: count }, (_, i) => (i + 1) * eachMs);
    this.#lagsMs = [...lags(days, DAY_MS), ...lags(weeks, 7 * DAY_MS)];
    this.#days = days;
    this.#toleranceMs = Math.max(3 * stepMs, 2 * KEPT_EVERY_MS);
    this.#oldestMs = Math.max(0, ...this.#lagsMs) + this.#toleranceMs;
    this.#scratch = new Float64Array(Math.max(days, weeks));
    const saved = from as unknown as Saved | undefined;
    this.#pointers = saved ? [...saved.pointers] : this.#lagsMs.map(() => -1);
    if (saved === undefined) return;
    this.#resize(saved.times.length);
    this.#times.set(saved.times);
    this.#readings.set(saved.readings);
    this.#end = saved.times.length;
    this.#startMs = saved.startMs;
  }

  /**
   * Reading minus the median of the earlier days, or of the weeks if that is nearer; NaN while there is neither. Where there
   * are weeks but no days, the days count as no distance, unless only weeks were asked for.
   */
  residual(nowMs: number, reading: number): number {
    for (let lag = 0; lag < this.#lagsMs.length; lag++) this.#advance(lag, nowMs - this.#lagsMs[lag]!);
    const fromDays = reading - this.#medianOf(0, this.#days, nowMs);
    const fromWeeks = reading - this.#medianOf(this.#days, this.#lagsMs.length, nowMs);
    if (Number.isNaN(fromWeeks)) return fromDays;
    if (Number.isNaN(fromDays)) return this.#days === 0 ? fromWeeks : 0;
    return Math.abs(fromWeeks) <= Math.abs(fromDays) ? fromWeeks : fromDays;
  }

  /** @param nowMs not before the reading added last */
  add(nowMs: number, reading: number): void {
    if (Number.isNaN(this.#startMs)) this.#startMs = nowMs;
    const mask = this.#times.length - 1;
    while (this.#first < this.#end && this.#times[this.#first & mask]! < nowMs - this.#oldestMs) this.#first++;
    const isSameMinute =
      this.#first < this.#end && this.#minute(nowMs) === this.#minute(this.#times[(this.#end - 1) & mask]!);
    if (!isSameMinute) {
      if (this.#end - this.#first === this.#times.length) this.#grow();
      this.#end++;
    }
    const at = (this.#end - 1) & (this.#times.length - 1);
    this.#times[at] = nowMs;
    this.#readings[at] = reading;
  }

  clear(): void {
    [this.#first, this.#end, this.#startMs] = [0, 0, Number.NaN];
    this.#pointers.fill(-1);
  }

  state(): State {
    return {
      times: this.#inOrder(this.#times),
      readings: this.#inOrder(this.#readings),
      pointers: this.#pointers.map((pointer) => Math.max(-1, pointer - this.#first)),
      startMs: this.#startMs,
    };
  }

  #minute(timeMs: number): number {
    return Math.floor((timeMs - this.#startMs) / KEPT_EVERY_MS);
  }

  #advance(lag: number, targetMs: number): void {
    const mask = this.#times.length - 1;
    let pointer = Math.max(this.#pointers[lag]!, this.#first - 1);
    while (pointer + 1 < this.#end && this.#times[(pointer + 1) & mask]! <= targetMs) pointer++;
    this.#pointers[lag] = pointer;
  }

  /** Over the lags [from, to); NaN when none of them has a reading. */
  #medianOf(from: number, to: number, nowMs: number): number {
    const mask = this.#times.length - 1;
    const sorted = this.#scratch;
    let count = 0;
    for (let lag = from; lag < to; lag++) {
      const pointer = this.#pointers[lag]!;
      if (pointer < this.#first) continue;
      if (nowMs - this.#lagsMs[lag]! - this.#times[pointer & mask]! > this.#toleranceMs) continue;
      const reading = this.#readings[pointer & mask]!;
      let place = count++;
      for (; place > 0 && sorted[place - 1]! > reading; place--) sorted[place] = sorted[place - 1]!;
      sorted[place] = reading;
    }
    if (count === 0) return Number.NaN;
    const half = count >> 1;
    return count % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  }

  #inOrder(ring: Float64Array): Float64Array {
    return Float64Array.from(
      { length: this.#end - this.#first },
      (_, i) => ring[(this.#first + i) & (ring.length - 1)]!,
    );
  }

  #grow(): void {
    const [times, readings] = [this.#inOrder(this.#times), this.#inOrder(this.#readings)];
    for (let lag = 0; lag < this.#pointers.length; lag++) {
      this.#pointers[lag] = Math.max(-1, this.#pointers[lag]! - this.#first);
    }
    this.#resize(times.length + 1);
    this.#times.set(times);
    this.#readings.set(readings);
    [this.#first, this.#end] = [0, times.length];
  }

  #resize(least: number): void {
    let capacity = LEAST_CAPACITY;
    while (capacity < least) capacity *= 2;
    this.#times = new Float64Array(capacity);
    this.#readings = new Float64Array(capacity);
  }
}
