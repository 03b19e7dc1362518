import { describe, expect, it } from 'vitest';
import type { AccuracyResult, Cell, RunRecord } from '../../src/record/schema.ts';
import { figureOverSeeds, pageChurn, resultsOverSeeds } from '../../src/verdict/over-seeds.ts';
import { differenceOf, pairsWorthComparing } from '../../src/verdict/supported-differences.ts';
import { verdictOf } from '../../src/verdict/verdict.ts';
import { renderHtml } from '../../src/views/html/render.ts';
import { renderMarkdown } from '../../src/views/markdown/render.ts';
import { renderTerminal } from '../../src/views/terminal/render.ts';
import { verdictText } from '../../src/views/verdict-sentence.ts';
import { exampleRecord } from '../record/example-record.ts';

const METRIC = exampleRecord().plan.accuracy.primaryMetric;
const ROW_MS = exampleRecord().plan.dataset.recordings[0]!.stepMs!;
const RECORDING = exampleRecord().plan.dataset.recordings[2]!.id;

interface Seed {
  readonly value: number;
  /** Rows on which a page starts. */
  readonly pages?: readonly number[];
  readonly spread?: number;
}

/** The example with these figures for a contender, one cell per seed, the same held out and as written. */
function withSeeds(given: Readonly<Record<string, readonly Seed[]>>): RunRecord {
  const record = exampleRecord();
  record.plan.accuracy.everySeed = true;
  for (const [contender, seeds] of Object.entries(given)) {
    const at = record.cells.findIndex((cell) => cell.study === 'accuracy' && cell.contender === contender);
    const model = record.cells[at]!;
    record.cells.splice(at, 1, ...seeds.map((seed, i) => seeded(model, seed, i + 1)));
  }
  return record;
}

function seeded(cell: Cell, { value, pages = [], spread = 0.01 }: Seed, seed: number): Cell {
  if (cell.outcome.kind !== 'measured' || cell.outcome.result.kind !== 'accuracy') throw new Error('not measured');
  const { result } = cell.outcome;
  const replicates = result.replicates.map((_, i) => value + spread * ((i % 11) - 5));
  const metrics = [{ metric: METRIC, value: { kind: 'defined' as const, value } }];
  const changed: AccuracyResult = {
    ...result,
    replicates,
    metrics,
    asWritten: { threshold: 1, metrics, replicates, pages: { [RECORDING]: pages.map((row) => row * ROW_MS) } },
  };
  return { ...cell, id: `accuracy/${cell.contender}/${seed}`, seed, outcome: { kind: 'measured', result: changed } };
}

const churnOf = (...seeds: (readonly number[])[]) => {
  const record = withSeeds({ autoencoder: seeds.map((pages) => ({ value: 0.5, pages })) });
  return pageChurn(record, record.plan.contenders.find(({ name }) => name === 'autoencoder')!);
};

describe('figures over seeds', () => {
  it('are the mean, the standard deviation (n - 1) and the range', () => {
    const record = withSeeds({ autoencoder: [{ value: 0.5 }, { value: 0.6 }, { value: 0.7 }] });
    const figure = figureOverSeeds(resultsOverSeeds(record, 'autoencoder'), 'as-written', METRIC)!;
    expect(figure.mean).toBeCloseTo(0.6, 12);
    expect(figure.sd).toBeCloseTo(0.1, 12);
    expect([figure.low, figure.high]).toEqual([0.5, 0.7]);
  });

  it('have no deviation with one seed, and are missing where one seed has no figure', () => {
    const one = resultsOverSeeds(withSeeds({ rules: [{ value: 0.5 }] }), 'rules');
    expect(figureOverSeeds(one, 'as-written', METRIC)).toMatchObject({ mean: 0.5, sd: null });
    const { asWritten: _, ...without } = one[0]!;
    expect(figureOverSeeds([one[0]!, without], 'as-written', METRIC)).toBeUndefined();
  });
});

describe('page churn', () => {
  it('is 0 when every page has one of the other seed within 25 rows, however the rest moves', () => {
    expect(churnOf([10, 100], [35, 90])).toBe(0);
    expect(churnOf([10, 100], [36, 90])).toBe(0.5);
  });

  it('counts both directions: a seed that pages more often than the other has pages the other has not', () => {
    expect(churnOf([10, 100, 200, 300], [10])).toBe((3 / 4 + 0) / 2);
  });

  it('does not speak of one seed', () => {
    expect(churnOf([10])).toBeUndefined();
  });
});

describe('the verdict over seeds', () => {
  it('speaks of the mean, not of the first seed', () => {
    const record = withSeeds({
      rules: [{ value: 0.9 }],
      autoencoder: [{ value: 0.8 }, { value: 0.4 }, { value: 0.3 }],
    });
    const { headline } = verdictText(record, verdictOf(record));
    expect(headline).toContain('0.90 for rules, 0.50 for autoencoder (mean of 3 seeds); difference +0.40');
  });
});

describe('supported differences', () => {
  it('compare means over seeds on the same resamples', () => {
    const record = withSeeds({
      rules: [{ value: 0.9 }],
      autoencoder: [
        { value: 0.4, spread: 0.02 },
        { value: 0.6, spread: 0 },
      ],
    });
    const found = differenceOf(record, ['rules', 'autoencoder'], 'as-written')!;
    // Replicates of the mean are 0.5 ± 0.01 × (−5 … 5), those of the rules 0.9 with the same: they cancel.
    expect(found.outcome).toMatchObject({ kind: 'compared', standing: 'better' });
    if (found.outcome.kind !== 'compared') return;
    expect(found.outcome.difference).toBeCloseTo(0.4, 12);
    expect(found.outcome.interval.low).toBeCloseTo(0.4, 12);
    expect(found.outcome.interval.high).toBeCloseTo(0.4, 12);
  });

  it('are said in every view, and nothing is called better whose interval holds 0', () => {
    const record = withSeeds({
      rules: [{ value: 0.9, spread: 0.05 }],
      autoencoder: [
        { value: 0.88, spread: 0 },
        { value: 0.9, spread: 0 },
      ],
      'rolling-mad': [{ value: 0.2 }],
    });
    for (const text of [renderMarkdown(record), renderTerminal(record), renderHtml(record)]) {
      const plain = text.replaceAll(/\s+/g, ' ').replaceAll('&quot;', '"').replaceAll('\\', '');
      expect(plain).toMatch(/rules is better than [^.]*rolling-mad/);
      expect(plain).toMatch(/Between rules and [^.]*autoencoder[^.]* the data decide nothing/);
    }
  });

  it('hold a hybrid against its own rules too, where these take part by themselves', () => {
    const record = exampleRecord();
    const [rules, other] = record.plan.contenders;
    const model = { use: 'autoencoder', with: {} };
    const hybrid = (name: string, parts: object) => ({
      ...rules!,
      name,
      traits: { ...rules!.traits, family: 'hybrid' as const },
      config: { rules: parts as never, model },
    });
    record.plan.contenders.push(
      hybrid('with', { use: other!.use, with: other!.config }),
      hybrid('alone', { use: other!.use, with: { some: 'other' } }),
    );
    const pairs = pairsWorthComparing(record, rules!.name).filter(([one]) => one !== rules!.name);
    expect(pairs).toEqual([['with', other!.name]]);
  });

  it('are not spoken of where one seed was measured', () => {
    for (const text of [renderMarkdown(exampleRecord()), renderTerminal(exampleRecord())]) {
      expect(text).not.toContain('Over the seeds');
    }
  });
});
