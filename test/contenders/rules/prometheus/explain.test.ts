import { describe, expect, it } from 'vitest';
import {
  explainAt,
  explainFirings,
  programFor,
} from '../../../../src/contenders/rules/prometheus/explain/explain-alert-rule.ts';
import { parseRuleFile } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { formatLabels } from '../../../../src/promql/labels.ts';
import { series, sourceOf } from './told-series.ts';

const MIN = 60_000;
const minutes = (...values: readonly (number | 'stale')[]) => ({
  times: values.map((_, i) => i * MIN),
  values,
});
const told = (labels: Record<string, string>, ...values: readonly (number | 'stale')[]) =>
  series(labels, minutes(...values).times, values);

const program = (rules: string, alert: string) =>
  programFor(parseRuleFile(`groups:\n  - name: g\n    interval: 1m\n    rules:\n${rules}`, 'r.yml'), alert, {});

const LOAD = `      - { record: "job:load", expr: "sum by (job) (load)" }
      - { alert: Busy, expr: "job:load > 10", for: 2m, labels: { team: a } }
      - { alert: Other, expr: "load > 0" }
`;
const source = sourceOf(
  told({ __name__: 'load', job: 'web', i: '1' }, 1, 1, 6, 6, 7, 7, 1, 1),
  told({ __name__: 'load', job: 'web', i: '2' }, 1, 1, 6, 6, 7, 8, 1, 1),
  told({ __name__: 'load', job: 'db' }, 1, 20, 1, 1, 1, 1, 1, 1),
);
const range = { startMs: 0, endMs: 7 * MIN };

describe('explaining firings', () => {
  const { history, explained } = explainFirings(program(LOAD, 'Busy'), source, range, 'Busy', 10);

  it('tells each activation from pending to its end, those without a firing too', () => {
    expect(
      history.episodes.map(({ labels, activeAtMs, firedAtMs, endedAtMs, ended }) => [
        formatLabels(labels),
        activeAtMs / MIN,
        firedAtMs === null ? null : firedAtMs / MIN,
        endedAtMs === null ? null : endedAtMs / MIN,
        ended,
      ]),
    ).toEqual([
      ['{alertname="Busy", job="db", team="a"}', 1, null, 2, 'dropped'],
      ['{alertname="Busy", job="web", team="a"}', 2, 4, 6, 'resolved'],
    ]);
    expect(history.runs).toMatchObject([{ evaluations: 8, withData: 8, failed: 0 }]);
  });

  it('has the values of every part at activation and at firing, for the alert that fired', () => {
    expect(explained).toHaveLength(1);
    const [{ moments }] = explained as [(typeof explained)[0]];
    const values = moments.map(({ when, atMs, threshold, parts }) => ({
      when,
      atMs,
      threshold,
      parts: parts.map(({ text, value }) => [
        text,
        value.kind === 'vector' ? value.elements.map((each) => each.value) : null,
        value.kind === 'vector' ? value.count : null,
      ]),
    }));
    expect(values).toEqual([
      {
        when: 'activation',
        atMs: 2 * MIN,
        threshold: { operator: '>', observed: 12, limit: 10 },
        parts: [
          ['job:load > 10', [12], 1],
          ['job:load', [12], 2],
        ],
      },
      {
        when: 'firing',
        atMs: 4 * MIN,
        threshold: { operator: '>', observed: 14, limit: 10 },
        parts: [
          ['job:load > 10', [14], 1],
          ['job:load', [14], 2],
        ],
      },
    ]);
  });

  it('replays no other alerts than the one asked for', () => {
    expect(program(LOAD, 'Busy').rules.map(({ rule }) => rule.name)).toEqual(['job:load', 'Busy']);
    const readsAlerts = `${LOAD}      - { alert: Meta, expr: 'ALERTS{alertname="Busy"} > 0' }\n`;
    expect(program(readsAlerts, 'Meta').rules).toHaveLength(4);
  });

  it('sees what rules further down wrote, one evaluation later', () => {
    const reversed = `      - { alert: Late, expr: "job:load > 10" }
      - { record: "job:load", expr: "sum by (job) (load)" }
`;
    const late = explainFirings(program(reversed, 'Late'), source, range, 'Late', 10);
    expect(late.explained.map(({ episode }) => episode.firedAtMs! / MIN)).toEqual([2, 3]);
  });
});

describe('explaining one moment', () => {
  const at = (rules: string, alert: string, minute: number, from = source) =>
    explainAt(program(rules, alert), from, range, alert, minute * MIN + 30_000);

  it('tells pending from firing, by the last evaluation', () => {
    expect(at(LOAD, 'Busy', 3).explained).toMatchObject([{ phase: 'pending', episode: { activeAtMs: 2 * MIN } }]);
    const [firing] = at(LOAD, 'Busy', 5).explained;
    expect(firing).toMatchObject({ phase: 'firing', episode: { firedAtMs: 4 * MIN, endedAtMs: null } });
    expect(firing!.moments.map(({ when, atMs }) => [when, atMs / MIN])).toEqual([
      ['activation', 2],
      ['firing', 4],
      ['asked', 5],
    ]);
  });

  it('says why nothing fired: values and how far they were from the limit', () => {
    const { explained, quiet } = at(LOAD, 'Busy', 7);
    expect(explained).toEqual([]);
    expect(quiet).toHaveLength(1);
    expect(quiet[0]!.parts.map(({ value }) => (value.kind === 'vector' ? value.count : null))).toEqual([0, 2]);
  });

  it('shows an alert that only keep_firing_for keeps as returned no more', () => {
    const kept = `      - { alert: Kept, expr: 'load{job="db"} > 10', keep_firing_for: 3m }\n`;
    const [{ phase, moments }] = at(kept, 'Kept', 3).explained as [ReturnType<typeof at>['explained'][0]];
    expect(phase).toBe('firing');
    expect(moments.at(-1)).toMatchObject({ when: 'asked', parts: [{ value: { count: 0 } }, { value: { count: 1 } }] });
  });

  it('counts the samples that were missing', () => {
    const holes = sourceOf(
      series(
        { __name__: 'gone_total' },
        [0, 1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 16, 17, 18, 19, 20].map((minute) => minute * MIN),
        Array.from({ length: 16 }, (_, i) => i),
      ),
      told({ __name__: 'load' }, 1, 1),
    );
    const rules = `      - { alert: Rate, expr: "rate(gone_total[8m]) > 100 or load > 100 or absent_metric > 1" }\n`;
    const all = { startMs: 0, endMs: 20 * MIN };
    const { quiet } = explainAt(program(rules, 'Rate'), holes, all, 'Rate', 13 * MIN);
    expect(quiet[0]!.missing).toMatchObject([
      { kind: 'gaps', found: 3, expected: 8 },
      { kind: 'no-series' },
      { kind: 'no-series' },
    ]);
    const early = explainAt(program(rules, 'Rate'), holes, all, 'Rate', 4 * MIN);
    expect(early.quiet[0]!.missing).toMatchObject([
      { kind: 'gaps', found: 5 },
      { kind: 'old', ageMs: 3 * MIN },
      { kind: 'no-series' },
    ]);
  });
});
