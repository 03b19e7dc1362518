import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandTemplate } from '../../../../src/contenders/rules/prometheus/templates/expand-template.ts';
import { formatGoFloat } from '../../../../src/contenders/rules/prometheus/templates/go-float.ts';
import { parseTemplate } from '../../../../src/contenders/rules/prometheus/templates/parse-template.ts';

const DATA = {
  labels: [
    ['__name__', 'up'],
    ['instance', 'db-1.example.com:9100'],
    ['job', 'node'],
  ] as const,
  externalLabels: [['cluster', 'eu']] as const,
  value: 0.123456,
};

const QUERY = [
  {
    pairs: [
      ['job', 'b'],
      ['x', '1'],
    ] as const,
    value: 2,
  },
  {
    pairs: [
      ['job', 'a'],
      ['x', '2'],
    ] as const,
    value: 1,
  },
];

function expand(text: string, value: number = DATA.value): string {
  const parsed = parseTemplate(text);
  if (parsed.kind !== 'parsed') throw new Error(`${parsed.kind} at ${parsed.offset}: ${parsed.message}`);
  const context = {
    nowMs: 60_000,
    externalUrl: 'http://prom:9090/sub',
    query: (q: string) => (q === 'none' ? [] : QUERY),
  };
  return expandTemplate(parsed.template, { ...DATA, value }, context);
}

