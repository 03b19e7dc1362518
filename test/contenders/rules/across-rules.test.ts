import { describe, expect, it } from 'vitest';
import { picture, recording, watched } from './watching.ts';

const NONE = Number.NaN;

describe('k-of-n rule', () => {
  const file = (kOfN: string) => `
  - { name: a, kind: static, channel: a, above: 1, alert: false }
  - { name: b, kind: static, channel: b, above: 1, alert: false }
  - { name: c, kind: static, channel: c, above: 1, alert: false }
  - { name: two, kind: k-of-n, k: 2, of: [a, b, c]${kOfN} }`;

  it('fires when k of its rules fire on the same row', async () => {
    const rows = recording('5m', { a: [2, 2, 0, 2], b: [0, 2, 2, 2], c: [0, 0, 0, 2] });
    const verdicts = await watched(file(''), rows);
    expect(picture(verdicts)).toBe('.#.#');
    expect(verdicts[1]).toMatchObject({
      score: 1,
      causes: [{ source: 'two', text: '2 of 3 rules fired (a, b), 2 needed' }],
    });
    expect(verdicts[3]).toMatchObject({ score: 1.5 });
  });

  it('counts a rule up to and including `within` after it last fired', async () => {
    const rows = recording('5m', { a: [2, 0, 0, 0], b: [0, 0, 2, 2], c: [0, 0, 0, 0] });
    expect(picture(await watched(file(', within: 10m'), rows))).toBe('..#.');
    expect(picture(await watched(file(', within: 9m59s'), rows))).toBe('....');
  });

  it('raises no alert for its helpers alone', async () => {
    expect(picture(await watched(file(''), recording('5m', { a: [9], b: [0], c: [0] })))).toBe('.');
  });

  it('may come before its members and be a member itself', async () => {
    const chain = `
  - { name: top, kind: k-of-n, k: 1, of: [middle] }
  - { name: middle, kind: k-of-n, k: 1, of: [a], alert: false }
  - { name: a, kind: static, channel: a, above: 1, alert: false }`;
    expect(picture(await watched(chain, recording('5m', { a: [0, 2, 0] })))).toBe('.#.');
  });

  it('abstains on a row where a member has no reading, unless enough others fire', async () => {
    const rows = recording('5m', { a: [2, 2], b: [0, 2], c: [NONE, NONE] });
    expect(picture(await watched(file(''), rows))).toBe('?#');
  });
});

describe('a rule over several channels', () => {
  const rule = (combine: string) => `  - { name: cpu, kind: static, channel: "cpu_*", above: 90, combine: ${combine} }`;
  const rows = (cpu_a: number[], cpu_b: number[]) => recording('5m', { cpu_a, cpu_b, load: cpu_a.map(() => 999) });

  it('fires with any of them and scores by the worst', async () => {
    const verdicts = await watched(rule('any'), rows([50, 95, 95], [50, 50, 99]));
    expect(picture(verdicts)).toBe('.##');
    expect(verdicts[2]).toMatchObject({ score: 1.1, causes: [{ channel: 'cpu_b' }] });
  });

  it('fires only with all of them and scores by the calmest', async () => {
    const verdicts = await watched(rule('all'), rows([50, 95, 95], [50, 50, 99]));
    expect(picture(verdicts)).toBe('..#');
    expect(verdicts[2]).toMatchObject({ causes: [{ channel: 'cpu_a' }] });
  });

  it('does not take "all" for fulfilled while one of them has no reading', async () => {
    expect(picture(await watched(rule('all'), rows([95, 95], [NONE, 99])))).toBe('?#');
  });

  it('alerts on what it sees even where another channel has no reading', async () => {
    expect(picture(await watched(rule('any'), rows([95, 50], [NONE, NONE])))).toBe('#?');
  });
});
