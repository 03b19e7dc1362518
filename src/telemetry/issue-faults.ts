import type { z } from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import type { Fault } from '../faults.ts';
import type { Path, PositionedDocument } from './positioned-document.ts';
import { keysAt } from './schema-keys.ts';
import { suggestionHint } from './suggest.ts';

/** Every zod issue as a fault at its line and column. Of a union, the part that was most nearly meant speaks. */
export function faultsOfIssues(
  schema: z.ZodType,
  document: PositionedDocument,
  issues: readonly $ZodIssue[],
  under: Path = [],
): Fault[] {
  return issues.flatMap((issue) => faultsOfIssue(schema, document, issue, [...under, ...issue.path]));
}

function faultsOfIssue(schema: z.ZodType, document: PositionedDocument, issue: $ZodIssue, path: Path): Fault[] {
  const fault = (code: string, message: string, hint?: string): Fault[] => [
    { code, message: `${pathPrefix(path)}${message}`, place: document.placeOf(path), ...(hint && { hint }) },
  ];
  const value = valueAt(document.value, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, document.value, path);
      const given = new Set(Object.keys((value as object | undefined) ?? {}));
      return issue.keys.map((key) => ({
        code: 'document/unknown-key',
        message: `${pathPrefix(path)}unknown key ${JSON.stringify(key)}`,
        place: document.placeOfKey([...path, key]),
        ...withHint(
          suggestionHint(
            key,
            known.filter((name) => !given.has(name)),
          ),
        ),
      }));
    }
    case 'invalid_union': {
      if (issue.errors.length === 0 && 'options' in issue) return choiceFault(fault, issue.options as Path, value);
      const misfits = issue.errors.map((branch) => branch.find(isRootMismatch));
      if (issue.errors.length > 0 && misfits.every((misfit) => misfit !== undefined)) {
        return rootMismatchFault(fault, misfits, value);
      }
      return faultsOfIssues(schema, document, nearestBranch(issue.errors), path);
    }
    case 'invalid_value':
      return choiceFault(fault, issue.values as Path, value);
    case 'invalid_type':
      return typeFault(fault, [issue.expected], value, path);
    case 'invalid_key':
      return issue.issues.map((inner) => ({
        code: 'document/key',
        message: `${pathPrefix(path.slice(0, -1))}key ${JSON.stringify(path.at(-1))}: ${inner.message}`,
        place: document.placeOfKey(path),
      }));
    case 'invalid_element':
      return faultsOfIssues(schema, document, issue.issues, path);
    case 'custom': {
      const { code, hint } = (issue.params ?? {}) as { code?: string; hint?: string };
      return fault(code ?? 'document/value', issue.message, hint);
    }
    default:
      return fault('document/value', `${issue.message}; got ${describe(value)}`);
  }
}

type MakeFault = (code: string, message: string, hint?: string) => Fault[];

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'null',
  never: 'nothing',
};
const typeWord = (expected: string) => TYPE_WORDS[expected] ?? expected;

function typeFault(fault: MakeFault, expected: readonly string[], value: unknown, path: Path): Fault[] {
  const wanted = [...new Set(expected.map(typeWord))].join(' or ');
  if (value === undefined && path.length > 0) return fault('document/missing-key', `missing; expected ${wanted}`);
  return fault('document/value', `expected ${wanted}, got ${describe(value)}`);
}

function choiceFault(fault: MakeFault, options: Path, value: unknown): Fault[] {
  const known = options.map(String);
  const wanted = known.length === 1 ? known[0] : `one of ${known.join(', ')}`;
  if (value === undefined) return fault('document/missing-key', `missing; expected ${wanted}`);
  const hint = typeof value === 'string' && known.length > 1 ? suggestionHint(value, known) : undefined;
  return fault(
    'document/value',
    `expected ${wanted}, got ${describe(value)}`,
    hint?.startsWith('did') ? hint : undefined,
  );
}

/** The value as a whole is of the wrong type (or the wrong literal) for this part of the union. */
const isRootMismatch = ({ code, path }: $ZodIssue) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

function rootMismatchFault(fault: MakeFault, misfits: readonly ($ZodIssue | undefined)[], value: unknown): Fault[] {
  const words = misfits.flatMap((misfit) => {
    if (misfit?.code === 'invalid_value') return misfit.values.map((option) => JSON.stringify(option));
    return misfit?.code === 'invalid_type' ? [typeWord(misfit.expected)] : [];
  });
  const wanted = [...new Set(words)].join(' or ');
  if (value === undefined) return fault('document/missing-key', `missing; expected ${wanted}`);
  return fault('document/value', `expected ${wanted}, got ${describe(value)}`);
}

/** The part of a union that was meant: not of another type, its literals agree, then the fewest issues. */
function nearestBranch(branches: readonly (readonly $ZodIssue[])[]): readonly $ZodIssue[] {
  const cost = (branch: readonly $ZodIssue[]) =>
    (branch.some(isRootMismatch) ? 1e6 : 0) +
    1e3 * branch.filter(({ code, path }) => code === 'invalid_value' && path.length === 1).length +
    branch.length;
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best));
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) here = (here as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return here;
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const withHint = (hint: string | undefined) => (hint === undefined ? {} : { hint });

/** `recordings[2].id: `, or nothing for the whole document. */
function pathPrefix(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? '' : `${text.replace(/^\./, '')}: `;
}
