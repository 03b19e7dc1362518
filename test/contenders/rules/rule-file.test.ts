import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bindRules } from '../../../src/contenders/rules/bind-rules.ts';
import { parseRuleFile, readRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { ruleFileJsonSchema } from '../../../src/contenders/rules/rule-file-json-schema.ts';
import { InputError } from '../../../src/faults.ts';
import { channel } from './watching.ts';

function faultsOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ code, place, message, hint }) => {
      return `${place?.line}:${place?.column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`;
    });
  }
  return [];
}

const HEAD = 'version: 1\nname: test\nrules:\n';
const parsing = (rules: string) => faultsOf(() => parseRuleFile(HEAD + rules, 'test.rules.yaml'));

describe('rule file', () => {
  it('names every fault at once, each at its line and column', () => {
    const faults = parsing(`  - { name: a, kind: static, channel: x, abvoe: 3, above: 2, clearBelow: 5 }
  - name: b
    kind: statik
    channel: x
  - { name: a, kind: k-of-n, k: 3, of: [a, missing], within: 20 }
  - { name: c, kind: rate-of-change, channel: x, over: 0s, rise: -1 }
  - { name: d, kind: k-of-n, k: 1, of: [e] }
  - { name: e, kind: k-of-n, k: 1, of: [d] }
  - { name: f, kind: static, channel: x }
  - { name: g, kind: ewma, channel: x, of: { signal: seasonal-residual, slot: 7m }, halfLife: soon }
`);
    const expected = [
      /^4:42 document\/unknown-key .*"abvoe"/,
      /^4:\d+ rules\/clear-side .*clearBelow 5 must not be greater than above 2/,
      /^6:11 document\/value .*static.*"statik" \(did you mean "static"\?\)/,
      /^8:\d+ document\/value .*within.*expected text, got 20/,
      /^8:\d+ rules\/k-too-large .*k is 3, but only 2 rules are listed/,
      /^8:13 rules\/duplicate-name .*"a" is already the name of rule 1/,
      /^8:\d+ rules\/unknown-rule .*no rule is called "missing"/,
      /^9:\d+ document\/value .*over.*longer than 0/,
      /^9:\d+ document\/value .*rise/,
      /^10:\d+ rules\/cycle .*"d" depends on itself/,
      /^11:\d+ rules\/cycle .*"e" depends on itself/,
      /^12:\d+ rules\/limit .*one of above and below/,
      /^13:\d+ document\/value .*slot.*divides a day/,
      /^13:\d+ document\/value .*halfLife.*a duration/,
    ];
    for (const pattern of expected) {
      expect(
        faults.filter((fault) => pattern.test(fault)),
        `${pattern} in\n${faults.join('\n')}`,
      ).not.toHaveLength(0);
    }
    expect(faults).toHaveLength(expected.length);
  });

  it('refuses limits on the wrong side, both or none', () => {
    expect(parsing('  - { name: a, kind: static, channel: x, above: 2, below: 1 }')[0]).toMatch(/rules\/limit/);
    expect(parsing('  - { name: a, kind: static, channel: x, below: 2, clearAbove: 1 }')[0]).toMatch(
      /rules\/clear-side/,
    );
    expect(parsing('  - { name: a, kind: static, channel: x, above: 2, clearAbove: 3 }')[0]).toMatch(
      /rules\/clear-side/,
    );
    expect(parsing('  - { name: a, kind: rate-of-change, channel: x, over: 5m }')[0]).toMatch(/rules\/limit/);
  });

  it('refuses a member listed twice and durations in rows', () => {
    const twice =
      '  - { name: a, kind: static, channel: x, above: 1 }\n  - { name: b, kind: k-of-n, k: 1, of: [a, a] }';
    expect(parsing(twice)[0]).toMatch(/^5:\d+ rules\/repeated-member/);
    expect(parsing('  - { name: a, kind: static, channel: x, above: 1, for: 3 }')[0]).toMatch(
      /^4:\d+ document\/value rules\[0\]\.for/,
    );
  });

  it('has the same digest whatever its comments and order of keys, and another for another limit', () => {
    const digest = (rule: string) => parseRuleFile(`${HEAD}  - ${rule}`, 'a.yaml').sha256;
    const one = digest('{ name: a, kind: static, channel: x, above: 2 }');
    expect(digest('{ above: 2, kind: static, name: a, channel: x } # why')).toBe(one);
    expect(digest('{ name: a, kind: static, channel: x, above: 2, for: 0s }')).toBe(one);
    expect(digest('{ name: a, kind: static, channel: x, above: 3 }')).not.toBe(one);
  });

  it('publishes a JSON Schema that is up to date and takes every shipped file', () => {
    const published = JSON.parse(readFileSync('src/contenders/rules/rule-file.schema.json', 'utf8')) as object;
    expect(published).toEqual(JSON.parse(JSON.stringify(ruleFileJsonSchema())));
    const validate = new Ajv2020.Ajv2020({ strict: false }).compile(published);
    for (const file of SHIPPED) {
      expect(validate(parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ version: 1, name: 'x', rules: [{ kind: 'static', name: 'a', channel: 'x', abvoe: 1 }] })).toBe(
      false,
    );
  });
});

