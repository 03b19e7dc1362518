import { describe, expect, it } from 'vitest';
import { resultOf } from '../../src/record/lookup.ts';
import type { RunRecord } from '../../src/record/schema.ts';
import { type Verdict, verdictOf } from '../../src/verdict/verdict.ts';
import { verdictText } from '../../src/views/verdict-sentence.ts';
import { BASELINES, changedRecord, setOutcome, setPrimary } from '../record/change-record.ts';
import { exampleRecord } from '../record/example-record.ts';

/** Rules and model at these figures, baselines far below, nothing else wrong. */
function duel(rules: number, model: number, more: (record: RunRecord) => void = () => {}): RunRecord {
  return changedRecord((record) => {
    for (const baseline of BASELINES) setPrimary(record, baseline, 0.1);
    setPrimary(record, 'rules', rules);
    setPrimary(record, 'autoencoder', model);
    const behaviour = resultOf(record, 'behaviour', 'autoencoder')!;
    behaviour.properties = behaviour.properties.filter(({ outcome }) => outcome.kind !== 'violated');
    setOutcome(record, 'behaviour', 'metronome', { kind: 'not-measured', reason: 'left out' });
    more(record);
  });
}

const INTERVAL = { low: 0.5, high: 0.7, level: 0.95, method: 'block-bootstrap' };
const kinds = ({ caveats }: Verdict) => caveats.map(({ kind }) => kind);
const headline = (record: RunRecord) => verdictText(record, verdictOf(record)).headline;

describe('the decision', () => {
  it('lets the better side watch, whichever it is', () => {
    expect(verdictOf(duel(0.8, 0.5)).decision).toMatchObject({ kind: 'one-side', winner: 'rules', ready: true });
    expect(verdictOf(duel(0.5, 0.8)).decision).toMatchObject({ kind: 'one-side', winner: 'model', ready: true });
  });

  it('is equivalent within the margin, inconclusive where the interval is too wide', () => {
    expect(verdictOf(duel(0.72, 0.7)).decision.kind).toBe('equivalent');
    const noisy = duel(0, 0.6, (record) => setPrimary(record, 'rules', (i) => 0.3 + (i % 10) * 0.07));
    expect(verdictOf(noisy).decision.kind).toBe('inconclusive');
  });

  it('is not made when a side has no accuracy, and says why', () => {
    const failed = duel(0.8, 0.5, (record) =>
      setOutcome(record, 'accuracy', 'autoencoder', {
        kind: 'failed',
        code: 'contender/died',
        message: 'out of memory',
      }),
    );
    expect(verdictOf(failed).decision).toEqual({
      kind: 'not-compared',
      reason: 'autoencoder: accuracy failed: out of memory [contender/died]',
    });
    const alone = changedRecord((record) => {
      record.plan.contenders = record.plan.contenders.filter(({ traits }) => traits.family !== 'model');
    });
    expect(verdictOf(alone).decision).toMatchObject({ reason: 'the plan has no contender of the family model' });
  });

  it('takes the member of a family that was best where thresholds were chosen, not where it is judged', () => {
    const record = duel(0.8, 0.5, (changed) => {
      const rules = changed.plan.contenders.find(({ name }) => name === 'rules')!;
      changed.plan.contenders.push({ ...rules, name: 'rules-lucky' });
      const cell = changed.cells.find(({ study, contender }) => study === 'accuracy' && contender === 'rules')!;
      changed.cells.push({ ...structuredClone(cell), contender: 'rules-lucky' });
      const lucky = setPrimary(changed, 'rules-lucky', 0.99);
      lucky.threshold.folds[0]!.objective = { kind: 'defined', value: 0.01 };
    });
    expect(verdictOf(record).decision).toMatchObject({ rules: { contender: { name: 'rules' }, chosenAmong: 2 } });
  });
});