describe('alert templates', () => {
  it.each([
    ['no template at all', 'no template at all'],
    ['{{ $labels.job }} on {{$labels.instance}}: {{ $value }}', 'node on db-1.example.com:9100: 0.123456'],
    [
      '{{ .Labels.job }}/{{ .Value }}/{{ $externalLabels.cluster }}/{{ .ExternalURL }}',
      'node/0.123456/eu/http://prom:9090/sub',
    ],
    ['[{{ $labels.nothing }}]', '[]'],
    ['{{ $labels }}', 'map[__name__:up instance:db-1.example.com:9100 job:node]'],
    [
      '{{ printf "%.2f|%5.1f|%-6s|%06.2f|%+d|%q|%x|%t|%%" 1.005 2.25 "ab" 3.14159 7 "q\\"" 255 true }}',
      '1.00|  2.2|ab    |003.14|+7|"q\\""|ff|true|%',
    ],
    [
      '{{ $value | printf "%.1f" }} {{ printf "%d" $value }} {{ printf "%s" 3 }}',
      '0.1 %!d(float64=0.123456) %!s(int=3)',
    ],
    ['{{ printf "%d" }}{{ printf "x" 1 }}', '%!d(MISSING)x%!(EXTRA int=1)'],
    ['{{ $value | humanizePercentage }} {{ humanize 1234567.0 }} {{ humanize 0.00012 }}', '12.35% 1.235M 120u'],
    ['{{ humanize1024 1048576.0 }} {{ humanize1024 0.5 }} {{ humanize "1e3" }}', '1Mi 0.5 1k'],
    [
      '{{ humanizeDuration 90061.5 }}|{{ humanizeDuration -61 }}|{{ humanizeDuration 59.5 }}|{{ humanizeDuration 0.0012 }}|{{ humanizeDuration 0 }}',
      '1d 1h 1m 1s|-1m 1s|59.5s|1.2ms|0s',
    ],
    [
      '{{ humanizeTimestamp 1435065584.128 }}|{{ humanizeTimestamp 1704067200 }}',
      '2015-06-23 13:19:44.128 +0000 UTC|2024-01-01 00:00:00 +0000 UTC',
    ],
    ['{{ title "web shop_a-b" }} {{ toUpper "aB" }} {{ "aB" | toLower }}', 'Web Shop_a-B AB ab'],
    ['{{ if match "^db-\\\\d" $labels.instance }}db{{ else }}no{{ end }}', 'db'],
    [
      '{{ reReplaceAll "(.*):\\\\d+" "<$1>" $labels.instance }} {{ reReplaceAll "b*" "X" "abc" }}',
      '<db-1.example.com> XaXcX',
    ],
    [
      '{{ stripPort $labels.instance }} {{ stripDomain $labels.instance }} {{ stripDomain "10.0.0.1:9" }}',
      'db-1.example.com db-1:9100 10.0.0.1:9',
    ],
    ['{{ if gt $value 0.1 }}high{{ else if gt $value 0.0 }}low{{ else }}none{{ end }}', 'high'],
    [
      '{{ if and (eq $labels.job "node") (not (eq .Value 1.0)) }}a{{ end }}{{ with $labels.nope }}b{{ else }}c{{ end }}',
      'ac',
    ],
    ['{{ with query "up" }}{{ . | first | value | humanize }} {{ len . }}{{ end }}', '2 2'],
    ['{{ range sortByLabel "job" (query "up") }}{{ .Labels.job }}={{ .Value }};{{ end }}', 'a=1;b=2;'],
    [
      '{{ range $i, $s := query "up" }}{{ $i }}{{ label "x" $s }}{{ if eq $i 0 }}{{ continue }}{{ end }}!{{ end }}',
      '0112!',
    ],
    ['{{ range query "none" }}x{{ else }}nobody{{ end }}', 'nobody'],
    ['{{ $x := "a" }}{{ if true }}{{ $x = "b" }}{{ end }}{{ $x }}', 'b'],
    ['a {{- /* gone */ -}} b  {{- "c" -}}  d', 'abcd'],
    ['{{ parseDuration "1h30m" }} {{ now }} {{ pathPrefix }}', '5400 60 /sub'],
    ['{{ print 1 2 "a" 3 }}|{{ println "a" 1 }}', '1 2a3|a 1\n'],
    ['{{ or "" "b" }}{{ and "a" "" }}{{ index $labels "job" }}', 'bnode'],
    ['{{ html "<a&b>" }} {{ urlquery "a b&c" }}', '&lt;a&amp;b&gt; a+b%26c'],
  ])('%s', (template, expected) => {
    expect(expand(template)).toBe(expected);
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [1e6, '1e+06'],
    [123456, '123456'],
    [1e-5, '1e-05'],
    [100, '100'],
    [-0.5, '-0.5'],
  ])('prints the value %s as Go does: %s', (value, text) => {
    expect(expand('{{ $value }}', value)).toBe(text);
  });

  it.each([
    ['{{ $value ', 'invalid', 0],
    ['{{ if true }}a', 'invalid', 0],
    ['a{{ end }}', 'invalid', 1],
    ['{{ $x }}', 'invalid', 3],
    ['{{ frobnicate }}', 'invalid', 3],
    ['{{ "a" | "b" }}', 'invalid', 9],
    ['{{ graphLink "up" }}', 'refused', 3],
    ['{{ define "x" }}{{ end }}', 'refused', 0],
    ["{{ 'c' }}", 'refused', 3],
  ])('%s is %s, at its place', (template, kind, offset) => {
    expect(parseTemplate(template)).toMatchObject({ kind, offset });
  });

  it.each([
    '{{ gt $value 1 }}',
    '{{ first (query "none") }}',
    '{{ toUpper $value }}',
    '{{ $value.x }}',
    '{{ query "up" }}',
  ])('%s fails when it is expanded, as in Prometheus', (template) => {
    expect(() => expand(template)).toThrow();
  });

  it('loops within loops come to an end', () => {
    const loops = `${'{{ range $i := 9999 }}'.repeat(4)}{{ $i }}${'{{ end }}'.repeat(4)}`;
    expect(() => expand(loops)).toThrow(/more than 1000000/);
    expect(() => expand(loops.replace('{{ $i }}', ''))).toThrow(/more than 1000000/);
  });

  it('knows which templates look at the value or run queries', () => {
    const facts = (text: string) => {
      const parsed = parseTemplate(text);
      return parsed.kind === 'parsed' ? [parsed.template.readsValue, parsed.template.queries] : [];
    };
    expect(facts('{{ $labels.job }}')).toEqual([false, false]);
    expect(facts('{{ .Value }}')).toEqual([true, false]);
    expect(facts('{{ if $value }}{{ end }}')).toEqual([true, false]);
    expect(facts('{{ query "up" | first }}')).toEqual([false, true]);
  });

  it('a template is parsed or refused whatever its text, and never throws', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      'if',
      'end',
      'else',
      ' ',
      '|',
      '(',
      ')',
      '$labels',
      '.x',
      '"a',
      '"',
      '1.5',
      'range',
      ':=',
      '$v',
      '-',
      '/*',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        expect(['parsed', 'invalid', 'refused']).toContain(parseTemplate(pieces.join('')).kind);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('numbers as Go writes them', () => {
  it.each([
    [2.5, 'f', 0, '2'],
    [3.5, 'f', 0, '4'],
    [0.125, 'f', 2, '0.12'],
    [1e21, 'f', 0, '1000000000000000000000'],
    [1234.5678, 'g', 4, '1235'],
    [0.00001234, 'g', 4, '1.234e-05'],
    [99995, 'g', 4, '1e+05'],
    [1500, 'e', 2, '1.50e+03'],
    [0, 'f', 2, '0.00'],
    [0, 'g', 4, '0'],
    [9.999, 'f', 2, '10.00'],
    [5e-324, 'g', -1, '5e-324'],
    [-0, 'g', -1, '-0'],
  ] as const)('%s as %%%s with precision %s is %s', (value, verb, precision, text) => {
    expect(formatGoFloat(value, verb, precision)).toBe(text);
  });

  it('agrees with JavaScript wherever that rounds no exact half', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 12 }), (value, places) => {
        const scaled = Math.abs(value) * 2 ** 30;
        fc.pre(!Number.isInteger(scaled)); // an exact half has few binary places
        expect(Number(formatGoFloat(value, 'f', places))).toBe(Number(value.toFixed(places)));
        expect(Number(formatGoFloat(value, 'g', -1))).toBe(value);
      }),
    );
  });
});
