import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/contenders/contract.ts';
import { InputError } from '../../../src/faults.ts';
import { raiseAlerts } from '../../../src/replay/alert-policy.ts';
import { toScoreTrace } from '../../../src/replay/replay.ts';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { channel, fitted, picture, repeat, watched } from './watching.ts';

const NONE = Number.NaN;

/** Channels `cpu{host=…}`, one column each, five minutes a row. */
function hosts(columns: Readonly<Record<string, readonly number[]>>): Recording {
  const rows = Object.values(columns)[0]!.length;
  return {
    id: 'r',
    channels: Object.keys(columns).map((name) => {
      const [host, nr = '0'] = name.split('/');
      return channel('cpu', '%', { host: host!, nr });
    }),
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => row * 300_000),
    columns: Object.values(columns).map((values) => Float64Array.from(values)),
  };
}

const rule = (more: string) => `  - { name: hot, kind: static, channel: { name: cpu }, above: 90, ${more} }`;
const PAGING = { threshold: 1, clearBelow: 1, holdMs: 0, keepMs: 0, cooldownMs: 3_600_000 };
const pagesOf = (over: Recording, verdicts: readonly Verdict[]) => raiseAlerts(toScoreTrace(over, verdicts), PAGING);
const channelsOf = (verdict: Verdict | undefined) =>
  verdict?.kind === 'scored' ? verdict.causes.map((cause) => cause.channel) : [];

describe('an incident visible in five channels', () => {
  /** One after the other and for a few rows each, the last ones while the first are quiet again. */
  const staggered = () => {
    const rows = 30;
    const from = (first: number, level: number) =>
      Array.from({ length: rows }, (_, row) => (row >= first && row < first + 5 ? level : 40));
    return hosts({
      'web-1/0': from(10, 95),
      'web-1/1': from(11, 96),
      'web-1/2': from(12, 97),
      'web-1/3': from(14, 98),
      'web-1/4': from(16, 99),
      'web-1/5': repeat(40, rows),
      'web-2/0': repeat(40, rows),
      'web-2/1': repeat(40, rows),
    });
  };

  it('is one page with five causes where the rule groups them and remembers for as long as it spreads', async () => {
    const over = staggered();
    const verdicts = await watched(rule('group: { by: host }, combine: { atLeast: 2, within: 30m }'), over);
    const pages = pagesOf(over, verdicts);
    expect(pages).toHaveLength(1);
    expect(pages[0]!.causes.map((cause) => cause.channel)).toEqual([
      'cpu{host="web-1",nr="4"}',
      'cpu{host="web-1",nr="3"}',
      'cpu{host="web-1",nr="2"}',
      'cpu{host="web-1",nr="0"}',
      'cpu{host="web-1",nr="1"}',
    ]);
    const texts = pages[0]!.causes.map(({ text }) => text);
    expect(texts[0]).toMatch(/^cpu\{host="web-1",nr="4"\} 99 % is above 90 %.* \[host web-1: 5 of 6 channels\]$/);
    expect(texts[3]).toMatch(/; that was 10m ago \[host web-1: 5 of 6 channels\]$/);
  });

  it('is one page with one cause where it does not', async () => {
    const over = staggered();
    const pages = pagesOf(over, await watched(rule('combine: any'), over));
    expect(pages.map(({ causes }) => causes.length)).toEqual([1]);
  });
});

