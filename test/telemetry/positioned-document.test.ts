import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Fault, InputError } from '../../src/faults.ts';
import { parseDocument, readDocument } from '../../src/telemetry/positioned-document.ts';
import { validateDocument } from '../../src/telemetry/validate-document.ts';

function faultsOf(act: () => unknown): readonly Fault[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
}

const lineColumn = ({ place }: Fault) => `${place?.line}:${place?.column}`;
const summary = (fault: Fault) => `${lineColumn(fault)} ${fault.code}`;

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('static'), above: z.number() }),
  z.strictObject({ kind: z.literal('flatline'), forText: z.string() }),
]);
const schema = z.strictObject({
  rules: z.array(rule),
  either: z.union([z.string(), z.strictObject({ threshold: z.number(), hold: z.string().optional() })]).optional(),
  depth: z.int().default(3),
});

describe('parsing a positioned document', () => {
  it('gives the value and the place of every part of YAML', () => {
    const document = parseDocument('rules:\n  - kind: static\n    above: 3\n', 'a.yaml');
    expect(document.value).toEqual({ rules: [{ kind: 'static', above: 3 }] });
    expect(document.placeOf(['rules', 0, 'above'])).toEqual({ file: 'a.yaml', line: 3, column: 12 });
    expect(document.placeOfKey(['rules', 0, 'above'])).toEqual({ file: 'a.yaml', line: 3, column: 5 });
    expect(document.placeOf(['rules', 0, 'nowhere'])).toEqual({ file: 'a.yaml', line: 2, column: 5 });
  });

  it('places the parts of any JSON value where JSON.stringify put them', () => {
    const key = fc.string({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.dictionary(key, fc.array(fc.integer(), { minLength: 1 }), { minKeys: 1 }), (value) => {
        const text = JSON.stringify(value, null, 2);
        const document = parseDocument(text, 'a.json');
        expect(document.value).toEqual(value);
        const lines = text.split('\n');
        for (const [name, items] of Object.entries(value)) {
          items.forEach((item, i) => {
            const { line, column } = document.placeOf([name, i]);
            expect(lines[line! - 1]!.slice(column! - 1)).toMatch(new RegExp(`^${item},?$`));
          });
        }
      }),
    );
  });

  it('refuses a repeated key where it is repeated, in YAML and JSON alike', () => {
    expect(faultsOf(() => parseDocument('a: 1\nb: 2\na: 3\n', 'a.yaml')).map(summary)).toEqual([
      '3:1 document/duplicate-key',
    ]);
    expect(faultsOf(() => parseDocument('{"a": 1,\n "a": 2}', 'a.json')).map(summary)).toEqual([
      '2:2 document/duplicate-key',
    ]);
  });

  it('holds JSON files to JSON and says where they leave it', () => {
    expect(parseDocument('a: 1', 'a.yaml').value).toEqual({ a: 1 });
    expect(faultsOf(() => parseDocument('{\n  "a": hello\n}', 'a.json')).map(summary)).toEqual(['2:8 document/syntax']);
    expect(faultsOf(() => parseDocument('{\n  "a": 1,\n}', 'a.json')).map(summary)).toEqual(['3:1 document/syntax']);
    expect(faultsOf(() => parseDocument('', 'a.json')).map(summary)).toEqual(['1:1 document/syntax']);
    expect(parseDocument('{\n\t"a": [1,\n\t2]\n}', 'a.json').value).toEqual({ a: [1, 2] });
  });

  it('refuses YAML bombs, anchors inside themselves and unknown anchors', () => {
    let bomb = 'a: &a [x,x,x,x,x,x,x,x,x]\n';
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) bomb += `${to}: &${to} [${`*${from},`.repeat(9)}]\n`;
    expect(faultsOf(() => parseDocument(bomb, 'bomb.yaml')).map(({ code }) => code)).toEqual(['document/alias']);
    expect(faultsOf(() => parseDocument('a: &x [*x]', 'a.yaml')).map(summary)).toEqual(['1:8 document/alias']);
    expect(faultsOf(() => parseDocument('a: *gone', 'a.yaml')).map(summary)).toEqual(['1:4 document/alias']);
  });

  it.each([
    ['lists in JSON', 'a.json', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects in JSON', 'a.json', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['lists without an end', 'a.json', '['.repeat(100_000)],
    ['lists in YAML', 'a.yaml', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['lists of lists by dashes', 'a.yaml', '- '.repeat(100_000)],
  ])('refuses %s, 100,000 within each other, where it is too deep', { timeout: 30_000 }, (_, file, text) => {
    const [fault, ...others] = faultsOf(() => parseDocument(text, file));
    expect(fault).toMatchObject({ code: 'document/syntax', message: 'nested more than 200 deep', place: { line: 1 } });
    expect(others).toEqual([]);
  });

  it('refuses a second document, an unknown tag and a key that is a list', () => {
    expect(faultsOf(() => parseDocument('a: 1\n---\nb: 2\n', 'a.yaml')).map(summary)).toEqual(['2:1 document/syntax']);
    expect(faultsOf(() => parseDocument('a: !secret 1\n', 'a.yaml')).map(summary)).toEqual(['1:4 document/syntax']);
    expect(faultsOf(() => parseDocument('? [1]\n: 2\n', 'a.yaml')).map(summary)).toEqual(['1:3 document/key']);
  });

  it('says so when there is no such file', async () => {
    await expect(readDocument('/nowhere/at/all.yaml')).rejects.toThrow(/all\.yaml: there is no such file/);
  });

  it('reads a file with a byte order mark', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'document-')), 'a.json');
    await writeFile(file, '\ufeff{"a": 1}');
    expect((await readDocument(file)).value).toEqual({ a: 1 });
  });
});

