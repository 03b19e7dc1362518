import { describe, expect, it } from 'vitest';
import { ruleProgram } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { isOwnOutput, readsSeries } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-reads.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { recordedStretch } from '../../../../../src/contenders/rules/prometheus/replay/recorded-stretch.ts';
import { replayRules } from '../../../../../src/contenders/rules/prometheus/replay/rule-replay.ts';
import { prometheusSession } from '../../../../../src/contenders/rules/prometheus/watching/prometheus-session.ts';
import { observationAt } from '../../../../../src/replay/observation.ts';
import type { RawSeries } from '../../../../../src/telemetry/raw-series.ts';
import type { Recording } from '../../../../../src/telemetry/recording.ts';

const FILES = parseRuleFile(
  `groups:
  - name: g
    interval: 10s
    rules:
      - { record: mean, expr: avg(load) }
      - { alert: High, expr: mean > 5, for: 20s }
      - { alert: Storm, expr: 'count(ALERTS{alertstate="firing", alertname="High"}) > 0' }
      - { record: mad, expr: 'mad_over_time(load[1m])' }
      - { alert: Mad, expr: mad > 100 }
`,
  'r.yml',
);
const PROGRAM = ruleProgram(FILES);
const ROWS = 12;

const raw = (labels: Record<string, string>, value: (i: number) => number): RawSeries => ({
  labels,
  timestampsMs: Float64Array.from({ length: ROWS }, (_, i) => i * 10_000),
  values: Float64Array.from({ length: ROWS }, (_, i) => value(i)),
  stale: new Uint8Array(ROWS),
});

const recordingOf = (series: readonly RawSeries[]): Recording => ({
  id: 'r',
  channels: [],
  timestampsMs: Float64Array.from({ length: ROWS }, (_, i) => i * 10_000),
  columns: [],
  series,
});

const LOAD = raw({ __name__: 'load' }, (i) => (i > 4 ? 9 : 1));
/** As a server would have recorded them that fired from the start: other rules, another phase, an earlier file. */
const OWN = [
  raw({ __name__: 'ALERTS', alertname: 'High', alertstate: 'firing' }, () => 1),
  raw({ __name__: 'ALERTS_FOR_STATE', alertname: 'High' }, () => 0),
  raw({ __name__: 'mean' }, () => 99),
];

function verdicts(recording: Recording) {
  const alerts = FILES.groups[0]!.rules.map(({ kind }) => kind === 'alert');
  const session = prometheusSession(PROGRAM, [], { gaps: 'lookback', alerts }, undefined);
  return Array.from({ length: ROWS }, (_, row) => session.observe(observationAt(recording, row)));
}

describe('what a server wrote of the rules', () => {
  it('is not read by the rules as they watch', () => {
    const watched = verdicts(recordingOf([...OWN, LOAD]));
    expect(watched).toEqual(verdicts(recordingOf([LOAD])));
    expect(watched.map((verdict) => verdict.kind === 'scored' && verdict.score >= 1).indexOf(true)).toBe(7);
  });

  it('is not read where they are replayed or explained', () => {
    const { source, startMs, endMs } = recordedStretch(recordingOf([...OWN, LOAD]), PROGRAM);
    const { firings } = replayRules(FILES, source, { startMs, endMs });
    expect(firings.map(({ rule, firedAtMs }) => [rule.name, firedAtMs])).toEqual([
      ['High', 70_000],
      ['Storm', 70_000],
    ]);
    // Without the rules nothing is left out: who looks at the data alone sees all of it.
    expect(recordedStretch(recordingOf([...OWN, LOAD])).series).toHaveLength(4);
  });

  it('is told by its name, as far as the rule that wrote it is evaluated here', () => {
    const isOwn = isOwnOutput(PROGRAM);
    expect(['ALERTS', 'ALERTS_FOR_STATE', 'mean', 'mad', 'load'].map((name) => isOwn({ __name__: name }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    const reads = readsSeries(PROGRAM);
    expect(['ALERTS', 'mean', 'mad', 'load', 'other'].map((name) => reads({ __name__: name }))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});
