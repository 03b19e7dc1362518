import fc from 'fast-check';
import type { Row } from './scripted.ts';

const score = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1, max: 4, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(0, 0.05, 0.1, 0.5, 1, 2, 3) },
  { weight: 2, arbitrary: fc.constant(null) },
);

/** Scores around every threshold there is, and rows on which a part cannot tell. */
export const anyRows: fc.Arbitrary<Row[]> = fc.array(fc.record({ rules: score, model: score }), {
  minLength: 1,
  maxLength: 40,
});

export const anyThreshold = fc.oneof(fc.constantFrom(0.1, 0.5, 1, 2), fc.double({ min: 0.01, max: 4, noNaN: true }));
