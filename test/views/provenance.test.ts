import { describe, expect, it } from 'vitest';
import { provenanceOf } from '../../src/views/provenance.ts';
import { exampleRecord } from '../record/example-record.ts';

describe('provenance', () => {
  it('says when the verdict rests on a metric that noise does well on, how, and why all the same', () => {
    const record = exampleRecord();
    const accuracy = { ...record.plan.accuracy, iKnow: { noise: 'one lucky row is enough', why: 'a paper does' } };
    const primary = (plan: typeof record.plan) =>
      provenanceOf({ ...record, plan }).filter(([name]) => name === 'primary metric');
    expect(primary({ ...record.plan, accuracy })).toEqual([
      ['primary metric', 'noise does well on it: one lucky row is enough; chosen because a paper does'],
    ]);
    expect(primary(record.plan)).toEqual([]);
  });
});
