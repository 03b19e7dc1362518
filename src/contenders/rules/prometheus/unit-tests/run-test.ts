import { memorySource } from '../../../../promql/memory-source.ts';
import { formatDuration } from '../../../../promql/parse/parse-duration.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import { SAMPLE_KIND } from '../../../../promql/series-notation/parse-series.ts';
import type { EngineOptions } from '../evaluation/engine-options.ts';
import type { RuleEvaluation } from '../evaluation/evaluation-log.ts';
import { type GroupRunner, groupRunner } from '../evaluation/group-runner.ts';
import { instantVector } from '../evaluation/instant-vector.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import { type RuleProgram, ruleProgram } from '../evaluation/rule-program.ts';
import type { RuleFiles } from '../rule-file.ts';
import { compareAlerts, compareSamples } from './compare-expected.ts';
import type { AlertCheck, ExpectedSample, ExpressionCheck, RuleTest, RuleTestFile } from './test-file.ts';
import type { CheckOutcome, CheckReport } from './test-outcome.ts';

type Settings = Pick<RuleTestFile, 'intervalMs' | 'groupOrder' | 'fuzzy'>;

/**
 * One test as promtool runs it: every group at every evaluation interval (a group's own interval does not count), up to
 * the last `eval_time`; alerts are looked at as they were at the evaluation before or at theirs, queries at the end.
 * Rules that fail to evaluate end the test.
 */
export function runTest(test: RuleTest, rules: RuleFiles, { intervalMs, groupOrder, fuzzy }: Settings): CheckReport[] {
  const options: Partial<EngineOptions> = {
    intervalMs,
    annotations: true,
    externalLabels: test.externalLabels,
    externalUrl: test.externalUrl,
  };
  const program = ruleProgram(inOrder(rules, groupOrder), options, true);
  const written = liveWindow();
  let nowMs = test.startMs;
  const source = layeredSource(memorySource(seriesOf(test)), written, () => nowMs);
  const runner = groupRunner(program, source, (labels, atMs, value, stale) =>
    written.append(labels, atMs, value, stale),
  );
  const untilMs = Math.max(0, ...[...test.alertChecks, ...test.expressionChecks].map(({ atMs }) => atMs));
  const waiting = test.alertChecks.toSorted((a, b) => a.atMs - b.atMs);
  const alerts = new Map<AlertCheck, CheckOutcome>();
  const errors: CheckReport[] = [];
  const refused = new Map<string, string>();

  for (let sinceMs = 0; sinceMs <= untilMs && errors.length === 0; sinceMs += intervalMs) {
    nowMs = test.startMs + sinceMs;
    program.groups.forEach((_, group) => {
      runner.evaluate(group, nowMs, (evaluation) => note(evaluation, sinceMs));
    });
    if (errors.length > 0) break;
    for (let check = waiting[0]; check !== undefined && check.atMs < sinceMs + intervalMs; check = waiting[0]) {
      alerts.set(check, checkAlert(check, program, runner, refused));
      waiting.shift();
    }
  }
  const checked = test.alertChecks.flatMap((check): CheckReport[] => {
    const outcome = alerts.get(check);
    const title = `alert ${check.alert} at ${formatDuration(check.atMs)}`;
    return outcome === undefined ? [] : [{ title, place: check.place, outcome }];
  });
  if (errors.length > 0) return [...errors, ...checked];
  const queried = test.expressionChecks.map((check) => ({
    title: `${check.query.source.text.trim()} at ${formatDuration(check.atMs)}`,
    place: check.place,
    outcome: checkExpression(check, source, test.startMs + check.atMs, program, fuzzy),
  }));
  return [...checked, ...queried];

  function note({ rule, outcome, message }: RuleEvaluation, sinceMs: number): void {
    if (outcome === 'refused') refused.set(rule.name, message ?? '');
    if (outcome !== 'failed') return;
    const title = `rule ${rule.name} at ${formatDuration(sinceMs)}`;
    errors.push({ title, place: rule.place, outcome: { kind: 'error', message: message ?? '' } });
  }
}

/** Groups that the order does not name come first, as in promtool; each kind in the order of the files. */
function inOrder(rules: RuleFiles, order: readonly string[]): RuleFiles {
  const place = (name: string) => Math.max(0, order.indexOf(name));
  return { ...rules, groups: rules.groups.toSorted((a, b) => place(a.name) - place(b.name)) };
}

function checkAlert(
  check: AlertCheck,
  program: RuleProgram,
  runner: GroupRunner,
  refused: ReadonlyMap<string, string>,
): CheckOutcome {
  const refusal = refused.get(check.alert);
  if (refusal !== undefined) return { kind: 'refused', message: refusal };
  const got = program.rules.flatMap(({ rule, index }) =>
    rule.kind === 'alert' && rule.name === check.alert
      ? runner
          .alertsOf(index)
          .filter(({ phase }) => phase === 'firing')
          .map(({ labels, annotations }) => ({ labels: labels.pairs, annotations }))
      : [],
  );
  return compareAlerts(check.expected, got);
}

function checkExpression(
  { query, expected }: ExpressionCheck,
  source: SampleSource,
  atMs: number,
  { options }: RuleProgram,
  fuzzy: boolean,
): CheckOutcome {
  if (query.parsed.kind === 'refused') {
    return { kind: 'refused', message: query.parsed.refusals.map(({ message }) => message).join('; ') };
  }
  const histogram = expected.find((sample) => sample.kind === 'histogram');
  if (histogram !== undefined) return { kind: 'refused', message: 'expects a native histogram' };
  const outcome = instantVector(query.parsed.expression, source, atMs, options);
  if (outcome.kind === 'failed') return { kind: 'error', message: outcome.message };
  if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
  const isFloat = (sample: ExpectedSample) => sample.kind === 'float';
  return compareSamples(expected.filter(isFloat), outcome.elements, fuzzy);
}

/** Of two lines for one series the later one counts. */
function seriesOf({ series, stepMs, startMs }: RuleTest): SampleSeries[] {
  const last = new Map(series.map((each) => [each.labels.key, each]));
  return [...last.values()].map(({ labels, values: { kinds, values } }) => {
    const kept = [...kinds.keys()].filter((i) => kinds[i] !== SAMPLE_KIND.gap);
    const histograms = [...kept.keys()].filter((i) => kinds[kept[i]!] === SAMPLE_KIND.nativeHistogram);
    return {
      labels,
      timestampsMs: Float64Array.from(kept, (i) => startMs + i * stepMs),
      values: Float64Array.from(kept, (i) => values[i]!),
      stale: Uint8Array.from(kept, (i) => (kinds[i] === SAMPLE_KIND.stale ? 1 : 0)),
      ...(histograms.length > 0 && { nativeHistograms: histograms }),
    };
  });
}
