import type { Place } from '../../../../faults.ts';

/** What became of one check, or of the evaluation of the rules itself. */
export type CheckOutcome =
  | { readonly kind: 'passed' }
  /** Lines of what was expected and what came: `-` expected and not there, `+` there and not expected, two spaces both. */
  | { readonly kind: 'failed'; readonly difference: readonly string[] }
  /** The rules or the query failed, as they would in Prometheus. */
  | { readonly kind: 'error'; readonly message: string }
  /** It needs what this engine does not evaluate: neither passed nor failed. */
  | { readonly kind: 'refused'; readonly message: string };

export interface CheckReport {
  /** `alert InstanceDown at 5m`, `test_full at 1m`, `rule job:x:rate5m at 2m`. */
  readonly title: string;
  readonly place: Place;
  readonly outcome: CheckOutcome;
}

export interface TestReport {
  readonly name: string;
  readonly place: Place;
  /** `--run` did not ask for it. */
  readonly skipped: boolean;
  readonly checks: readonly CheckReport[];
}

export interface TestFileReport {
  readonly file: string;
  /** Rule files named that are not there. */
  readonly warnings: readonly string[];
  readonly tests: readonly TestReport[];
}

/** promtool's verdict: nothing failed. What is refused counts for neither side. */
export const hasFailed = ({ outcome }: CheckReport): boolean => outcome.kind === 'failed' || outcome.kind === 'error';
