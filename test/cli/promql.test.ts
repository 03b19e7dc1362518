import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { toldWorld } from './told-world.ts';

const scripts = resolve('test/promql/scripts');
const wrong = join(scripts, 'wrong.test');

async function promqlTest(...args: string[]) {
  const { io, said } = toldWorld({ cwd: scripts });
  const code = await runCli(['promql', 'test', ...args], io);
  return { ...said, code };
}

it('answers 0 when nothing failed', async () => {
  const { code, out } = await promqlTest('rates.test');
  expect(out).toMatch(/rates\.test +\d+ +0 +0\nall +\d+ +0 +0\n\nnothing failed\n$/);
  expect(code).toBe(0);
});

it('answers 1 when an eval failed, and says which, where and how', async () => {
  const { code, out } = await promqlTest(wrong);
  expect(out).toContain(`${wrong}:10: increase(requests_total[5m])`);
  expect(out).toContain('line 11: {path="/"} expected 301, got 300');
  expect(code).toBe(1);
});

it('counts refusals by construct and name, apart from failures', async () => {
  const { out } = await promqlTest('wrong.test');
  expect(out).toMatch(/wrong\.test +1 +1 +2\n/);
  expect(out).toContain('native-histogram 1: sizes 1');
  expect(out).toContain('experimental-function 1: mad_over_time 1');
});

it('prints one JSON document with --json', async () => {
  const { out, code } = await promqlTest('wrong.test', 'rates.test', '--json');
  const { files, ...totals } = JSON.parse(out);
  expect(totals).toMatchObject({ failed: 1, refused: 2 });
  expect(totals.refusals).toEqual([
    { construct: 'experimental-function', what: 'mad_over_time', count: 1 },
    { construct: 'native-histogram', what: 'sizes', count: 1 },
  ]);
  expect(files[0]).toMatchObject({
    file: 'wrong.test',
    passed: 1,
    failed: [
      {
        line: 10,
        query: 'increase(requests_total[5m])',
        run: 'as written',
        differences: ['line 11: {path="/"} expected 301, got 300'],
      },
    ],
    refused: [{ line: 13 }, { line: 16 }],
  });
  expect(totals.passed).toBe(files[0].passed + files[1].passed);
  expect(code).toBe(1);
});

it('answers 2 for files that are no scripts, with every fault of all of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'promql-'));
  await writeFile(join(folder, 'a.test'), 'load 1m\n  up 1 2\n\nevel instant at 1m up\n');
  const { code, err, out } = await promqlTest(join(folder, 'a.test'), join(folder, 'b.test'));
  expect(err).toMatch(/a\.test:4:1: unknown command "evel" \[promql\/test-script\]/);
  expect(err).toMatch(/b\.test: there is no such file/);
  expect(out).toBe('');
  expect(code).toBe(2);
});

it('takes a folder for the scripts in it, and says where there are none', async () => {
  const all = await promqlTest('.');
  expect(all.out).toMatch(/elements\.test[\s\S]*rates\.test[\s\S]*wrong\.test/);
  expect((await promqlTest('*.test')).out).toBe(all.out);
  const { code, err } = await promqlTest('..', '../evaluate', 'rate?.nix');
  expect(code).toBe(2);
  expect(err).toMatch(/^\.\.\/evaluate: no test script in this folder \(\.test\)/m);
  expect(err).toContain('nothing matches rate?.nix');
});
