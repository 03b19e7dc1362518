import { PromqlRefusal } from '../evaluated.ts';
import type { FunctionContext } from './function.ts';

/** Longest label value that is made, in UTF-16 units. Prometheus has no such limit by default; nobody reads longer ones. */
export const MAX_LABEL_VALUE = 1 << 16;
/** All the values one call makes, together. */
export const MAX_LABEL_TEXT = 50_000_000;

/** To be told of each value's length before it is made: values made of themselves, call within call, double each time. */
export function labelValueLimit({ call }: FunctionContext): (length: number) => void {
  let total = 0;
  return (length) => {
    total += length;
    if (length > MAX_LABEL_VALUE) refuse(`a label value of more than ${MAX_LABEL_VALUE} characters`);
    if (total > MAX_LABEL_TEXT) refuse(`label values of more than ${MAX_LABEL_TEXT} characters together`);
  };

  function refuse(what: string): never {
    throw new PromqlRefusal('limit', 'label values', call.span, `${call.name}() would make ${what}`);
  }
}
