import { describe, expect, it } from 'vitest';
import { alertedRecording } from '../../../bench/promql/alerted-recording.ts';
import { matchingValue } from '../../../bench/promql/matching-value.ts';
import { parsedOf } from '../../../bench/promql/side-by-side.ts';
import { DAY_MS } from '../../../bench/promql/target.ts';
import { wholeDay } from '../../../bench/promql/whole-day.ts';
import { evaluateRange } from '../../../src/promql/evaluate/evaluate.ts';
import { labelMatcher } from '../../../src/promql/matcher.ts';
import { memorySource } from '../../../src/promql/memory-source.ts';
import type { LabelMatcher } from '../../../src/promql/syntax.ts';

const EXPRESSIONS = [
  'sum by (route) (rate(requests_total{job="web", code=~"5..|429"}[5m])) / sum by (route) (rate(requests_total[5m])) >= 0',
  'histogram_quantile(0.9, sum by (le) (rate(wait_seconds_bucket{verb!~"WATCH|LIST"}[5m]))) > 0',
  'used_bytes / on (device) group_left (model) size_bytes{mount!="/boot"} >= 0',
  'time() - last_run_timestamp_seconds > 0',
].map(parsedOf);

const settings = { count: 100, seed: 1, durationMs: DAY_MS / 24 };

const matchers = (...written: readonly [LabelMatcher['operator'], string][]): LabelMatcher[] =>
  written.map(([operator, value]) => {
    const compiled = labelMatcher('l', operator, value);
    if (compiled.kind === 'invalid') throw new Error(compiled.message);
    return compiled.matcher;
  });

describe('a recording made for alerts', () => {
  const series = alertedRecording(EXPRESSIONS, settings);

  it('has as many series as asked for, each once', () => {
    expect(series).toHaveLength(100);
    expect(new Set(series.map(({ labels }) => labels.key)).size).toBe(100);
  });

  it('stops where no whole instance of anything fits any more', () => {
    expect(alertedRecording([parsedOf('a / b > c')], { ...settings, count: 8 })).toHaveLength(6);
  });

  it.each(EXPRESSIONS)('lets expression %# come to something', (expression) => {
    const range = { ...wholeDay(60_000), endMs: wholeDay(60_000).startMs + DAY_MS / 24 };
    const { value } = evaluateRange(expression, memorySource(series), range);
    expect(value).toMatchObject({ kind: 'vector', columns: expect.arrayContaining([expect.anything()]) });
  });

  it('is the same for the same seed, and another for another', () => {
    expect(alertedRecording(EXPRESSIONS, settings)).toEqual(series);
    expect(alertedRecording(EXPRESSIONS, { ...settings, seed: 2 })).not.toEqual(series);
  });

  it('is refused when one instance of each metric is already too much', () => {
    expect(() => alertedRecording(EXPRESSIONS, { ...settings, count: 10 })).toThrow('more than 10 series');
  });
});

describe('a value for matchers', () => {
  it('passes all of them', () => {
    expect(matchingValue(matchers(['=~', '.*(ingester|cortex).*']))).toBe('ingester');
    expect(matchingValue(matchers(['=~', '~4xx|5.+'], ['!=', 'x']))).toBe('~4xx');
    expect(matchingValue(matchers(['!=', 'other'], ['!~', '0']))).toBe('');
  });

  it('is not made up where none is found', () => {
    expect(() => matchingValue(matchers(['=~', '[a-f]{3}']))).toThrow('no example for l=~[a-f]{3}');
  });
});
