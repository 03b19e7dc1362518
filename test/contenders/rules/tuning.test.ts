import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_SCHEMAS } from '../../../src/contenders/rules/kinds.ts';
import { parseRuleFile, type RuleSource } from '../../../src/contenders/rules/read-rule-file.ts';
import { ruleParameters } from '../../../src/contenders/rules/rule-parameters.ts';
import { rulesSearchSpace } from '../../../src/contenders/rules/search-space.ts';
import { TUNABLE_FIELDS } from '../../../src/contenders/rules/tunable-fields.ts';
import { editRuleText } from '../../../src/contenders/rules/write-rule-file.ts';
import { type Grain, type SearchSpace, spaceAt, type TrialValues } from '../../../src/contenders/search-space.ts';
import { drawTrials } from '../../../src/tuner/draw-trials.ts';

const SHIPPED = [
  'datasets/webshop/rules/webshop.rules.yaml',
  'examples/rules/checkout.rules.yaml',
  'src/contenders/rules/generic.rules.yaml',
  'src/contenders/rules/history.rules.yaml',
];
const sourceOf = (file: string): RuleSource => parseRuleFile(readFileSync(file, 'utf8'), file);
const grains: readonly Grain[] = ['shared', 'by-kind', 'by-rule'];

function written(space: SearchSpace, values: TrialValues): string {
  let kept = '';
  space.writtenAt(values, (_, text) => {
    kept = text;
    return 'kept';
  });
  return kept;
}

const comments = (text: string) => text.split('\n').flatMap((line) => /(^|\s)(#.*)$/.exec(line)?.[2] ?? []);

describe('what of a rule file may be tuned', () => {
  it('is declared for every kind of rule', () => {
    const kinds = RULE_SCHEMAS.map(
      (schema) => (schema as unknown as { shape: { kind: { value: string } } }).shape.kind.value,
    );
    expect(kinds.filter((kind) => !(kind in TUNABLE_FIELDS))).toEqual([]);
    expect(kinds.length).toBeGreaterThan(8);
  });

  it.each(SHIPPED)('is shared by all rules of %s unless the configuration insists', (file) => {
    const source = sourceOf(file);
    const space = rulesSearchSpace(source, 'rules')!;
    const dimensions = (grain: Grain) => spaceAt(space, grain).dimensions.map(({ name }) => name);
    expect(dimensions('shared').filter((name) => /limits/.test(name))).toEqual(['limits']);
    expect(dimensions('shared').length).toBeLessThanOrEqual(5);
    const ruleNames = source.rules.rules.map(({ name }) => name);
    expect(dimensions('by-rule').every((name) => ruleNames.some((rule) => name.startsWith(`${rule}.`)))).toBe(true);
    expect(dimensions('by-rule').length).toBeGreaterThanOrEqual(dimensions('by-kind').length);
  });

  it('moves a limit and the level at which it clears together, so that they never cross', () => {
    const source = parseRuleFile(
      `version: 1
name: n
rules:
  - { name: a, kind: static, channel: x, above: 1.001, clearBelow: 1 }
  - { name: b, kind: static, channel: x, below: -1, clearAbove: -0.999 }
`,
      'r.yaml',
    );
    const space = rulesSearchSpace(source, 'rules')!;
    for (const values of drawTrials(space, 60, 3)) {
      expect(() => parseRuleFile(written(space, values), 'tuned.yaml')).not.toThrow();
    }
  });

  it('leaves alone what no factor can move: a limit of 0, a hold of 0s', () => {
    const source = parseRuleFile(
      'version: 1\nname: n\nrules: [{ name: a, kind: static, channel: x, above: 0 }]\n',
      'r.yaml',
    );
    expect(ruleParameters(source.rules)).toEqual([]);
    expect(rulesSearchSpace(source, 'rules')).toBeUndefined();
  });
});

describe('a tuned rule file', () => {
  it.each(SHIPPED.flatMap((file) => grains.map((grain) => ({ file, grain }))))(
    'of $file ($grain) says what was tried, and keeps every comment',
    ({ file, grain }) => {
      const source = sourceOf(file);
      const space = spaceAt(rulesSearchSpace(source, 'rules')!, grain);
      for (const values of drawTrials(space, 4, 11)) {
        const text = written(space, values);
        const tried = space.configAt(values);
        const { rules, sha256 } = parseRuleFile(text, 'tuned.rules.yaml');
        expect(rules).toEqual(tried.rules);
        expect(sha256).toBe(tried.sha256);
        expect(comments(text)).toEqual(expect.arrayContaining(comments(source.text)));
      }
    },
  );

  it.each(SHIPPED)('of %s with nothing changed is the file itself, byte for byte', (file) => {
    const { text } = sourceOf(file);
    expect(editRuleText({ file, text }, [])).toBe(text);
  });

  it('changes no line but those of the figures it changes', () => {
    const source = sourceOf('datasets/webshop/rules/webshop.rules.yaml');
    const space = rulesSearchSpace(source, 'rules')!;
    const before = source.text.split('\n');
    const after = written(space, { limits: 1.5, holds: 0.5 }).split('\n').slice(3); // the foreword
    expect(after).toHaveLength(before.length);
    const changed = before.flatMap((line, i) => (line === after[i] ? [] : [[line, after[i]]]));
    expect(changed.length).toBeGreaterThan(15);
    for (const [line] of changed) expect(line).toMatch(/(above|clearBelow|width|limit|slack|rise|for): /);
    expect(changed).toContainEqual(['    above: 260', '    above: 390']);
    expect(changed).toContainEqual(['    for: 5m', '    for: 2m30s']);
  });

  it('adds what its author left to the default, and changes one user of an anchor without the other', () => {
    const source = parseRuleFile(
      `version: 1
name: n
rules:
  - { name: a, kind: static, channel: x, above: &much 10, for: 10m } # mine
  - { name: b, kind: static, channel: y, above: *much }
  - { name: c, kind: ewma, channel: y }
`,
      'r.yaml',
    );
    const space = rulesSearchSpace(source, 'rules')!.finer!['by-rule'];
    const text = written(space, { 'a.limits': 2, 'c.limits': 0.5 });
    const { rules } = parseRuleFile(text, 't.yaml').rules;
    expect(rules).toMatchObject([{ above: 20, for: '10m' }, { above: 10 }, { limit: 2.25 }]);
    expect(text).toContain('# mine');
  });

  it('of a JSON file is JSON', () => {
    const text = JSON.stringify({
      version: 1,
      name: 'n',
      rules: [{ name: 'a', kind: 'static', channel: 'x', above: 4 }],
    });
    const space = rulesSearchSpace(parseRuleFile(text, 'r.json'), 'rules')!;
    expect(JSON.parse(written(space, { limits: 0.5 }))).toMatchObject({ rules: [{ above: 2 }] });
  });
});
