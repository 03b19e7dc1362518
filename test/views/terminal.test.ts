import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/views/terminal/render.ts';
import { exampleRecord } from '../record/example-record.ts';
import { hostileRecord } from './hostile-record.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const ESCAPE = /\u001b\[\d+m/g;
const plain = renderTerminal(exampleRecord(), { color: false, columns: 80 });

describe('the terminal view', () => {
  it('opens with title and verdict', () => {
    expect(plain.split('\n').slice(0, 4)).toEqual([
      'Who should watch the web shop?',
      '',
      'On webshop the rules do better (Event F1 0.84 for rules, 0.55 for autoencoder;',
      'difference +0.29 [+0.11, +0.46] at 95 %, margin 0.05): let the rules watch.',
    ]);
  });

  it.each([80, 100, 120])('fits %i columns', (columns) => {
    const lines = renderTerminal(exampleRecord(), { color: false, columns }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('stays between 80 and 120 columns whatever the terminal says', () => {
    const at = (columns: number) => renderTerminal(exampleRecord(), { color: false, columns });
    expect(at(20)).toBe(at(80));
    expect(at(400)).toBe(at(120));
  });

  it('gives a row to every contender in both tables', () => {
    for (const { name } of exampleRecord().plan.contenders) {
      expect(plain.split('\n').filter((line) => line.startsWith(`${name} `))).toHaveLength(2);
    }
  });

  it('shows what failed, what was not measured and why', () => {
    expect(plain).toMatch(/^metronome +FAILED/m);
    expect(plain).toContain('- metronome, behaviour: failed: TypeError: every is not a duration');
    expect(plain).toContain('- random, latency: not measured: interrupted before this cell');
  });

  it('gives the reason of a figure without a value', () => {
    expect(plain).toContain('- Event precision of null is n/a: no alerts');
  });

  it('says the same with colour as without', () => {
    const coloured = renderTerminal(exampleRecord(), { color: true, columns: 80 });
    expect(coloured).toMatch(ESCAPE);
    expect(plain).not.toMatch(ESCAPE);
    expect(coloured.replace(ESCAPE, '').replaceAll(/ +$/gm, '')).toBe(plain);
  });

  it('does not obey control characters in names', () => {
    const hostile = renderTerminal(hostileRecord(), { color: false, columns: 120 });
    expect(hostile).not.toContain('\u001b');
    expect(hostile).toContain('\\u001b[31m');
  });
});
