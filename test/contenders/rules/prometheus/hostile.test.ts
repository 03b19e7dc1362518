import { describe, expect, it } from 'vitest';
import { LINTS } from '../../../../src/contenders/rules/prometheus/lints/lints.ts';
import { parseRuleFile } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { replayRules } from '../../../../src/contenders/rules/prometheus/replay/rule-replay.ts';
import { expandTemplate } from '../../../../src/contenders/rules/prometheus/templates/expand-template.ts';
import { parseTemplate } from '../../../../src/contenders/rules/prometheus/templates/parse-template.ts';
import { LONGEST_TEXT } from '../../../../src/contenders/rules/prometheus/templates/text-limit.ts';
import { TemplateError } from '../../../../src/contenders/rules/prometheus/templates/values.ts';
import { formatPlace } from '../../../../src/faults.ts';
import { linted } from './lints/linted.ts';
import { refusedWith } from './refused-with.ts';
import { series, sourceOf } from './told-series.ts';

/** Generous: the machine may be busy. Without limits these take minutes, or end the process. */
const TIMEOUT = { timeout: 30_000 };

const faults = (text: string) =>
  refusedWith(() => parseRuleFile(text, 'r.yml')).map(({ code, place }) => `${formatPlace(place!)} ${code}`);
const group = (rules: string) => `groups:\n  - name: g\n    rules:\n${rules}`;

describe('files', () => {
  it('a YAML bomb in a ConfigMap in a list is stopped where it stands', TIMEOUT, () => {
    const bomb = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? 'x'
            : Array(10)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]`,
    );
    const inner = [...bomb, 'groups: *a11'].map((line) => `        ${line}`).join('\n');
    const text = `kind: List\nitems:\n  - kind: ConfigMap\n    data:\n      r.yml: |\n${inner}\n`;
    const found = faults(text);
    expect(found.length).toBeLessThanOrEqual(51);
    for (const each of found) expect(each).toMatch(/^r\.yml(:\d+:\d+)? document\//);
  });

  it('merge keys that multiply are stopped', TIMEOUT, () => {
    const levels = Array.from(
      { length: 25 },
      (_, i) => `  l${i}: &l${i}\n    <<: [${i === 0 ? '{a: 1}' : `*l${i - 1}, *l${i - 1}`}]`,
    );
    const text = `x:\n${levels.join('\n')}\ngroups:\n  - <<: [*l24, *l24]\n    name: g\n    rules: []\n`;
    expect(faults(text).some((each) => each.includes('document/alias'))).toBe(true);
  });

  it.each([
    ['lists', (depth: number) => `groups: ${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['mappings', (depth: number) => `groups: ${'{a: '.repeat(depth)}${'}'.repeat(depth)}`],
    [
      'expressions',
      (depth: number) => group(`      - { alert: A, expr: "${'('.repeat(depth)}1${')'.repeat(depth)}" }\n`),
    ],
    ['calls', (depth: number) => group(`      - { alert: A, expr: "${'abs('.repeat(depth)}x${')'.repeat(depth)}" }\n`)],
    ['signs', (depth: number) => group(`      - { alert: A, expr: "${'-'.repeat(depth)}x" }\n`)],
  ])('%s nested 100,000 deep are a fault or refusal with its place', TIMEOUT, (_, nest) => {
    const text = nest(100_000);
    const places = (() => {
      try {
        return parseRuleFile(text, 'r.yml').refusals.map(
          ({ place, construct }) => `${formatPlace(place)} ${construct}`,
        );
      } catch {
        return faults(text);
      }
    })();
    expect(places.length).toBeGreaterThan(0);
    expect(places[0]).toMatch(/^r\.yml:\d+:\d+ (document\/|limit$)/);
  });

  it('ten megabytes of rules, of one name and of one expression are read, or refused with their place', TIMEOUT, () => {
    const long = parseRuleFile(group(`      - { alert: A, expr: x${' or x'.repeat(2_000_000)} }\n`), 'r.yml');
    expect(long.refusals).toMatchObject([{ construct: 'limit', place: { line: 4 }, stopsRule: true }]);
    const name = 'a'.repeat(10_000_000);
    expect(parseRuleFile(group(`      - { alert: ${name}, expr: up }\n`), 'r.yml').groups[0]!.rules[0]!.name).toBe(
      name,
    );
  });

  it('a group name given a thousand times is a fault each time, up to what a person reads', TIMEOUT, () => {
    const found = faults(`groups:\n${'  - { name: g, rules: [] }\n'.repeat(1000)}`);
    expect(found).toHaveLength(51);
    expect(found[0]).toBe('r.yml:3:13 prometheus/group');
  });

  it('unknown keys are faults at every level, those of a merged mapping too', () => {
    const text = `groups:
  - name: g
    intreval: 1m
    rules:
      - { alert: A, expr: up, fro: 5m }
      - <<: { alert: B, expr: up, anotations: {} }
alerts: []
`;
    expect(faults(text)).toEqual([
      'r.yml:3:5 document/unknown-key',
      'r.yml:5:31 document/unknown-key',
      'r.yml:6:35 document/unknown-key',
      'r.yml:7:1 document/unknown-key',
    ]);
  });

  it('keys that JavaScript objects come with are keys like any other', () => {
    const text = group(`      - { alert: A, expr: up, labels: { constructor: a, toString: b, hasOwnProperty: c } }\n`);
    const [rule] = parseRuleFile(text, 'r.yml').groups[0]!.rules;
    expect(rule!.labels.map(({ name }) => name)).toEqual(['constructor', 'hasOwnProperty', 'toString']);
    expect(faults('__proto__: { groups: [] }\n')).toEqual(['r.yml:1:1 document/unknown-key']);
  });
});

