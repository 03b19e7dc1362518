import { describe, expect, it } from 'vitest';
import { CHANNEL_RULE_KINDS } from '../../../src/contenders/rules/kinds.ts';
import { parseRuleFile, readRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { ruleInWords } from '../../../src/contenders/rules/rule-words.ts';

const inWords = (yaml: string) => {
  const { rules } = parseRuleFile(`version: 1\nname: t\nrules:\n  - ${yaml}`, 't.rules.yaml').rules;
  return ruleInWords(rules[0]!);
};

const SHIPPED = [
  'examples/rules/checkout.rules.yaml',
  'datasets/webshop/rules/webshop.rules.yaml',
  'src/contenders/rules/generic.rules.yaml',
  'src/contenders/rules/history.rules.yaml',
];

describe('a rule in words', () => {
  it('says where, when, for how long, when it clears, and what it does without a reading', () => {
    const words = inWords(
      '{ name: a, summary: why, kind: static, channel: latency_ms, above: 600, clearBelow: 500, for: 15m, bridge: 5m }',
    );
    expect(words).toEqual({
      name: 'a',
      summary: 'why',
      sentences:
        'Fires when, on latency_ms, its reading is above 600, once that has lasted 15m. It clears when its reading is below 500. Without a reading, for up to 5m the last one stands in; after that it cannot tell, and says so.',
      blindTo: [
        'what is unusual for the hour but within the limit',
        'where a reading is heading until it is there',
        'what is over within 15m',
      ],
      constants: [
        ['kind', 'static'],
        ['for', '15m'],
        ['bridge', '5m'],
        ['above', '600'],
        ['clearBelow', '500'],
      ],
    });
  });

  it.each([
    ['channel: "*"', 'on any channel,'],
    ['channel: "cpu_*"', 'on any of the channels named cpu_*,'],
    [
      'channel: { name: cpu, labels: { host: "web-*" } }, combine: all',
      'on all of the channels named cpu with host web-* at once,',
    ],
    [
      'channel: "*", combine: { atLeast: 2, within: 10m }',
      'on at least 2 of the channels, each counting for 10m after it last did,',
    ],
    ['channel: "*", group: { by: host }, combine: { atLeast: 2 }', 'on at least 2 of the channels with the same host,'],
    [
      'channel: "*", group: { of: { web: ["a"], db: ["b"] } }, combine: all',
      'on all of the channels of one group (web, db) at once,',
    ],
  ])('with %s looks %s', (where, said) => {
    expect(inWords(`{ name: a, kind: static, below: 3, ${where} }`).sentences).toContain(
      `Fires when, ${said} its reading is below 3`,
    );
  });

  it('of a k-of-n rule names its rules; a helper says that it is one', () => {
    const { rules } = parseRuleFile(
      'version: 1\nname: t\nrules: [{ name: a, kind: static, channel: x, above: 1, alert: false }, { name: b, kind: k-of-n, k: 1, of: [a], within: 5m }]',
      't.yaml',
    ).rules;
    expect(ruleInWords(rules[0]!).sentences).toMatch(/It raises no alert of its own: other rules count it\.$/);
    expect(ruleInWords(rules[1]!).sentences).toBe('Fires when at least 1 of the rules a have fired within 5m.');
  });

  it.each(SHIPPED)('can be had of every rule of %s, with every number it was written with', async (file) => {
    const { rules, text } = await readRuleFile(file);
    for (const rule of rules.rules) {
      const words = ruleInWords(rule);
      const said = JSON.stringify(words);
      expect(said).not.toMatch(/undefined|NaN|\[object| {2}/);
      expect(words.sentences).toMatch(/^Fires when.*\.$/);
      expect(words.blindTo.length).toBeGreaterThan(0);
      const constants = words.constants.map(([, value]) => value).join(' ');
      for (const [, number] of text
        .split(`name: ${rule.name}\n`)[1]
        ?.split('\n  - ')[0]
        ?.matchAll(/: (\d[\d.]*[smhdw]?)$/gm) ?? []) {
        expect(constants, `${rule.name}: ${number}`).toContain(number);
      }
    }
  });

  it('is there for every kind, and the example shows them all', async () => {
    const { rules } = await readRuleFile('examples/rules/checkout.rules.yaml');
    const shown = new Set(rules.rules.map(({ kind }) => kind));
    for (const kind of Object.keys(CHANNEL_RULE_KINDS)) expect(shown).toContain(kind);
  });
});
