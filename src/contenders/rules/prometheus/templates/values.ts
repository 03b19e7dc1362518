/**
 * What a template computes with, kept apart as Go keeps it apart: a JavaScript number is a float64, a bigint an int,
 * null is nil.
 */
export type Value = null | string | number | bigint | boolean | ValueMap | ValueList | Struct;

export interface ValueMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
  /** What a key that is not there reads as. */
  readonly missing: Value;
}

export interface ValueList {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface Struct {
  readonly kind: 'struct';
  readonly type: string;
  readonly fields: Readonly<Record<string, Value>>;
}

/** A template failed while it ran, as it would in Prometheus. */
export class TemplateError extends Error {}

export function labelMap(pairs: Iterable<readonly [string, string]>): ValueMap {
  return { kind: 'map', entries: new Map(pairs), missing: '' };
}

/** An element of a query's result. */
export function sampleValue(pairs: Iterable<readonly [string, string]>, value: number): Struct {
  return { kind: 'struct', type: 'sample', fields: { Labels: labelMap(pairs), Value: value } };
}

export function isTrue(value: Value): boolean {
  if (value === null) return false;
  if (typeof value === 'object') {
    if (value.kind === 'map') return value.entries.size > 0;
    return value.kind === 'struct' || value.items.length > 0;
  }
  return typeof value === 'number' ? value !== 0 : Boolean(value);
}

export function typeName(value: Value): string {
  if (value === null) return '<nil>';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
    default:
      return value.kind === 'map'
        ? 'map[string]string'
        : value.kind === 'list'
          ? 'template.queryResult'
          : 'template.sample';
  }
}
