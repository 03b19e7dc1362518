import { describe, expect, it } from 'vitest';
import { type RunRecord, recordSchema } from '../../src/record/schema.ts';
import { recordText } from '../../src/record/write.ts';
import { VIEWS } from '../../src/views/views.ts';
import { changedRecord, setOutcome } from '../record/change-record.ts';
import { exampleRecord } from '../record/example-record.ts';
import { hostileRecord } from './hostile-record.ts';

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Nothing was measured at all: every cell failed or is missing. */
function emptyHanded(): RunRecord {
  return changedRecord((record) => {
    for (const { study, contender } of record.cells) {
      setOutcome(record, study, contender, { kind: 'not-measured', reason: 'interrupted' });
    }
    record.timelines = [];
  });
}

const RECORDS: readonly (readonly [string, () => RunRecord])[] = [
  ['the example', exampleRecord],
  ['hostile names', hostileRecord],
  ['no result at all', emptyHanded],
  [
    'no cells, no contenders, no cards',
    () =>
      changedRecord((record) => {
        record.cells = [];
        record.plan.contenders = [];
        record.metricCards = [];
        record.timelines = [];
      }),
  ],
  [
    'the accuracy study alone',
    () =>
      changedRecord((record) => {
        record.plan.studies = ['accuracy'];
        record.cells = record.cells.filter(({ study }) => study === 'accuracy');
      }),
  ],
];

describe.each(VIEWS.map((view) => [view.name, view] as const))('view %s', (_name, view) => {
  it.each(RECORDS)('renders %s to the same bytes each time, from a record it cannot change', (_what, make) => {
    const record = deepFreeze(make());
    expect(() => recordSchema.parse(record)).not.toThrow();
    const text = view.render(record);
    expect(text.length).toBeGreaterThan(100);
    expect(view.render(deepFreeze(make()))).toBe(text);
  });

  it('ends with one line end', () => {
    expect(view.render(exampleRecord())).toMatch(/[^\n]\n$/);
  });

  it('never prints NaN, undefined, null or [object Object] as if it were a figure', () => {
    if (view.name === 'json') return;
    const text = view.render(exampleRecord()).replace(/<script[\s\S]*?<\/script>/g, '');
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b(?! when)|\[object|Infinity(?! *[.<]|$)(?!\n)/);
  });
});

describe('the list of views', () => {
  it('has names and file names of its own for each', () => {
    expect(new Set(VIEWS.map(({ name }) => name)).size).toBe(VIEWS.length);
    expect(new Set(VIEWS.map(({ fileName }) => fileName)).size).toBe(VIEWS.length);
  });

  it('gives the record itself as JSON', () => {
    const json = VIEWS.find(({ name }) => name === 'json')!;
    expect(json.render(exampleRecord())).toBe(recordText(exampleRecord()));
  });
});