const SHIPPED = [
  'src/contenders/rules/generic.rules.yaml',
  'src/contenders/rules/history.rules.yaml',
  'datasets/webshop/rules/webshop.rules.yaml',
  'examples/rules/checkout.rules.yaml',
];

describe('binding rules to channels', () => {
  const file = parseRuleFile(
    `${HEAD}  - { name: a, kind: static, channel: latncy_ms, above: 1 }
  - { name: b, kind: static, channel: "disk_*", above: 1 }
  - { name: c, kind: static, channel: latency_ms, above: 1 }
`,
    'test.rules.yaml',
  );

  it('points at every channel that does not exist and suggests the one that was meant', () => {
    expect(faultsOf(() => bindRules(file, [channel('latency_ms'), channel('load')]))).toEqual([
      '4:39 rules/unknown-channel rule "a": there is no channel "latncy_ms" (did you mean "latency_ms"?)',
      '5:39 rules/unknown-channel rule "b": no channel matches "disk_*" (the channels are latency_ms, load)',
    ]);
  });

  it('selects by name, by glob over names, and by labels', () => {
    const hosts = ['web-1', 'web-2', 'db-1'].map((host) => channel('cpu', '%', { host }));
    const columns = (selector: string) =>
      bindRules(parseRuleFile(`${HEAD}  - { name: a, kind: static, channel: ${selector}, above: 1 }`, 'a.yaml'), [
        ...hosts,
        channel('load'),
      ]).map((bound) => (bound.kind === 'channels' ? bound.columns : []))[0];
    expect(columns('load')).toEqual([3]);
    expect(columns('"*"')).toEqual([0, 1, 2, 3]);
    expect(columns('\'cpu{host="web-?"}\'')).toEqual([0, 1]);
    expect(columns('\'cpu{host="db-1"}\'')).toEqual([2]);
    expect(columns('{ labels: { host: "web-*" } }')).toEqual([0, 1]);
    expect(columns('{ name: cpu }')).toEqual([0, 1, 2]);
  });

  it('binds "*" to no channels at all without complaint', () => {
    const every = parseRuleFile(`${HEAD}  - { name: a, kind: static, channel: "*", above: 1 }`, 'a.yaml');
    expect(() => bindRules(every, [])).not.toThrow();
  });
});

describe('the shipped rule files', () => {
  it.each(SHIPPED)('%s reads without a fault', async (file) => {
    await expect(readRuleFile(file)).resolves.toBeDefined();
  });

  it('shows one rule of every kind in the example', async () => {
    const { rules } = await readRuleFile('examples/rules/checkout.rules.yaml');
    expect([...new Set(rules.rules.map(({ kind }) => kind))].sort()).toEqual([
      'absence',
      'burn-rate',
      'cusum',
      'ewma',
      'flatline',
      'history',
      'k-of-n',
      'nelson',
      'rate-of-change',
      'seasonal-band',
      'static',
    ]);
  });
});
