import { parseDurationMs } from '../../duration.ts';
import type { Json } from '../../json.ts';
import { readableDuration, readableNumber } from '../readable-value.ts';
import type { RuleFile } from './schema.ts';
import { EVERY_RULE, type Role, TUNABLE_FIELDS } from './tunable-fields.ts';

export type RulePath = readonly (string | number)[];

/** One figure of a rule file that may be tuned. */
export interface RuleParameter {
  readonly role: Role;
  readonly kind: string;
  readonly rule: string;
  /** From the root of the file. */
  readonly path: RulePath;
  /** A number, or a duration as it was written. */
  readonly value: number | string;
  readonly least: number;
}

/** Every figure of the file that may be tuned and can be: a limit of 0 or a hold of 0s stays what it is under any factor. */
export function ruleParameters({ rules }: RuleFile): RuleParameter[] {
  return rules.flatMap((rule, index) =>
    [...(TUNABLE_FIELDS[rule.kind] ?? []), ...EVERY_RULE].flatMap(({ role, path, least = Number.NEGATIVE_INFINITY }) =>
      found(rule as unknown as Json, path).flatMap(({ at, value }): RuleParameter[] =>
        isTunable(value)
          ? [{ role, kind: rule.kind, rule: rule.name, path: ['rules', index, ...at], value, least }]
          : [],
      ),
    ),
  );
}

/** What the parameter becomes under a factor; under 1 it stays as it was written. */
export function scaled({ value, least }: RuleParameter, factor: number): number | string {
  if (factor === 1) return value;
  if (typeof value === 'string') return readableDuration(parseDurationMs(value) * factor);
  return Math.max(least, readableNumber(value * factor));
}

/** The file with other values at these places. */
export function withParameters(file: RuleFile, changes: readonly { readonly path: RulePath; readonly value: Json }[]) {
  const copy = structuredClone(file) as unknown as Json;
  for (const { path, value } of changes) {
    let owner = copy as Record<string | number, Json>;
    for (const step of path.slice(0, -1)) owner = owner[step] as Record<string | number, Json>;
    owner[path.at(-1)!] = value;
  }
  return copy as unknown as RuleFile;
}

const isTunable = (value: Json): value is number | string =>
  typeof value === 'number' ? value !== 0 : typeof value === 'string' && parseDurationMs(value) > 0;

function found(value: Json | undefined, [step, ...rest]: readonly string[], at: RulePath = []): Found[] {
  if (value === undefined) return [];
  if (step === undefined) return [{ at, value }];
  if (step === '*') {
    return Array.isArray(value) ? value.flatMap((element, i) => found(element as Json, rest, [...at, i])) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return found((value as { readonly [key: string]: Json })[step], rest, [...at, step]);
}

interface Found {
  readonly at: RulePath;
  readonly value: Json;
}
