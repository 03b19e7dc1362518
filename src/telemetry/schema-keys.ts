import type { z } from 'zod';
import type { $ZodTypes } from 'zod/v4/core';
import type { Path } from './positioned-document.ts';

/** Keys a schema knows at a path, to suggest from when one is misspelt. Unions contribute those of every fitting part. */
export function keysAt(schema: z.ZodType, value: unknown, path: Path): string[] {
  let here = open(schema as unknown as $ZodTypes, value);
  let valueHere = value;
  for (const step of path) {
    valueHere = (valueHere as Record<PropertyKey, unknown> | null | undefined)?.[step];
    here = here.flatMap((part) => inside(part, step)).flatMap((part) => open(part, valueHere));
  }
  return [...new Set(here.flatMap(({ _zod: { def } }) => (def.type === 'object' ? Object.keys(def.shape) : [])))];
}

function inside({ _zod: { def } }: $ZodTypes, step: PropertyKey): $ZodTypes[] {
  const parts = {
    object: () => (def.type === 'object' ? def.shape[String(step)] : undefined),
    array: () => (def.type === 'array' ? def.element : undefined),
    record: () => (def.type === 'record' ? def.valueType : undefined),
    tuple: () => (def.type === 'tuple' ? (def.items[Number(step)] ?? def.rest ?? undefined) : undefined),
  };
  const found = def.type in parts ? parts[def.type as keyof typeof parts]() : undefined;
  return found === undefined ? [] : [found as $ZodTypes];
}

/** Takes wrappers off until the parts are objects, arrays and leaves. */
function open(schema: $ZodTypes, value: unknown): $ZodTypes[] {
  const { def } = schema._zod;
  const go = (inner: unknown) => open(inner as $ZodTypes, value);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return go(def.innerType);
    case 'pipe':
      return go(def.in);
    case 'lazy':
      return go(def.getter());
    case 'intersection':
      return [...go(def.left), ...go(def.right)];
    case 'union': {
      const tag = (def as { discriminator?: string }).discriminator;
      const parts = def.options.flatMap(go);
      return tag === undefined ? parts : parts.filter((part) => fits(part, tag, value));
    }
    default:
      return [schema];
  }
}

function fits({ _zod: { def } }: $ZodTypes, tag: string, value: unknown): boolean {
  const wanted = def.type === 'object' ? def.shape[tag]?._zod.values : undefined;
  const actual = (value as Record<string, unknown> | null | undefined)?.[tag];
  return wanted === undefined || wanted.has(actual as string);
}
