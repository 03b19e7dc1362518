import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { formatTune } from '../../src/cli/tune-text.ts';
import type { TuneReport } from '../../src/tuner/tune-report.ts';
import { start, watchbench } from './executable.ts';
import { toldWorld } from './told-world.ts';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'watchbench-tune-cli-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function refused(...argv: string[]): Promise<string> {
  const { io, said } = toldWorld();
  expect(await runCli(argv, io)).toBe(2);
  expect(said.out).toBe('');
  return said.err;
}

const WEBSHOP = ['--data', 'datasets/webshop'];

describe('watchbench tune', { timeout: 180_000 }, () => {
  it('prints one table, and writes a configuration that a run accepts and judges alike', async () => {
    const file = join(scratch, 'tuned.config.yaml');
    const out = join(scratch, 'whole');
    const argv = ['tune', ...WEBSHOP, '-c', 'rolling-mad,rules', '-n', '3', '-o', out, '--write', file, '--json'];
    const tuned = await watchbench(...argv);
    expect({ code: tuned.code, err: tuned.err }).toEqual({ code: 0, err: '' });
    expect(await readdir(out)).toEqual([]);
    const report = JSON.parse(tuned.out) as TuneReport;
    const table = formatTune(report, { outIsTerminal: false, columns: 100, written: [file] });
    for (const head of ['shipped, held out', 'tuned, in-sample', 'tuned, held out', 'optimism', file]) {
      expect(table).toContain(head);
    }
    const ran = await watchbench('run', file, '-s', 'accuracy', '-o', out, '--json');
    expect(ran.code).toBe(0);
    const { cells } = JSON.parse(ran.out);
    for (const contender of report.contenders) {
      if (contender.kind !== 'tuned') throw new Error(`${contender.name} failed`);
      const figureOf = (name: string) =>
        cells
          .find((cell: { contender: string }) => cell.contender === name)
          ?.outcome.result.metrics.find(({ metric }: { metric: string }) => metric === 'event-f1').value;
      expect(figureOf(contender.name)).toEqual(contender.asShipped.heldOut);
      if (contender.chosen.trial > 0) {
        expect(figureOf(`${contender.name}-tuned`)).toEqual(contender.tuned.heldOut);
        expect(table).toContain(`trial ${contender.chosen.trial + 1}: `);
      }
    }
    expect(report.contenders.some((contender) => contender.kind === 'tuned' && contender.chosen.trial > 0)).toBe(true);
  });

  it('goes on after Ctrl-C and then says what it would have said', async () => {
    const argv = ['tune', ...WEBSHOP, '-c', 'rolling-mad', '-n', '7', '-j', '1', '--json', '-o', join(scratch, 'cut')];
    const { child, ended } = start(...argv);
    const kept = async () => {
      const folders = await readdir(join(scratch, 'cut')).catch(() => []);
      return folders.length === 0 ? 0 : (await readdir(join(scratch, 'cut', folders[0]!))).length;
    };
    while ((await kept()) < 2 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const resumed = await watchbench(...argv);
    expect(resumed.err).toContain('going on with an interrupted tune');
    const whole = await watchbench(...argv.slice(0, -1), join(scratch, 'uncut'));
    expect(whole.err).toBe('');
    expect(resumed.out).toBe(whole.out);
  });

  it('says what is wrong before it starts: where to write, what to choose on, unknown contenders', async () => {
    expect(await refused('tune', '--write', 'tuned.txt')).toContain('.yaml');
    expect(await refused('tune', '--write', 'package.json')).toContain('--force overwrites it');
    expect(await refused('tune', '-c', 'nobody')).toContain('contender/unknown');
    expect(await refused('tune', '--max-minutes', '0')).toContain('expected a number above 0');
    const csv = ['--data', 'examples/telemetry/checkout-labelled.csv', '--label-column', 'is_anomaly'];
    expect(await refused('tune', ...csv)).toContain('tune/nothing-to-choose-on');
    expect(existsSync('tuned.txt')).toBe(false);
  });

  it('keeps what it had time for: the same command goes on from there', async () => {
    const argv = ['tune', ...WEBSHOP, '-c', 'rolling-mad', '-n', '500', '-j', '1', '-o', join(scratch, 'timed')];
    const { code, out } = await watchbench(...argv, '--max-minutes', '0.03');
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /Time ran out: of 500 trials asked for every side has these \d+, and none has more/,
    );
    const [folder] = await readdir(join(scratch, 'timed'));
    expect((await readdir(join(scratch, 'timed', folder!))).length).toBeGreaterThan(0);
  });
});
