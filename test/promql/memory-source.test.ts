import { describe, expect, it } from 'vitest';
import { formatLabels } from '../../src/promql/labels.ts';
import { memorySource } from '../../src/promql/memory-source.ts';
import type { InstantSelector } from '../../src/promql/syntax.ts';
import { metric, parsed, series } from './told-series.ts';

const TOLD = [
  metric('up', { job: 'db' }, [1, 1, 1]),
  metric('up', { job: 'api' }, ['_', '_', 1]),
  metric('down', { job: 'api' }, [0]),
  series({ job: 'nameless' }, [7]),
];

const found = (selector: string, afterMs = -1, untilMs = 1_000_000): readonly string[] => {
  const { matchers } = parsed(selector) as InstantSelector;
  return memorySource(TOLD)
    .select(matchers, afterMs, untilMs)
    .map(({ labels }) => formatLabels(labels));
};

describe('a source in memory', () => {
  it('gives what matches, in order of labels', () => {
    expect(found('up')).toEqual(['up{job="api"}', 'up{job="db"}']);
    expect(found('{job="api"}')).toEqual(['down{job="api"}', 'up{job="api"}']);
    expect(found('{__name__="", job!=""}')).toEqual(['{job="nameless"}']);
    expect(found('up{job="none"}')).toEqual([]);
    expect(found('{job=~"a.*|nameless"}')).toEqual(['down{job="api"}', 'up{job="api"}', '{job="nameless"}']);
  });

  it('gives only series with a sample after the first time and up to the second', () => {
    expect(found('up', 0, 10_000)).toEqual(['up{job="db"}']);
    expect(found('up', 10_000, 20_000)).toEqual(['up{job="api"}', 'up{job="db"}']);
    expect(found('up', 20_000, 90_000)).toEqual([]);
    expect(found('up', -10, -1)).toEqual([]);
  });

  it('does not take two series of the same labels', () => {
    expect(() => memorySource([...TOLD, metric('down', { job: 'api' }, [1])])).toThrow('two series');
  });
});
