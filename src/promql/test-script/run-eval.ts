import { type EvaluationOptions, evaluateInstant, evaluateRange, type QueryResult } from '../evaluate/evaluate.ts';
import { EvaluationError, PromqlRefusal, type RefusedConstruct } from '../evaluated.ts';
import { parsePromql } from '../parse/parse.ts';
import type { SampleSource } from '../sample-source.ts';
import type { Expression } from '../syntax.ts';
import type { EvalCommand, EvalTime, TextMatch } from './commands.ts';
import { compareAnnotations, matchInWords, meets } from './compare-annotations.ts';
import { compareResult } from './compare-result.ts';
import { pinSelectors } from './pin-selectors.ts';

export type EvalOutcome =
  | { readonly kind: 'passed' }
  /** `run` says which of the runs of the query it was. */
  | { readonly kind: 'failed'; readonly run: string; readonly differences: readonly [string, ...string[]] }
  | { readonly kind: 'refused'; readonly construct: RefusedConstruct; readonly what: string; readonly message: string };

const PASSED: EvalOutcome = { kind: 'passed' };

/**
 * Runs a query and holds it to what the script expects. An instant query runs again at other times with its selectors
 * pinned to the first one, and every such run also as the middle step of a range query, as Prometheus' own runner does.
 */
export function runEval(command: EvalCommand, source: SampleSource, options: EvaluationOptions): EvalOutcome {
  const parsed = parsePromql(command.query);
  if (parsed.kind === 'refused') {
    const [{ construct, what, message }] = parsed.refusals as [(typeof parsed.refusals)[number]];
    return { kind: 'refused', construct, what, message };
  }
  if (parsed.kind === 'invalid') {
    // Prometheus reports the first fault alone.
    const [{ message, span }] = parsed.faults as [(typeof parsed.faults)[number]];
    const run = `parsed, column ${command.column + span.from}`;
    return settle(run, failureDifferences(command.expectation.failure, message));
  }
  const check = (expression: Expression, time: EvalTime) => runOnce({ command, source, options, expression, time });
  const [first, ...again] = runsOf(command, parsed.expression);
  const outcome = check(first.expression, first.time);
  if (outcome.kind !== 'passed') return outcome;
  for (const { run, expression, time } of again) {
    const repeated = check(expression, time);
    // Another time may touch native histograms that the query itself does not.
    if (repeated.kind === 'failed') return { ...repeated, run };
  }
  return PASSED;
}

interface Run {
  readonly run: string;
  readonly expression: Expression;
  readonly time: EvalTime;
}

function runsOf({ time, query, expectation }: EvalCommand, expression: Expression): [Run, ...Run[]] {
  const first: Run = { run: 'as written', expression, time };
  if (time.kind === 'range') return [first];
  const { atMs } = time;
  const fixed = pinSelectors(expression, atMs);
  const pinned =
    fixed === null
      ? []
      : otherTimes(atMs).map((at): Run => {
          return {
            run: `with @ ${atMs / 1000} at ${at / 1000} s`,
            expression: fixed,
            time: { kind: 'instant', atMs: at },
          };
        });
  return [first, ...pinned].flatMap((instant) =>
    isComparableAsRange(query, expectation) ? [instant, asMiddleStep(instant)] : [instant],
  ) as [Run, ...Run[]];
}

const otherTimes = (atMs: number): readonly number[] =>
  atMs === 0 ? [-1000, 0, 1000] : [-10 * atMs, 0, Math.trunc(atMs / 5), atMs, 10 * atMs];

/** A range query has no order, and `start()`, `end()`, `range()` and `step()` mean something else in it. */
function isComparableAsRange(query: string, { result, failure }: EvalCommand['expectation']): boolean {
  if (failure !== null || result.kind === 'string' || result.kind === 'range-vector') return false;
  if (result.kind === 'series' && result.isOrdered) return false;
  return !/(start|end|range|step)\(\)/.test(query);
}

const MINUTE_MS = 60_000;

function asMiddleStep({ run, expression, time }: Run): Run {
  const { atMs } = time as Extract<EvalTime, { kind: 'instant' }>;
  const around: EvalTime = { kind: 'range', startMs: atMs - MINUTE_MS, endMs: atMs + MINUTE_MS, stepMs: MINUTE_MS };
  return { run: `${run}, as the middle step of a range query`, expression, time: around };
}

interface OneRun {
  readonly command: EvalCommand;
  readonly source: SampleSource;
  readonly options: EvaluationOptions;
  readonly expression: Expression;
  readonly time: EvalTime;
}

function runOnce({ command, source, options, expression, time }: OneRun): EvalOutcome {
  const { expectation } = command;
  const run = 'as written';
  try {
    if (time.kind === 'instant') {
      const result = evaluateInstant(expression, source, time.atMs, options);
      return settle(run, differences(command, result, result.value));
    }
    const result = evaluateRange(expression, source, time, options);
    // The annotations of a range query are about all its steps, the script's about one.
    if (command.time.kind === 'instant')
      return settle(run, compareResult(expectation.result, middleStep(result), 'instant'));
    return settle(run, differences(command, result, result.value));
  } catch (thrown) {
    if (thrown instanceof PromqlRefusal) {
      const { construct, what, message } = thrown;
      return { kind: 'refused', construct, what, message };
    }
    if (thrown instanceof EvaluationError) return settle(run, failureDifferences(expectation.failure, thrown.message));
    // A fault of the engine, not of the script; the evals that follow have a right to be run all the same.
    return settle(run, [`the engine broke: ${(thrown as Error).stack ?? String(thrown)}`]);
  }
}

function differences(command: EvalCommand, { annotations }: QueryResult, value: QueryResult['value']): string[] {
  const { expectation, query, time } = command;
  if (expectation.failure !== null) return [`expected ${matchInWords('failure', expectation.failure)}, got a result`];
  return [
    ...compareAnnotations(expectation, annotations, query),
    ...compareResult(expectation.result, value, time.kind),
  ];
}

function failureDifferences(expected: TextMatch | null, message: string): string[] {
  if (expected === null) return [`the query failed: ${message}`];
  return meets(expected, message) ? [] : [`expected ${matchInWords('failure', expected)}, got: ${message}`];
}

function middleStep({ value }: QueryResult): QueryResult['value'] {
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.slice(1, 2) };
  if (value.kind !== 'vector') return value;
  const columns = value.columns.map((column) => ({
    ...column,
    values: column.values.slice(1, 2),
    present: column.present.slice(1, 2),
  }));
  return { kind: 'vector', columns };
}

function settle(run: string, found: readonly string[]): EvalOutcome {
  const [first, ...rest] = found;
  return first === undefined ? PASSED : { kind: 'failed', run, differences: [first, ...rest] };
}
