import { withCosts } from '../accuracy/cost-per-day.ts';
import { METRICS } from '../accuracy/metrics.ts';
import { stateTolerance } from '../accuracy/tolerance.ts';
import type { Cell, Environment, Outcome, Plan, RunRecord } from '../record/schema.ts';
import { RECORD_SCHEMA_VERSION } from '../record/schema.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import type { CellStore } from './cell-store.ts';
import { type CellKey, cellsOf } from './cells.ts';
import { failureOf } from './failure.ts';
import { planDigest } from './plan.ts';
import { timelinesOf } from './timelines.ts';

/** Runs one cell somewhere and never rejects but for an abort: what went wrong is the cell's outcome. */
export type CellRunner = (cell: CellKey) => Promise<Outcome>;

export type RunEvent =
  | { readonly kind: 'resumed'; readonly cells: number; readonly total: number }
  | { readonly kind: 'cell-started'; readonly cell: CellKey; readonly done: number; readonly total: number }
  | { readonly kind: 'cell-finished'; readonly cell: Cell; readonly done: number; readonly total: number };

export interface RunInput {
  readonly plan: Plan;
  readonly dataset: Dataset;
  readonly environment: Environment;
  readonly runCell: CellRunner;
  /** Cells at work at once; latency cells always run alone. */
  readonly jobs: number;
  readonly store: CellStore | null;
  /** Monotonic, in ms; only durations are taken from it. */
  readonly nowMs: () => number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** Thrown when a run is stopped from outside; finished cells are kept in the store. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs every cell of the plan and puts the record together, cells in plan order whatever order they finished in.
 * @throws Interrupted when `signal` aborts
 */
export async function runPlan(input: RunInput): Promise<RunRecord> {
  const { plan, dataset, store, nowMs, onEvent } = input;
  const startedMs = nowMs();
  const keys = cellsOf(plan);
  const finished = (await store?.load()) ?? new Map<string, Cell>();
  if (finished.size > 0) onEvent({ kind: 'resumed', cells: finished.size, total: keys.length });

  const runAndKeep = async (key: CellKey) => {
    if (input.signal.aborted) throw new Interrupted();
    onEvent({ kind: 'cell-started', cell: key, done: finished.size, total: keys.length });
    const cellStartedMs = nowMs();
    const outcome = await input.runCell(key).catch(failureOf);
    if (input.signal.aborted) throw new Interrupted();
    const cell: Cell = { ...key, outcome, measurement: { durationMs: nowMs() - cellStartedMs } };
    await store?.save(cell);
    finished.set(cell.id, cell);
    onEvent({ kind: 'cell-finished', cell, done: finished.size, total: keys.length });
  };
  const missing = keys.filter(({ id }) => !finished.has(id));
  await inParallel(
    baselinesLast(
      missing.filter(({ study }) => study !== 'latency'),
      plan,
    ),
    input.jobs,
    runAndKeep,
  );
  await inParallel(
    missing.filter(({ study }) => study === 'latency'),
    1,
    runAndKeep,
  );

  const used = new Set(plan.accuracy.metrics);
  return {
    schemaVersion: RECORD_SCHEMA_VERSION,
    plan,
    planDigest: planDigest(plan),
    environment: input.environment,
    metricCards: withCosts(METRICS, plan.accuracy.costs)
      .map(({ card }) => stateTolerance(card, plan.accuracy.tolerance))
      .filter(({ id }) => used.has(id)),
    timelines: timelinesOf(dataset),
    cells: keys.map(({ id }) => finished.get(id)!),
    measurement: { durationMs: nowMs() - startedMs },
  };
}

/** What takes a second each is left for the end, where it fills the gap between the last of those that take long. */
function baselinesLast(keys: readonly CellKey[], { contenders }: Plan): CellKey[] {
  const baselines = new Set(contenders.filter(({ traits }) => traits.family === 'baseline').map(({ name }) => name));
  const isBaseline = ({ contender }: CellKey) => baselines.has(contender);
  return [...keys.filter((key) => !isBaseline(key)), ...keys.filter(isBaseline)];
}

async function inParallel<T>(items: readonly T[], jobs: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, lane));
}
