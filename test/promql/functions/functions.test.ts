import { expect, it } from 'vitest';
import { FUNCTION_SIGNATURES } from '../../../src/promql/function-signatures.ts';
import { FUNCTIONS } from '../../../src/promql/functions/functions.ts';

it('evaluates every function that the parser lets through, and no other', () => {
  const accepted = [...FUNCTION_SIGNATURES.values()].filter(({ refusal }) => refusal === null).map(({ name }) => name);
  expect(FUNCTIONS.map(({ name }) => name).sort()).toEqual(accepted.sort());
});

it('has no function twice', () => {
  expect(new Set(FUNCTIONS.map(({ name }) => name)).size).toBe(FUNCTIONS.length);
});
