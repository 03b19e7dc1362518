import type { InstantSelector } from '../../../../promql/syntax.ts';
import type { DataFacts } from '../coverage/data-facts.ts';
import type { LintedRule } from './linted-rule.ts';
import { metricOf } from './selected-metric.ts';

/** What lints may know beside the rule itself. */
export interface LintWorld {
  /** Time between two samples of a series. */
  readonly scrapeIntervalMs: number;
  /** Nobody said, and no data showed it: the usual one is taken. */
  readonly scrapeIntervalIsGuessed: boolean;
  /** Of groups that name none; null: nobody said. */
  readonly evaluationIntervalMs: number | null;
  /** null: no data set was given. */
  readonly data: DataFacts | null;
  /** Recording rules by the metric they write. */
  readonly recordings: ReadonlyMap<string, readonly LintedRule[]>;
}

/** Taken where nobody says. */
export const DEFAULT_SCRAPE_INTERVAL_MS = 15_000;

export function recordingsOf(rules: readonly LintedRule[]): LintWorld['recordings'] {
  const recordings = new Map<string, LintedRule[]>();
  for (const each of rules) {
    if (each.rule.kind === 'recording')
      recordings.set(each.rule.name, [...(recordings.get(each.rule.name) ?? []), each]);
  }
  return recordings;
}

/** The rules that write what the selector reads; empty where it names no metric or a scraped one. */
export const recordersOf = (selector: InstantSelector, { recordings }: LintWorld): readonly LintedRule[] =>
  recordings.get(metricOf(selector) ?? '') ?? [];
