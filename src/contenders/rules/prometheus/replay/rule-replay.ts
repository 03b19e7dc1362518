import type { Labels } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { AlertEvent } from '../evaluation/alert-state.ts';
import type { EngineOptions } from '../evaluation/engine-options.ts';
import type { RuleEvaluation } from '../evaluation/evaluation-log.ts';
import { foretoldByColumns } from '../evaluation/foretell.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import { type RuleProgram, ruleProgram } from '../evaluation/rule-program.ts';
import type { AlertRule, PrometheusRule, RuleFiles, RuleGroup } from '../rule-file.ts';
import { type ReplayRange, replaySteps } from './replay-steps.ts';

/** One alert from the moment it became active until it was over. Times are those of evaluations. */
export interface Firing {
  readonly rule: AlertRule;
  readonly group: RuleGroup;
  /** With `alertname`. */
  readonly labels: Labels;
  readonly activeAtMs: number;
  readonly firedAtMs: number;
  /** null: it was still firing at the end. */
  readonly resolvedAtMs: number | null;
}

/** What a rule did over the whole range: 0 firings and "never saw data" are different things. */
export interface RuleActivity {
  readonly group: RuleGroup;
  readonly rule: PrometheusRule;
  readonly evaluations: number;
  readonly withData: number;
  readonly failed: number;
  readonly refused: number;
  /** Of the first evaluation that failed or was refused. */
  readonly firstMessage: string | null;
  readonly firings: number;
}

export interface RuleReplay {
  /** In order of firing, then of the rules, then of labels. */
  readonly firings: readonly Firing[];
  readonly activity: readonly RuleActivity[];
}

/** Rules over samples that are all there, as a server would have evaluated them, from the first evaluation in the range. */
export function replayRules(
  files: Pick<RuleFiles, 'groups' | 'refusals'>,
  source: SampleSource,
  range: ReplayRange,
  options: Partial<EngineOptions> = {},
): RuleReplay {
  const program = ruleProgram(files, options);
  const collected = collector(program);
  const foretold = foretoldByColumns(program, source, range.endMs);
  replaySteps(program, source, range, collected.log, liveWindow(), foretold);
  return collected.result();
}

/** Makes firings and counts out of a log of evaluations. */
export function collector(program: RuleProgram) {
  const ended: Firing[] = [];
  const open = new Map<string, Firing>();
  const counts = program.rules.map(() => ({
    evaluations: 0,
    withData: 0,
    failed: 0,
    refused: 0,
    firings: 0,
    firstMessage: null as string | null,
  }));

  function take({ kind, alert }: AlertEvent, { rule, group, index, atMs }: RuleEvaluation): void {
    const key = `${index} ${alert.labels.key}`;
    if (kind === 'fired' && rule.kind === 'alert') {
      const { labels, activeAtMs } = alert;
      open.set(key, { rule, group, labels, activeAtMs, firedAtMs: atMs, resolvedAtMs: null });
      counts[index]!.firings++;
    }
    const firing = open.get(key);
    if ((kind === 'resolved' || kind === 'cleared') && firing !== undefined) {
      ended.push({ ...firing, resolvedAtMs: atMs });
      open.delete(key);
    }
  }

  return {
    log(evaluation: RuleEvaluation): void {
      const count = counts[evaluation.index]!; // one for each rule
      count.evaluations++;
      if (evaluation.outcome === 'ok') count.withData += evaluation.sawData ? 1 : 0;
      else count[evaluation.outcome]++;
      count.firstMessage ??= evaluation.message;
      for (const event of evaluation.events) take(event, evaluation);
    },
    result(): RuleReplay {
      const order = new Map(program.rules.map(({ rule }, i) => [rule as PrometheusRule, i]));
      const place = (firing: Firing) => order.get(firing.rule)!;
      const firings = [...ended, ...open.values()].sort(
        (a, b) => a.firedAtMs - b.firedAtMs || place(a) - place(b) || (a.labels.key < b.labels.key ? -1 : 1),
      );
      const activity = program.rules.map(({ rule, group, index }) => ({ rule, group, ...counts[index]! }));
      return { firings, activity };
    },
  };
}
