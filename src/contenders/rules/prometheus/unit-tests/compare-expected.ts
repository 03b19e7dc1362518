import { compareLabels, formatLabels, type Labels } from '../../../../promql/labels.ts';
import type { VectorElement } from '../evaluation/instant-vector.ts';
import type { ExpectedAlert, ExpectedSample, Pairs } from './test-file.ts';
import type { CheckOutcome } from './test-outcome.ts';

const PASSED: CheckOutcome = { kind: 'passed' };

/** Alerts by labels and annotations; order does not count, number does. */
export function compareAlerts(expected: readonly ExpectedAlert[], got: readonly ExpectedAlert[]): CheckOutcome {
  const order = (a: ExpectedAlert, b: ExpectedAlert) =>
    comparePairs(a.labels, b.labels) || comparePairs(a.annotations, b.annotations);
  const lines = ({ labels, annotations }: ExpectedAlert): string[] => [
    `{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`,
    ...annotations.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`),
  ];
  return differences(expected.toSorted(order), got.toSorted(order), order, (a, b) => order(a, b) === 0, lines);
}

const comparePairs = (a: Pairs, b: Pairs): number => compareLabels({ pairs: a, key: '' }, { pairs: b, key: '' });

/** Samples by labels and value, exactly; `fuzzy` lets the last bit differ. NaN is equal to nothing, as in promtool. */
export function compareSamples(
  expected: readonly Extract<ExpectedSample, { kind: 'float' }>[],
  got: readonly VectorElement[],
  fuzzy: boolean,
): CheckOutcome {
  const order = (a: VectorElement, b: VectorElement) => compareLabels(a.labels, b.labels);
  const isSame = (a: VectorElement, b: VectorElement) =>
    a.labels.key === b.labels.key && (a.value === b.value || (fuzzy && areNeighbours(a.value, b.value)));
  const lines = ({ labels, value }: { readonly labels: Labels; readonly value: number }) => [
    `${formatLabels(labels)} ${Object.is(value, -0) ? '-0' : value}`,
  ];
  return differences(expected.toSorted(order), got.toSorted(order), order, isSame, lines);
}

function differences<T>(
  expected: readonly T[],
  got: readonly T[],
  order: (a: T, b: T) => number,
  isSame: (a: T, b: T) => boolean,
  lines: (each: T) => readonly string[],
): CheckOutcome {
  const marked: string[] = [];
  const mark = (sign: string, each: T) => marked.push(...lines(each).map((line) => `${sign} ${line}`));
  let differs = false;
  let i = 0;
  let j = 0;
  while (i < expected.length || j < got.length) {
    const wanted = expected[i];
    const came = got[j];
    if (wanted !== undefined && came !== undefined && isSame(wanted, came)) {
      mark(' ', wanted);
      i++;
      j++;
      continue;
    }
    differs = true;
    const side = wanted === undefined ? 1 : came === undefined ? -1 : order(wanted, came);
    if (side <= 0 && wanted !== undefined) {
      mark('-', wanted);
      i++;
    }
    if (side >= 0 && came !== undefined) {
      mark('+', came);
      j++;
    }
  }
  return differs ? { kind: 'failed', difference: marked } : PASSED;
}

/** Next to each other among the doubles. */
function areNeighbours(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const distance = orderedBits(a) - orderedBits(b);
  return distance >= -1n && distance <= 1n;
}

/** The bits of a double as whole numbers in the order of the doubles. */
function orderedBits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}