describe('validating a positioned document', () => {
  const faults = (text: string, file = 'a.yaml') => faultsOf(() => validateDocument(schema, parseDocument(text, file)));

  it('returns the value with defaults filled in', () => {
    const document = parseDocument('rules: [{ kind: static, above: 1 }]', 'a.yaml');
    expect(validateDocument(schema, document)).toEqual({ rules: [{ kind: 'static', above: 1 }], depth: 3 });
  });

  it('reports every fault at once, each at its own line and column', () => {
    const text = ['rules:', '  - kind: static', '    above: high', '  - kind: flatline', 'depht: 2', ''].join('\n');
    expect(faults(text).map(summary)).toEqual([
      '3:12 document/value',
      '4:5 document/missing-key',
      '5:1 document/unknown-key',
    ]);
  });

  it('suggests the key that was meant', () => {
    expect(faults('rules: []\ndepht: 2')[0]?.hint).toBe('did you mean "depth"?');
  });

  it('knows the keys of the part of a tagged union that was chosen', () => {
    const [missing, unknown] = faults('rules:\n  - kind: static\n    abvoe: 3\n');
    expect(missing?.message).toBe('rules[0].above: missing; expected a number');
    expect(unknown).toMatchObject({ message: 'rules[0]: unknown key "abvoe"', hint: 'did you mean "above"?' });
    expect(lineColumn(unknown!)).toBe('3:5');
  });

  it('points at a wrong tag and suggests the right one', () => {
    const [fault] = faults('rules:\n  - kind: statik\n    above: 3\n');
    expect(fault).toMatchObject({ hint: 'did you mean "static"?', place: { line: 2, column: 11 } });
    expect(fault?.message).toBe('rules[0].kind: expected one of static, flatline, got "statik"');
  });

  it('speaks of the part of a plain union that was nearly meant, at the deepest place', () => {
    const found = faults('rules: []\neither:\n  threshold: 3\n  hodl: 5m\n');
    expect(found.map(summary)).toEqual(['4:3 document/unknown-key']);
    expect(found[0]?.hint).toBe('did you mean "hold"?');
    expect(faults('rules: []\neither: [1]\n')[0]?.message).toBe('either: expected text or a mapping, got a list of 1');
  });

  it('names a missing key and an empty document', () => {
    expect(faults('depth: 1')[0]).toMatchObject({
      code: 'document/missing-key',
      message: 'rules: missing; expected a list',
    });
    expect(faults('')[0]?.message).toBe('expected a mapping, got nothing');
  });

  it('shows the first fifty faults and counts the rest', () => {
    const text = `rules: [${'1, '.repeat(70)}]`;
    expect(faults(text)).toHaveLength(51);
    expect(faults(text).at(-1)?.message).toBe('and 20 more of such faults');
  });

  it('takes code and hint from a custom check', () => {
    const even = z.number().check((context) => {
      if (context.value % 2 === 1) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: 'odd',
          params: { code: 'x/odd', hint: 'add 1' },
        });
      }
    });
    const [fault] = faultsOf(() => validateDocument(z.object({ n: even }), parseDocument('n: 3', 'a.yaml')));
    expect(fault).toMatchObject({ code: 'x/odd', message: 'n: odd', hint: 'add 1', place: { line: 1, column: 4 } });
  });
});
