import { describe, expect, it } from 'vitest';
import { type Explained, explainInstant, MAX_EXPLAINED } from '../../../src/promql/evaluate/explain.ts';
import { formatLabels } from '../../../src/promql/labels.ts';
import { memorySource } from '../../../src/promql/memory-source.ts';
import { metric, parsed } from '../told-series.ts';

const TOLD = [
  metric('errors_total', { job: 'api' }, [0, 10, 20]),
  metric('requests_total', { job: 'api' }, [0, 100, 200]),
  metric('requests_total', { job: 'db' }, [0, 5]),
];

/** `text = value`, one line per sub-expression. */
function lines(text: string, { span, value, children }: Explained): readonly string[] {
  const words = (): string => {
    switch (value.kind) {
      case 'scalar':
      case 'string':
        return String(value.value);
      case 'vector':
        return value.elements.map(({ labels, value: number }) => `${formatLabels(labels)} ${number}`).join(', ');
      case 'matrix':
        return value.series
          .map(({ labels, sampleCount, lastValue }) => `${formatLabels(labels)} ${sampleCount} to ${lastValue}`)
          .join(', ');
      case 'failed':
        return `failed: ${value.message}`;
    }
  };
  return [`${text.slice(span.from, span.to)} = ${words()}`, ...children.flatMap((child) => lines(text, child))];
}

const explained = (text: string, told = TOLD) => explainInstant(parsed(text), memorySource(told), 20_000);

describe('an explanation', () => {
  it('has the value of every sub-expression at that instant', () => {
    const text = 'sum(increase(errors_total[30s])) / 2 > bool 0.05';
    expect(lines(text, explained(text))).toEqual([
      'sum(increase(errors_total[30s])) / 2 > bool 0.05 = {} 1',
      'sum(increase(errors_total[30s])) / 2 = {} 10',
      'sum(increase(errors_total[30s])) = {} 20',
      'increase(errors_total[30s]) = {job="api"} 20',
      'errors_total[30s] = errors_total{job="api"} 3 to 20',
      '2 = 2',
      '0.05 = 0.05',
    ]);
  });

  it('shows which part fails and what the others came to', () => {
    const text = 'errors_total / on() requests_total';
    const [whole, ...parts] = lines(text, explained(text));
    expect(whole).toContain('failed: found duplicate series');
    expect(parts).toEqual([
      'errors_total = errors_total{job="api"} 20',
      'requests_total = requests_total{job="api"} 200, requests_total{job="db"} 5',
    ]);
  });

  it('does not look inside subqueries', () => {
    const text = 'max_over_time(errors_total[30s:10s])';
    expect(lines(text, explained(text))).toEqual([
      'max_over_time(errors_total[30s:10s]) = {job="api"} 20',
      'errors_total[30s:10s] = errors_total{job="api"} 3 to 20',
    ]);
  });

  it('lists so many elements and counts them all', () => {
    const many = Array.from({ length: 50 }, (_, i) => metric('m', { i: String(i) }, [1, 1, 1]));
    const { value } = explained('m', many);
    expect(value).toMatchObject({ kind: 'vector', count: 50 });
    expect(value.kind === 'vector' && value.elements).toHaveLength(MAX_EXPLAINED);
  });
});
