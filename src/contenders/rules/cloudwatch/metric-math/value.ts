/** One value per period of the evaluation range, oldest first. NaN: no data point. */
export type Series = Float64Array;

/** S, TS and TS[] of the CloudWatch documentation. */
export type MathValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'series'; readonly values: Series }
  | { readonly kind: 'list'; readonly items: readonly Series[] };

export type MathType = MathValue['kind'];

/** What a function may be given besides values: METRICS("errors"), FILL(m1, REPEAT). */
export type Argument =
  | MathValue
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly word: string };

/** The periods over which an expression is computed. */
export interface MathRange {
  /** Start of each period, oldest first. */
  readonly startsMs: readonly number[];
  readonly periodMs: number;
}

export const number = (value: number): MathValue => ({ kind: 'number', value });
export const series = (values: Series): MathValue => ({ kind: 'series', values });
export const list = (items: readonly Series[]): MathValue => ({ kind: 'list', items });

/** On every series of a value alike. */
export function mapSeries(value: MathValue, change: (values: Series) => Series): MathValue {
  switch (value.kind) {
    case 'number':
      return number(change(Float64Array.of(value.value))[0]!);
    case 'series':
      return series(change(value.values));
    case 'list':
      return list(value.items.map(change));
  }
}

export const presentOf = (values: Series): number[] => [...values].filter((value) => !Number.isNaN(value));

/** `a series` and the like, for people. */
export const TYPE_WORDS: Readonly<Record<Argument['kind'], string>> = {
  number: 'a number',
  series: 'a time series',
  list: 'an array of time series',
  text: 'text',
  word: 'a word',
};
