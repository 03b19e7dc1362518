import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateInstant } from '../../src/promql/evaluate/evaluate.ts';
import { EvaluationError } from '../../src/promql/evaluated.ts';
import { memorySource } from '../../src/promql/memory-source.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import { formatLabelSet } from '../../src/promql/text/format-label-set.ts';
import { anyExpression, anyTold } from './any-expression.ts';
import { parsed, series, type Told } from './told-series.ts';

/**
 * Random expressions over random series, asked of whatever promtool is installed. Releases before 3.15 differ in a few
 * things, which the questions stay clear of: whether a window has its left end (no sample ever stands on one here, and
 * no subquery in another), errors that came later or are gone, how close to an edge `rate` extrapolates, what becomes
 * of infinities in variances and regressions, which of equal values `topk` chooses.
 */
const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;

/** Samples come every 10.007 s from 10.007 s on: never at a multiple of a step, nor a whole range before one. */
const SAMPLE_STEP_MS = 10_007;
const SEED = 20_261_123;
const WORLDS = 15;
const QUESTIONS = 40;
const TIMES_MS = [500, 13_500, 33_500, 47_500, 90_500];
const promtoolTime = (atMs: number): string => `${Math.floor(atMs / 1000)}s500ms`;

interface World {
  readonly input: readonly { readonly series: string; readonly values: string }[];
  readonly told: readonly SampleSeries[];
}

const finite = anyTold.filter((told) => told !== Infinity);

const world: fc.Arbitrary<World> = fc
  .uniqueArray(
    fc.record({
      labels: fc.record({
        __name__: fc.constantFrom('a', 'b', 'c'),
        i: fc.constantFrom('1', '2', '3'),
        j: fc.constantFrom('', 'x', 'y'),
      }),
      values: fc.array(finite, { minLength: 3, maxLength: 12 }).map((told): readonly Told[] => ['_', ...told]),
    }),
    { minLength: 3, maxLength: 14, selector: ({ labels }) => Object.values(labels).join(' ') },
  )
  .map((all) => ({
    input: all.map(({ labels: { __name__, i, j }, values }) => ({
      series: `${__name__}{i="${i}", j="${j}"}`,
      values: values.join(' '),
    })),
    told: all.map(({ labels, values }) => series(labels, values, SAMPLE_STEP_MS)),
  }));

const isTheSameEverywhere = (text: string): boolean =>
  !/stdvar|rate\(|topk|bottomk/.test(text) &&
  !/quantile[^(]*\((?!\d)/.test(text) &&
  (text.match(/:\w*\]/g) ?? []).length < 2;

const question = anyExpression.filter(isTheSameEverywhere).map((text) => text.replaceAll('@ 30', '@ 30.5'));

/** An answer by labels, or the first words of the error. */
type Answer = ReadonlyMap<string, number> | string;

function askPromtool(texts: readonly string[], { input }: World): ReadonlyMap<string, Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbench-promtool-'));
  // promtool shows an answer only when it is not the expected one.
  const wrong = [{ labels: 'wrong', value: 12_345 }];
  const asked = texts.flatMap((expr) =>
    TIMES_MS.map((atMs) => ({ expr, eval_time: promtoolTime(atMs), exp_samples: wrong })),
  );
  // It evaluates, and loads samples, only up to the latest time it is asked about.
  const last = { expr: 'vector(1)', eval_time: '10m', exp_samples: wrong };
  const tests = [{ interval: '10s7ms', input_series: input, promql_expr_test: [...asked, last] }];
  try {
    const file = join(folder, 'questions.yml');
    writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: '1m', tests }));
    const { stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return readAnswers(stdout + stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readAnswers(output: string): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const block of output.split(/\n(?=\s*expr: )/)) {
    const parts = /expr: ("(?:[^"\\]|\\.)*"), time: ([^,]+),([\s\S]*)/.exec(block);
    if (parts === null) continue;
    const [, text, time, answer] = parts as unknown as [string, string, string, string];
    const error = /^\s*err: (.*)/.exec(answer)?.[1];
    const samples = [...answer.slice(answer.indexOf('got:')).matchAll(/(\{.*?\}) ([-+\w.]+)(?:,|\s|$)/g)];
    const seconds = time.replace('1m30s', '90s').replace(/^500ms$/, '0s500ms');
    answers.set(
      `${JSON.parse(text)} at ${seconds}`,
      error ?? new Map(samples.map(([, labels, value]) => [labels!, Number(value!.replace('Inf', 'Infinity'))])),
    );
  }
  return answers;
}

function ask(text: string, atMs: number, { told }: World): Answer {
  try {
    const { value } = evaluateInstant(parsed(text), memorySource(told), atMs);
    if (value.kind !== 'vector') throw new Error(`a ${value.kind}`);
    return new Map(value.columns.map(({ labels, values }) => [formatLabelSet(labels), values[0]!]));
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

/** Before 3.15 ambiguous matches went unnoticed where a filter took their results away. */
const mayDiffer = (theirs: Answer, ours: Answer): boolean =>
  (typeof ours === 'string' && ours.startsWith('multiple matches')) ||
  // Inside subqueries, series of the same labels that never meet used to be an error.
  theirs === 'vector cannot contain metrics with the same labelset';

function areSame(theirs: Answer, ours: Answer): boolean {
  if (typeof theirs === 'string' || typeof ours === 'string') return typeof theirs === typeof ours;
  const isClose = (a: number, b: number): boolean =>
    Object.is(a, b) || a === b || Math.abs(a - b) < 1e-6 * Math.max(Math.abs(a), Math.abs(b));
  return (
    theirs.size === ours.size &&
    [...theirs].every(([labels, value]) => ours.has(labels) && isClose(value, ours.get(labels)!))
  );
}

const inWords = (answer: Answer): string =>
  typeof answer === 'string' ? answer : [...answer].map(([labels, value]) => `${labels} ${value}`).join(', ');

it.skipIf(!HAS_PROMTOOL)('answers as the installed Prometheus does (skipped: no promtool on this machine)', () => {
  const worlds = fc.sample(world, { numRuns: WORLDS, seed: SEED });
  const texts = fc.sample(question, { numRuns: WORLDS * QUESTIONS, seed: SEED });
  const differences: string[] = [];
  let compared = 0;
  for (const [w, told] of worlds.entries()) {
    const asked = texts.slice(w * QUESTIONS, (w + 1) * QUESTIONS);
    const answers = askPromtool(asked, told);
    for (const text of asked) {
      for (const atMs of TIMES_MS) {
        const what = `${text} at ${promtoolTime(atMs)}`;
        const theirs = answers.get(what) ?? 'no answer';
        const ours = ask(text, atMs, told);
        if (mayDiffer(theirs, ours)) continue;
        compared++;
        if (!areSame(theirs, ours)) differences.push(`${what} in ${w}: ${inWords(theirs)} / ${inWords(ours)}`);
      }
    }
  }
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(0.9 * texts.length * TIMES_MS.length);
});