describe('a rule over groups of channels', () => {
  it('counts within a group and never across: two hosts with one hot cpu each are not one with two', async () => {
    const apart = hosts({ 'a/0': [95], 'a/1': [40], 'b/0': [95], 'b/1': [40] });
    const together = hosts({ 'a/0': [95], 'a/1': [95], 'b/0': [40], 'b/1': [40] });
    const two = rule('group: { by: host }, combine: { atLeast: 2 }');
    expect(picture(await watched(two, apart))).toBe('.');
    expect(picture(await watched(two, together))).toBe('#');
    expect(picture(await watched(rule('combine: { atLeast: 2 }'), apart))).toBe('#');
  });

  it('names every channel of every group that fires, the worst group first', async () => {
    const [verdict] = await watched(
      rule('group: { by: host }'),
      hosts({ 'a/0': [95], 'a/1': [92], 'b/0': [40], 'c/0': [99] }),
    );
    expect(channelsOf(verdict)).toEqual(['cpu{host="c",nr="0"}', 'cpu{host="a",nr="0"}', 'cpu{host="a",nr="1"}']);
  });

  it('takes groups by name too, and a channel may belong to several', async () => {
    const named = rule(
      'combine: all, group: { of: { pair: [{ labels: { host: "a" } }, { labels: { host: "b" } }], rest: [{ labels: { host: "?" } }] } }',
    );
    const [verdict] = await watched(named, hosts({ a: [95], b: [95], c: [40] }));
    expect(channelsOf(verdict)).toHaveLength(2);
    expect(verdict).toMatchObject({ causes: [{ text: expect.stringMatching(/\[pair: 2 of 2 channels\]$/) }, {}] });
  });

  it('counts a channel up to and including `within` after it last was over, also where it has no reading now', async () => {
    const over = hosts({ a: [95, 40, 40, 40], b: [40, 40, 95, 95] });
    expect(picture(await watched(rule('combine: { atLeast: 2, within: 10m }'), over))).toBe('..#.');
    expect(picture(await watched(rule('combine: { atLeast: 2, within: 9m59s }'), over))).toBe('....');
    const gone = hosts({ a: [95, NONE], b: [40, 95] });
    expect(picture(await watched(rule('combine: { atLeast: 2, within: 10m }'), gone))).toBe('.#');
  });

  it('abstains where too few can tell, unless enough are over', async () => {
    const two = rule('combine: { atLeast: 2 }');
    expect(picture(await watched(two, hosts({ a: [95, 95], b: [NONE, 95], c: [40, NONE] })))).toBe('?#');
  });

  it('says how many more there are where hundreds are over', async () => {
    const many = hosts(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`h/${i}`, [95]])));
    const [verdict] = await watched(rule('group: { by: host }'), many);
    expect(channelsOf(verdict)).toHaveLength(12);
    expect(verdict).toMatchObject({
      causes: expect.arrayContaining([{ ...anyCause, text: expect.stringMatching(/and 28 more$/) }]),
    });
  });

  it('names at the door every group that cannot work, with its line', async () => {
    const open = async (more: string) => {
      const watcher = await fitted(rule(more));
      return () => watcher.open(hosts({ 'web-1': [1], 'web-2': [1] }).channels);
    };
    expect(await open('group: { by: hst }')).toThrow(
      /:4:\d+: rule "hot": none of its channels has a label "hst".*\n.*host/,
    );
    expect(await open('group: { of: { a: [{ labels: { host: web-1 } }] } }')).toThrow(
      /cpu\{host="web-2",nr="0"\} is in none/,
    );
    expect(await open('group: { of: { a: ["*"], b: [nothing] } }')).toThrow(/b has 0 channels/);
    expect(await open('combine: { atLeast: 3 }')).toThrow(/it has 2 channels, so 3 can never be over/);
    await expect(fitted(rule('group: { by: host, of: {} }'))).rejects.toThrow(InputError);
  });

  it('agrees with counting by hand, for any readings, number and memory', async () => {
    const reading = fc.constantFrom(40, 40, 91, 99, NONE);
    const telemetry = fc.array(fc.tuple(reading, reading, reading, reading), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        telemetry,
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(0, 5, 10),
        async (rows, least, minutes) => {
          const column = (c: number) => rows.map((row) => row[c]!);
          const over = hosts({ 'a/0': column(0), 'a/1': column(1), 'b/0': column(2), 'b/1': column(3) });
          const verdicts = await watched(
            rule(`group: { by: host }, combine: { atLeast: ${least}, within: ${minutes}m }`),
            over,
          );
          const wasOver = (row: number, c: number) =>
            rows.slice(Math.max(0, row - minutes / 5), row + 1).some((values) => values[c]! > 90);
          rows.forEach((values, row) => {
            const counts = [
              [0, 1],
              [2, 3],
            ].map((group) => group.filter((c) => wasOver(row, c)).length);
            const expected = counts.some((count) => count >= least) ? '#' : values.some(Number.isNaN) ? '?' : '.';
            expect(picture([verdicts[row]!]), `row ${row}`).toBe(expected);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

const anyCause = {
  source: 'hot',
  channel: expect.any(String),
  observed: 95,
  limit: 90,
  share: null,
};
