import { type Argument, type MathRange, type MathType, type MathValue, TYPE_WORDS } from './value.ts';

/** What the type checker knows of an argument: its kind, and the word where it is one. */
export type ArgumentType =
  | { readonly kind: Exclude<Argument['kind'], 'word'> }
  | { readonly kind: 'word'; readonly word: string };

export interface MathFunction {
  readonly name: string;
  /** `FILL(series, value | REPEAT | LINEAR)`, shown with a fault. */
  readonly usage: string;
  /** Type of the result, or null where the arguments do not fit. */
  type(args: readonly ArgumentType[]): MathType | null;
  apply(args: readonly Argument[], range: MathRange): MathValue;
}

export const isSeries = ({ kind }: ArgumentType | Argument): boolean => kind === 'series' || kind === 'list';
export const isValue = ({ kind }: ArgumentType | Argument): boolean =>
  kind === 'number' || isSeries({ kind } as ArgumentType);

/** The argument as a value; the type checker has let nothing else through. */
export function valueAt(args: readonly Argument[], index: number): MathValue {
  const argument = args[index];
  if (argument === undefined || argument.kind === 'text' || argument.kind === 'word') {
    throw new Error(`argument ${index + 1} is ${argument === undefined ? 'missing' : TYPE_WORDS[argument.kind]}`);
  }
  return argument;
}

export function numberAt(args: readonly Argument[], index: number): number {
  const value = valueAt(args, index);
  if (value.kind !== 'number') throw new Error(`argument ${index + 1} is no number`);
  return value.value;
}
