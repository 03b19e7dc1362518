import { EvaluationError, PromqlRefusal } from './evaluated.ts';
import type { Span } from './syntax.ts';

/** What one evaluation may hold at once. Whoever asks for more gets an error before the memory is taken. */
export interface Limits {
  /** Values in memory: series × steps, over all intermediate results alive. Prometheus' own default. */
  readonly maxSamples: number;
  /** Series of one intermediate result. */
  readonly maxSeries: number;
  /** Steps of the query, or of one subquery. */
  readonly maxSteps: number;
  /** Samples in all windows of range functions together, each counted once per window: what most functions look at. */
  readonly maxWindowSamples: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxSamples: 50_000_000,
  maxSeries: 500_000,
  maxSteps: 2_000_000,
  // Some two minutes of adding up, the time Prometheus gives a query.
  maxWindowSamples: 100_000_000_000,
};

/** Counts what an evaluation holds. */
export class Budget {
  readonly limits: Limits;
  #held = 0;
  #inWindows = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  get held(): number {
    return this.#held;
  }

  /** Results of operands are let go once the operator has its own. */
  settle(held: number): void {
    this.#held = held;
  }

  /** To be called before the memory is taken. */
  takeSamples(count: number, span: Span): void {
    this.#held += count;
    if (this.#held > this.limits.maxSamples) {
      throw new EvaluationError('query processing would load too many samples into memory in query execution', span);
    }
  }

  /** For what was let go before the operator was done. */
  giveBack(count: number): void {
    this.#held -= count;
  }

  takeWindowSamples(count: number, span: Span): void {
    this.#inWindows += count;
    const { maxWindowSamples } = this.limits;
    if (this.#inWindows <= maxWindowSamples) return;
    throw new PromqlRefusal(
      'limit',
      'window samples',
      span,
      `more than ${maxWindowSamples} samples to visit in windows`,
    );
  }

  checkSeries(count: number, span: Span): void {
    const { maxSeries } = this.limits;
    if (count <= maxSeries) return;
    throw new PromqlRefusal('limit', 'series', span, `more than ${maxSeries} series in one intermediate result`);
  }

  checkSteps(count: number, span: Span): void {
    const { maxSteps } = this.limits;
    if (count <= maxSteps) return;
    throw new PromqlRefusal('limit', 'steps', span, `${count} steps to evaluate, more than ${maxSteps}`);
  }
}
