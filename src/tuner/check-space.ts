import type { Dimension, SearchSpace } from '../contenders/search-space.ts';
import { parseDurationMs } from '../duration.ts';
import type { Fault } from '../faults.ts';

/** What is wrong with a search space that a contender declares; a user's module may declare anything. */
export function faultsOfSpace(contender: string, { dimensions }: SearchSpace): Fault[] {
  const fault = (message: string): Fault => ({
    code: 'tune/space',
    message: `search space of ${contender}: ${message}`,
  });
  if (dimensions.length === 0) return [fault('it has no dimension; leave it out where there is nothing to choose')];
  return dimensions.flatMap((dimension, i) => [
    ...(dimensions.findIndex(({ name }) => name === dimension.name) < i
      ? [fault(`two dimensions are called ${JSON.stringify(dimension.name)}`)]
      : []),
    ...faultsOfRange(dimension).map((words) => fault(`${dimension.name}: ${words}`)),
  ]);
}

function faultsOfRange(dimension: Dimension): string[] {
  switch (dimension.kind) {
    case 'choice':
      return dimension.values.length > 0 ? [] : ['expected at least one value to choose from'];
    case 'integer':
      return [dimension.low, dimension.high].every(Number.isSafeInteger) && dimension.low <= dimension.high
        ? []
        : [`expected whole numbers, the lower first, got ${dimension.low} to ${dimension.high}`];
    case 'log':
      return dimension.low > 0 && dimension.low <= dimension.high && Number.isFinite(dimension.high)
        ? []
        : [`expected numbers above 0, the lower first, got ${dimension.low} to ${dimension.high}`];
    case 'duration': {
      const [lowMs, highMs] = [durationMs(dimension.low), durationMs(dimension.high)];
      return lowMs > 0 && lowMs <= highMs
        ? []
        : [`expected durations longer than 0, the shorter first, got ${dimension.low} to ${dimension.high}`];
    }
    default:
      return [`there is no kind ${JSON.stringify((dimension as { readonly kind: unknown }).kind)} of dimension`];
  }
}

function durationMs(text: string): number {
  try {
    return parseDurationMs(text);
  } catch {
    return Number.NaN;
  }
}