describe('caveats', () => {
  it('are silent when nothing speaks for care', () => {
    expect(kinds(verdictOf(duel(0.8, 0.5)))).toEqual(['baseline-left-out']);
  });

  it('name the strongest baseline each side is not shown to beat, and keep the winner from watching', () => {
    const verdict = verdictOf(duel(0.8, 0.5, (record) => setPrimary(record, 'rolling-mad', 0.85)));
    expect(verdict.caveats.slice(0, 2)).toMatchObject([
      { kind: 'not-shown-to-beat-baseline', contender: 'rules', baseline: { contender: { name: 'rolling-mad' } } },
      {
        kind: 'not-shown-to-beat-baseline',
        contender: 'autoencoder',
        baseline: { contender: { name: 'rolling-mad' } },
      },
    ]);
    expect(verdict.decision).toMatchObject({ winner: 'rules', ready: false });
  });

  it('know a baseline by its family, never by its name', () => {
    const record = duel(0.8, 0.5, (changed) => {
      setPrimary(changed, 'rolling-mad', 0.85);
      for (const contender of changed.plan.contenders) {
        if (contender.name === 'rolling-mad') contender.traits.family = 'external';
      }
    });
    expect(kinds(verdictOf(record))).not.toContain('not-shown-to-beat-baseline');
  });

  it('do not hold a baseline against anyone that is in alarm most of the time', () => {
    const verdict = verdictOf(duel(0.8, 0.5, (record) => setPrimary(record, 'always', 1)));
    expect(kinds(verdict)).toEqual(['baseline-left-out']);
    expect(verdict.decision).toMatchObject({ ready: true });
  });

  it('keep a winner that breaks a property it must hold, or its own claim, from watching', () => {
    for (const scope of ['must', 'claimed'] as const) {
      const record = duel(0.8, 0.5, (changed) => breakProperty(changed, 'rules', scope));
      expect(verdictOf(record).decision).toMatchObject({ winner: 'rules', ready: false });
      expect(kinds(verdictOf(record))).toContain('breaks-property');
    }
  });

  it('let a property that is only characterised pass', () => {
    const record = duel(0.8, 0.5, (changed) => breakProperty(changed, 'rules', 'characterise'));
    expect(verdictOf(record).decision).toMatchObject({ ready: true });
  });

  it('name rungs on which runs differ that ought not to, but let seeds differ for who is seeded', () => {
    expect(kinds(verdictOf(duel(0.5, 0.8)))).not.toContain('not-deterministic');
    const record = duel(0.5, 0.8, (changed) => {
      for (const rung of resultOf(changed, 'determinism', 'autoencoder')!.rungs) {
        if (rung.rung === 'new-process' && rung.outcome.kind === 'compared') rung.outcome.distinctScores = 2;
      }
    });
    expect(verdictOf(record).caveats).toContainEqual({
      kind: 'not-deterministic',
      contender: 'autoencoder',
      rungs: ['new-process'],
    });
    expect(verdictOf(record).decision).toMatchObject({ winner: 'model', ready: false });
  });

  it('tell of a saved contender that learned from another dataset, and not of one that learned from this', () => {
    const saved = (digest: string) =>
      duel(0.5, 0.8, (changed) => {
        const model = changed.plan.contenders.find(({ name }) => name === 'autoencoder')!;
        model.config = { learnedFrom: { name: 'elsewhere', digest } };
      });
    const caveat = { kind: 'learned-elsewhere', contender: 'autoencoder', dataset: 'elsewhere' };
    expect(verdictOf(saved('sha256:other')).caveats).toContainEqual(caveat);
    expect(kinds(verdictOf(saved(duel(0.5, 0.8).plan.dataset.digest)))).not.toContain('learned-elsewhere');
  });

  it('tell of a side whose figure at the threshold its author meant is another one, beyond the margin', () => {
    const written = (value: number) =>
      duel(0.8, 0.5, (record) => {
        const metrics = [
          {
            metric: record.plan.accuracy.primaryMetric,
            value: { kind: 'defined' as const, value, interval: INTERVAL },
          },
        ];
        resultOf(record, 'accuracy', 'rules')!.asWritten = { threshold: 1, metrics, replicates: [], pages: {} };
      });
    const { caveats } = verdictText(written(0.62), verdictOf(written(0.62)));
    expect(caveats).toContainEqual({
      weight: 'note',
      text: 'At the threshold its author meant rules has Event F1 0.62 [0.50, 0.70]: the figure above is at one chosen on other data.',
    });
    expect(verdictOf(written(0.62)).decision).toMatchObject({ winner: 'rules', ready: true });
    expect(kinds(verdictOf(written(0.76)))).not.toContain('otherwise-as-written');
  });

  it('tell of failed cells and of intervals that rest on few blocks', () => {
    const record = duel(0.8, 0.5, (changed) => {
      for (const { name } of changed.plan.contenders) resultOf(changed, 'accuracy', name)!.bootstrap.blocks = 8;
      setOutcome(changed, 'latency', 'rules', { kind: 'failed', code: 'x/y', message: 'gone' });
    });
    expect(kinds(verdictOf(record))).toEqual(['baseline-left-out', 'few-blocks', 'failed-cells']);
  });
});

function breakProperty(record: RunRecord, contender: string, scope: 'must' | 'claimed' | 'characterise'): void {
  const [property] = resultOf(record, 'behaviour', contender)!.properties;
  property!.scope = scope;
  property!.outcome = {
    kind: 'violated',
    runs: 3,
    shrinks: 0,
    message: 'row 2 differs',
    counterexample: {},
    seed: 1,
    path: '0',
    reproduces: 'always',
  };
}

describe('the sentence', () => {
  it('says figures, difference, interval and margin, and then what follows', () => {
    expect(headline(duel(0.8, 0.5))).toBe(
      'On webshop the rules do better (Event F1 0.80 for rules, 0.50 for autoencoder; difference +0.30 [+0.30, +0.30] at 95\u00a0%, margin 0.05): let the rules watch.',
    );
  });

  it('does not let a side watch that something speaks against', () => {
    expect(headline(duel(0.8, 0.5, (record) => breakProperty(record, 'rules', 'must')))).toMatch(
      /not so that one could let them watch yet\.$/,
    );
  });

  it('says of an inconclusive interval whether it holds 0 or only reaches below the margin', () => {
    const around = duel(0, 0.6, (record) => setPrimary(record, 'rules', (i) => 0.3 + (i % 10) * 0.07));
    expect(headline(around)).toMatch(
      /^On webshop it is inconclusive: the interval \[-0\.30, \+0\.33\] of the difference holds 0/,
    );
    const above = duel(0, 0.5, (record) => setPrimary(record, 'rules', (i) => 0.51 + (i % 10) * 0.02));
    expect(headline(above)).toMatch(/lies on one side of 0 but reaches below the margin 0\.05/);
  });

  it('never speaks of letting anyone watch unless one side is better', () => {
    for (const record of [
      duel(0.72, 0.7),
      duel(0, 0.6, (changed) => setPrimary(changed, 'rules', (i) => 0.3 + (i % 10) * 0.07)),
    ]) {
      expect(headline(record)).not.toMatch(/let the/);
    }
  });

  it('puts every caveat into words', () => {
    const { caveats } = verdictText(exampleRecord(), verdictOf(exampleRecord()));
    expect(caveats.length).toBe(verdictOf(exampleRecord()).caveats.length);
    for (const { text } of caveats) expect(text).toMatch(/^[A-Za-z0-9].*\.$/);
  });
});
