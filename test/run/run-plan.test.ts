import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/record/schema.ts';
import { recordSchema } from '../../src/record/schema.ts';
import { cellStore } from '../../src/run/cell-store.ts';
import { type CellKey, cellsOf } from '../../src/run/cells.ts';
import { Interrupted, type RunEvent, type RunInput, runPlan } from '../../src/run/run-plan.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { exampleRecord } from '../record/example-record.ts';

const example = exampleRecord();
const { plan } = example;
const measured = new Map(
  example.cells.filter(({ outcome }) => outcome.kind === 'measured').map(({ id, outcome }) => [id, outcome]),
);
const outcomeOf = ({ id }: CellKey): Outcome =>
  measured.get(id) ?? { kind: 'not-measured', reason: 'not in the example' };
const dataset: Dataset = {
  name: 'd',
  title: 'D',
  licence: '',
  source: '',
  digest: '',
  channels: [],
  recordings: [],
  rulesFile: null,
};

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'watchbench-run-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

function input(overrides: Partial<RunInput>): RunInput {
  let tick = 0;
  return {
    plan,
    dataset,
    environment: example.environment,
    runCell: async (cell) => outcomeOf(cell),
    jobs: 3,
    store: null,
    nowMs: () => tick++,
    onEvent: () => {},
    signal: new AbortController().signal,
    ...overrides,
  };
}

describe('the cells of a plan', () => {
  it('are one per study and contender, at the first seed', () => {
    const cells = cellsOf({ ...plan, seeds: [4, 5] });
    expect(cells).toHaveLength(plan.studies.length * plan.contenders.length);
    expect(new Set(cells.map(({ seed }) => seed))).toEqual(new Set([4]));
  });

  it('are one per seed for the accuracy of a contender that depends on it, where the plan says so', () => {
    const cells = cellsOf({ ...plan, seeds: [4, 5], accuracy: { ...plan.accuracy, everySeed: true } });
    const of = (contender: string) => cells.filter((cell) => cell.contender === contender && cell.seed === 5);
    expect(of('autoencoder').map(({ study }) => study)).toEqual(['accuracy']);
    expect(of('rules')).toEqual([]);
  });
});

describe('running a plan', () => {
  it('gives a valid record with every cell in plan order, whatever order they finish in', async () => {
    const record = await runPlan(
      input({
        runCell: async (cell) => {
          await new Promise((resolve) => setTimeout(resolve, cell.contender.length % 3));
          return outcomeOf(cell);
        },
      }),
    );
    expect(record.cells.map(({ id }) => id)).toEqual(cellsOf(plan).map(({ id }) => id));
    expect(() => recordSchema.parse(record)).not.toThrow();
  });

  it('runs latency cells alone and after everything else', async () => {
    let atWork = 0;
    const crowd: number[] = [];
    const order: string[] = [];
    await runPlan(
      input({
        runCell: async (cell) => {
          atWork++;
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (cell.study === 'latency') crowd.push(atWork);
          order.push(cell.study);
          atWork--;
          return outcomeOf(cell);
        },
      }),
    );
    expect(new Set(crowd)).toEqual(new Set([1]));
    expect(order.indexOf('latency')).toBeGreaterThan(order.lastIndexOf('determinism'));
  });

  it('lets a contender that throws cost its own cell and nothing else', async () => {
    const record = await runPlan(
      input({
        runCell: async (cell) => {
          if (cell.id === 'accuracy/rules/1') throw new Error('boom');
          return outcomeOf(cell);
        },
      }),
    );
    const failed = record.cells.find(({ id }) => id === 'accuracy/rules/1')!;
    expect(failed.outcome).toEqual({ kind: 'failed', code: 'contender/threw', message: 'boom' });
    expect(record.cells.filter(({ outcome }) => outcome.kind === 'failed')).toHaveLength(1);
  });

  it('keeps finished cells when interrupted and goes on from there, but for latency', async () => {
    const store = cellStore(out, example.planDigest);
    const abort = new AbortController();
    const ran: string[] = [];
    const interrupted = runPlan(
      input({
        store,
        jobs: 1,
        signal: abort.signal,
        runCell: async (cell) => {
          ran.push(cell.id);
          if (cell.study === 'latency') abort.abort();
          return outcomeOf(cell);
        },
      }),
    );
    await expect(interrupted).rejects.toThrow(Interrupted);

    const again: string[] = [];
    const events: RunEvent[] = [];
    const record = await runPlan(
      input({
        store,
        onEvent: (event) => events.push(event),
        runCell: async (cell) => {
          again.push(cell.id);
          return outcomeOf(cell);
        },
      }),
    );
    const kept = ran.filter((id) => measured.has(id) && !id.startsWith('latency/'));
    expect(events[0]).toMatchObject({ kind: 'resumed', cells: kept.length });
    expect(again.filter((id) => kept.includes(id))).toEqual([]);
    expect(again.filter((id) => id.startsWith('latency/'))).toHaveLength(plan.contenders.length);
    expect(record.cells).toHaveLength(cellsOf(plan).length);
  });

  it('runs a cell again whose kept file was cut short', async () => {
    const store = cellStore(out, example.planDigest);
    const whole = example.cells.find(({ id }) => id === 'accuracy/rules/1')!;
    await store.save(whole);
    const [name] = await readdir(store.folder);
    await writeFile(join(store.folder, name!), JSON.stringify(whole).slice(0, 500));
    expect(await store.load()).toEqual(new Map());
  });

  it('finds nothing kept by another plan', async () => {
    await cellStore(out, example.planDigest).save(example.cells[0]!);
    expect((await cellStore(out, `sha256:${'0'.repeat(64)}`).load()).size).toBe(0);
  });
});
