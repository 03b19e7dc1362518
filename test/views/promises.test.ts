import { describe, expect, it } from 'vitest';
import type { PromiseResult, RunRecord } from '../../src/record/schema.ts';
import { recordSchema } from '../../src/record/schema.ts';
import { plainSpaces } from '../../src/views/format.ts';
import { promisesOf } from '../../src/views/promises.ts';
import { VIEWS } from '../../src/views/views.ts';
import { exampleRecord } from '../record/example-record.ts';

const PROMISE: PromiseResult = {
  by: 'conformal',
  falseAlarmRate: 0.001,
  measured: {
    kind: 'defined',
    value: 0.0014,
    interval: { low: 0.0009, high: 0.002, level: 0.95, method: 'korn-graubard' },
  },
  rows: 7857,
  alarms: 11,
  stretches: 3,
  leftOut: 40,
};

function withPromise(promise: PromiseResult): RunRecord {
  const record = exampleRecord();
  const cells = record.cells.map((cell) => {
    const { outcome } = cell;
    if (cell.contender !== 'autoencoder' || outcome.kind !== 'measured' || outcome.result.kind !== 'accuracy')
      return cell;
    return { ...cell, outcome: { ...outcome, result: { ...outcome.result, promise } } };
  });
  return recordSchema.parse({ ...record, cells });
}

const measuredAs = (low: number, value: number, high: number): PromiseResult => ({
  ...PROMISE,
  measured: { kind: 'defined', value, interval: { low, high, level: 0.95, method: 'korn-graubard' } },
});

describe('a promised rate of false alarms', () => {
  it.each(VIEWS.filter(({ name }) => name !== 'json').map((view) => [view.name, view] as const))(
    'stands beside the measured one in the %s view',
    (_, view) => {
      const text = plainSpaces(view.render(withPromise(PROMISE)).replaceAll('\\', '')).replaceAll(/\s+/g, ' ');
      for (const part of ['0.10 %', '0.14 % [0.090 %, 0.20 %]', '11 of 7 857 rows, in 3 stretches', 'not refuted']) {
        expect(text).toContain(part);
      }
      expect(view.render(exampleRecord()).includes('not refuted')).toBe(false);
    },
  );

  it.each([
    ['kept', measuredAs(0, 0, 0.0009)],
    ['broken', measuredAs(0.0011, 0.002, 0.003)],
    ['not refuted', measuredAs(0.0009, 0.002, 0.003)],
    ['not measured', { ...PROMISE, measured: { kind: 'undefined', reason: 'no quiet row was scored' } }],
  ] as const)('is %s', (verdict, promise) => {
    expect(promisesOf(withPromise(promise)).map((text) => text.verdict)).toEqual([verdict]);
  });
});
