import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Remembers the array of the row before instead of what was in it. */
export const keepsItsInput = (): Contender =>
  withSession('keeps-its-input', (session) => {
    let before: Float64Array | null = null;
    return {
      observe: ({ timestampMs, values }) => {
        const jumped = before !== null && Math.abs(values[0]! - before[0]!) > 1000;
        before = values;
        return rescored(session.observe({ timestampMs, values: values.slice() }), (score) =>
          jumped ? score + 1 : score,
        );
      },
    };
  });
