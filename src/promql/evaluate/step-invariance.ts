import type { Evaluated, Steps } from '../evaluated.ts';
import type { Expression } from '../syntax.ts';
import { TIME_DEPENDENT } from '../time-dependent.ts';
import { children } from '../walk.ts';

/** Asked of every part of an expression on the way down, and so remembered. */
export class StepInvariance {
  readonly #known = new Map<Expression, boolean>();

  /** The value is the same at every step, because `@` pins all that it selects. */
  holds(expression: Expression): boolean {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const holds = this.#find(expression);
    this.#known.set(expression, holds);
    return holds;
  }

  #find(expression: Expression): boolean {
    switch (expression.kind) {
      case 'instant-selector':
      case 'subquery':
        return expression.at !== null;
      case 'call':
        if (TIME_DEPENDENT.has(expression.name)) return false;
        break;
    }
    return children(expression).every((child) => this.holds(child));
  }
}

/** The value at a single step, at every step. */
export function atEveryStep(value: Evaluated, { timesMs }: Steps): Evaluated {
  const count = timesMs.length;
  switch (value.kind) {
    case 'string':
      return value;
    case 'scalar':
      return { kind: 'scalar', values: new Float64Array(count).fill(value.values[0]!) };
    case 'vector': {
      const columns = value.columns.map((column) => ({
        ...column,
        values: new Float64Array(count).fill(column.values[0]!),
        present: new Uint8Array(count).fill(column.present[0]!),
      }));
      return { kind: 'vector', columns };
    }
  }
}
