import { describe, expect, it } from 'vitest';
import { md } from '../../src/views/markdown/escape.ts';
import { renderMarkdown } from '../../src/views/markdown/render.ts';
import { exampleRecord } from '../record/example-record.ts';
import { hostileRecord } from './hostile-record.ts';

const text = renderMarkdown(exampleRecord());
const section = (name: string, from = text) => from.split('\n## ').find((part) => part.startsWith(name))!;

describe('the Markdown view', () => {
  it('goes from verdict to provenance', () => {
    expect(text.split('\n').filter((line) => /^##? /.test(line))).toEqual([
      '# Who should watch the web shop?',
      '## Contenders by study',
      '## Thresholds: as written, held out and in sample',
      '## Every figure',
      '## Incidents caught, by kind',
      '## Recording by recording',
      '## Where rules and model part',
      '## Violated properties',
      '## Without a result',
      '## Provenance',
    ]);
  });

  it('has tables with as many cells in every row as in the head', () => {
    const tables = renderMarkdown(hostileRecord())
      .trim()
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('shows the rows of the matrix', () => {
    const lines = section('Contenders by study')
      .split('\n')
      .filter((line) => /^\| (rules|autoencoder|metronome) /.test(line));
    expect(lines).toEqual([
      '| metronome | baseline | 0.29 \\[0.17, 0.43\\] | **FAILED** | same (&lt; 45 %) | 70.0 ns, 0.018× rules |',
      '| rules | rules | 0.84 \\[0.71, 0.95\\] | 7 held (&lt; 0.99 %), 1 n/a | same (&lt; 45 %) | 3.90 µs, 1.0× rules |',
      '| autoencoder | model | 0.55 \\[0.42, 0.67\\] | **6 held (&lt; 0.99 %), 1 VIOLATED, 1 n/a** | same (&lt; 45 %), seeds flip 1.4 % | 251 µs, 64× rules |',
    ]);
  });

  it('gives a command that repeats each violation', () => {
    const violated = section('Violated properties');
    expect(violated).toContain(
      'npx watchbench replay record.json --contender autoencoder --property finite-or-abstained',
    );
    expect(violated.match(/```sh/g)).toHaveLength(2);
  });

  it('names what has no result and why', () => {
    const gaps = section('Without a result');
    expect(gaps).toContain('- behaviour of metronome failed: TypeError: every is not a duration');
    expect(gaps).toContain('- ROC AUC of null and always is n/a: all scores are equal');
  });

  it('names digests, seeds, policy and versions', () => {
    const { plan, planDigest } = exampleRecord();
    for (const needed of [
      plan.dataset.digest,
      planDigest,
      '1, 2, 3',
      'hold 0s, keep 5m, cool-down 1h',
      'fast-check 4.10.2',
    ]) {
      expect(section('Provenance')).toContain(needed);
    }
  });

  it('lets no name become markup, a mention or a new row', () => {
    const hostile = renderMarkdown(hostileRecord()).replace(/```sh[\s\S]*?```/g, '');
    expect(hostile).not.toMatch(/<(?!br>)/);
    expect(hostile).not.toMatch(/@you/);
    expect(hostile).not.toMatch(/\u2028/);
  });
});

describe('escaping', () => {
  it('leaves plain words alone', () => {
    expect(md('cpu usage 12 % (rule-3)')).toBe('cpu usage 12 % (rule-3)');
  });
});