describe('templates', () => {
  const expanded = (text: string): string => {
    const parsed = parseTemplate(text);
    if (parsed.kind !== 'parsed') throw new Error(parsed.message);
    const data = { labels: [['job', 'api']] as [string, string][], externalLabels: [], value: 1 };
    return expandTemplate(parsed.template, data, { nowMs: 0, externalUrl: '', query: () => [] });
  };

  it.each([
    ['a text doubled 40 times', `{{ $a := "xxxxxxxx" }}${'{{ $a = printf "%s%s" $a $a }}'.repeat(40)}{{ len $a }}`],
    ['a text doubled by print', `{{ $a := "xxxxxxxx" }}${'{{ $a = print $a $a }}'.repeat(40)}{{ len $a }}`],
    ['wide columns', `{{ printf "${'%900000d'.repeat(2000)}" ${'1 '.repeat(2000)} }}`],
    ['a long text at every place of another', `{{ reReplaceAll "" "${'y'.repeat(10_000)}" "${'x'.repeat(10_000)}" }}`],
    ['groups repeated', `{{ reReplaceAll "(x*)" "${'$1'.repeat(5000)}" "${'x'.repeat(5000)}" }}`],
  ])('%s is stopped before the text is made', TIMEOUT, (_, text) => {
    expect(() => expanded(text)).toThrow(TemplateError);
    expect(() => expanded(text)).toThrow(`more than ${LONGEST_TEXT} characters`);
  });

  it('a catastrophic pattern is matched in linear time', TIMEOUT, () => {
    const subject = 'x'.repeat(50_000);
    expect(expanded(`{{ reReplaceAll "(x+x+)+y" "z" "${subject}" }}`)).toBe(subject);
    expect(expanded(`{{ match "((x*)*)*y" "${subject}" }}`)).toBe('false');
  });
});

describe('running rules', () => {
  const range = { startMs: 0, endMs: 5 * 60_000 };
  const minutes = Array.from({ length: 6 }, (_, i) => i * 60_000);
  const many = Array.from({ length: 300 }, (_, i) =>
    series(
      { __name__: 'm', i: String(i), g: String(i % 3) },
      minutes,
      minutes.map(() => i),
    ),
  );
  const activity = (rules: string) =>
    replayRules(parseRuleFile(group(rules), 'r.yml'), sourceOf(...many), range).activity;

  it('a join that matches many with many fails every evaluation, and says so in the words of Prometheus', () => {
    expect(activity(`      - { alert: A, expr: "m > on (g) m" }\n`)).toMatchObject([
      {
        evaluations: 6,
        failed: 6,
        firings: 0,
        firstMessage: expect.stringContaining('many-to-many matching not allowed'),
      },
    ]);
  });

  it('alerts whose labels make them one are an error and not an alert', () => {
    expect(activity(`      - { alert: A, expr: "m > 0", labels: { i: same, g: same } }\n`)).toMatchObject([
      { failed: 6, firings: 0, firstMessage: expect.stringContaining('same labelset') },
    ]);
  });

  it('labels that grow from rule to rule stop at a stated length', TIMEOUT, () => {
    const rules = Array.from(
      { length: 20 },
      (_, i) =>
        `      - { record: r${i + 1}, expr: 'label_join(${i === 0 ? 'm{i="7"}' : `r${i}`}, "g", "", "g", "g")' }\n`,
    ).join('');
    const ran = activity(rules);
    const refused = ran.filter((each) => each.refused > 0);
    expect(refused.length).toBe(1);
    expect(refused[0]!.firstMessage).toContain('would make a label value of more than 65536 characters');
  });

  it('a rule that feeds itself grows by one evaluation at a time', () => {
    expect(activity(`      - { record: "loop", expr: "count(m) + sum(loop or vector(0))" }\n`)).toMatchObject([
      { evaluations: 6, failed: 0 },
    ]);
  });
});

describe('lints', () => {
  it('read a thousand rules that read one another, each once', TIMEOUT, () => {
    const rules = Array.from(
      { length: 1000 },
      (_, i) => `      - { record: "r${i}", expr: "r${(i + 1) % 1000} + r${(i + 2) % 1000}" }\n`,
    );
    const { findings } = linted(group(rules.join('')));
    expect(findings.every(({ lint }) => LINTS.some(({ id }) => id === lint))).toBe(true);
  });

  it('read the deepest expression there may be, and a long one', TIMEOUT, () => {
    const deep = `${'abs('.repeat(200)}sum(x)${')'.repeat(200)} > 1`;
    const wide = Array.from({ length: 200 }, (_, i) => `x${i} > ${i}`).join(' and ');
    const { findings } = linted(
      group(`      - { alert: A, expr: "${deep}" }\n      - { alert: B, expr: "${wide}" }\n`),
    );
    expect(findings).toEqual([]);
  });
});
