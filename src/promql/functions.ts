import type { PromqlFunction } from './function.ts';

/** Every function the engine evaluates. A new one is a file under `functions/` and one more line here. */
export const FUNCTIONS: readonly PromqlFunction[] = [];

export const FUNCTION_BY_NAME: ReadonlyMap<string, PromqlFunction> = new Map(FUNCTIONS.map((f) => [f.name, f]));
