import { median } from '../../src/latency/location.ts';
import { evaluateRange } from '../../src/promql/evaluate/evaluate.ts';
import type { StepRange } from '../../src/promql/evaluate/steps.ts';
import { EvaluationError, PromqlRefusal } from '../../src/promql/evaluated.ts';
import type { SampleSource } from '../../src/promql/sample-source.ts';
import type { AlertExpression } from './alert-expressions.ts';

export interface AlertThroughput {
  readonly steps: number;
  /** Of all expressions over all steps, one figure for each repeat: processor time of all threads. */
  readonly seconds: readonly number[];
  /** The dearest, by their own median. */
  readonly slowest: readonly { readonly name: string; readonly seconds: number }[];
  /** Expressions with an element at one step or more. */
  readonly withResult: number;
  readonly refused: readonly string[];
  readonly failed: readonly string[];
}

const REPEATS = 5;
const SHOWN = 5;

const processorSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** All expressions over all steps, several times; the first time, with nothing compiled, does not count. */
export function alertThroughput(
  alerts: readonly AlertExpression[],
  source: SampleSource,
  range: StepRange,
): AlertThroughput {
  const each = alerts.map(({ name }) => ({ name, seconds: [] as number[] }));
  const seconds: number[] = [];
  let outcomes: readonly Outcome[] = [];
  for (let repeat = -1; repeat < REPEATS; repeat++) {
    const start = process.cpuUsage();
    outcomes = alerts.map(({ expression }, i) => {
      const own = process.cpuUsage();
      const outcome = outcomeOf(() => evaluateRange(expression, source, range).value);
      if (repeat >= 0) each[i]!.seconds.push(processorSeconds(own));
      return outcome;
    });
    if (repeat >= 0) seconds.push(processorSeconds(start));
  }
  const named = (kind: Outcome) => alerts.filter((_, i) => outcomes[i] === kind).map(({ name }) => name);
  return {
    steps: Math.floor((range.endMs - range.startMs) / range.stepMs) + 1,
    seconds,
    slowest: each
      .map(({ name, seconds: own }) => ({ name, seconds: median(own) }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN),
    withResult: named('elements').length,
    refused: named('refused'),
    failed: named('failed'),
  };
}

type Outcome = 'elements' | 'nothing' | 'refused' | 'failed';

function outcomeOf(evaluate: () => ReturnType<typeof evaluateRange>['value']): Outcome {
  try {
    const value = evaluate();
    return value.kind === 'vector' && value.columns.length === 0 ? 'nothing' : 'elements';
  } catch (error) {
    if (error instanceof PromqlRefusal) return 'refused';
    if (error instanceof EvaluationError) return 'failed';
    throw error;
  }
}
