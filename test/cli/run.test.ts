import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparableText } from '../../src/record/comparable.ts';
import type { RunRecord } from '../../src/record/schema.ts';
import { recordSchema } from '../../src/record/schema.ts';
import { start, watchbench } from './executable.ts';
import { toldWorld } from './told-world.ts';

const CSV = ['--data', 'examples/telemetry/checkout-labelled.csv', '--label-column', 'is_anomaly'];

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'watchbench-cli-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const outcome = (record: RunRecord, id: string) => record.cells.find((cell) => cell.id === id)?.outcome;

describe('watchbench run', { timeout: 180_000 }, () => {
  it('ends with a table and the paths of a report that exists, quiet on standard error', async () => {
    const out = join(scratch, 'plain');
    const {
      code,
      out: text,
      err,
    } = await watchbench('run', ...CSV, '-c', 'null,rules', '-s', 'accuracy,behaviour', '-o', out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = /^report {2,}(.*)$/m.exec(text)?.[1];
    expect(await readFile(report!, 'utf8')).toContain('<!doctype html>');
    expect((await readdir(out)).filter((name) => name.startsWith('.unfinished'))).toEqual([]);
  });

  it('gives the same record twice outside its measurements, model and all', async () => {
    const argv = [
      'run',
      ...CSV,
      '-c',
      'random,rules,autoencoder',
      '-s',
      'accuracy,behaviour',
      '--json',
      '-o',
      join(scratch, 'twice'),
    ];
    const [one, other] = [await watchbench(...argv), await watchbench(...argv)];
    expect([one.code, other.code]).toEqual([0, 0]);
    const records = [one, other].map(({ out }) => recordSchema.parse(JSON.parse(out)));
    expect(comparableText(records[0]!)).toBe(comparableText(records[1]!));
  });

  it('keeps what the others did when one throws, one dies and one hangs, and exits with 4', async () => {
    const sinners = ['throws', 'dies', 'hangs'].map((name) => `test/cli/contenders/${name}.ts`).join(',');
    const { code, out, err } = await watchbench(
      'run',
      ...CSV,
      '-c',
      `null,${sinners}`,
      '-s',
      'accuracy',
      '--cell-timeout',
      '8',
      '--json',
      '-o',
      join(scratch, 'sin'),
    );
    const record = recordSchema.parse(JSON.parse(out));
    expect(code).toBe(4);
    expect(outcome(record, 'accuracy/null/1')?.kind).toBe('measured');
    expect(outcome(record, 'accuracy/throws/1')).toMatchObject({
      kind: 'failed',
      code: 'contender/threw',
      message: 'no model today',
    });
    expect(outcome(record, 'accuracy/dies/1')).toMatchObject({ kind: 'failed', code: 'contender/crashed' });
    expect(outcome(record, 'accuracy/hangs/1')).toMatchObject({ kind: 'failed', code: 'contender/hung' });
    expect(err).toContain('accuracy/dies/1 failed');
  });

  it('keeps finished cells when interrupted, exits with 130, and goes on from there', async () => {
    const out = join(scratch, 'stop');
    // The hanging contender takes one of two lanes, so the others are done when the run is stopped.
    const argv = [
      'run',
      ...CSV,
      '-c',
      'null,rolling-mad,test/cli/contenders/hangs.ts',
      '-s',
      'accuracy',
      '-j',
      '2',
      '-o',
      out,
    ];
    const { child, ended } = start(...argv, '--cell-timeout', '120');
    const kept = async () => {
      const [folder] = await readdir(out).catch(() => []);
      return folder === undefined ? [] : (await readdir(join(out, folder))).filter((name) => name.endsWith('.json'));
    };
    while ((await kept()).length < 2) await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain('again');

    const again = await watchbench(...argv, '--cell-timeout', '4');
    expect(again.err).toContain('2 of 3 cells are done');
    expect(again.code).toBe(4); // the one that hangs still does
  });
});

const SCRIPT = '/usr/bin/script';

describe.skipIf(!existsSync(SCRIPT))(`in a terminal (skipped without ${SCRIPT})`, { timeout: 120_000 }, () => {
  it('shows progress, and Ctrl-C stops it with exit code 130', async () => {
    const hangs = 'test/cli/contenders/hangs.ts';
    const command = `stty cols 100 rows 30; ${process.execPath} bin/watchbench.js run ${CSV.join(' ')} -c null,${hangs} -s accuracy -o ${join(scratch, 'tty')}`;
    // Where CI is set the spinner takes the terminal for a log and draws nothing.
    const { CI: _, ...env } = process.env;
    const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...env, TERM: 'xterm' },
    });
    let screen = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        screen += text;
        if (screen.includes('1 of 2 cells')) resolve();
      });
    });
    child.stdin.write('\u0003');
    expect(await ended).toBe(130);
    expect(screen).toContain('interrupted');
  });
});

describe('wrong usage', () => {
  it.each([
    ['a misspelt command', ['rnu'], 'run'],
    ['a misspelt option', ['run', '--dta', 'x'], '--data'],
    ['an unknown study', ['run', '-s', 'speed'], 'latency'],
    ['seed zero', ['run', '--seeds', '0'], '2147483647'],
    ['a configuration that is not there', ['run', 'nowhere.yaml'], 'watchbench init'],
    ['data that is not there', ['run', '-d', 'nowhere'], 'no such file'],
  ])('%s exits with 2 and says what to do', async (_, argv, hint) => {
    const { code, out, err } = await watchbench(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(hint);
  });

  it('a faulty configuration leaves nothing behind', async () => {
    const config = join(scratch, 'faulty.yaml');
    await writeFile(config, 'data: nowhere\nstudis: [accuracy]\nseeds: many\n');
    const out = join(scratch, 'nothing');
    const { code, err } = await watchbench('run', config, '-o', out);
    expect(code).toBe(2);
    expect(err).toContain(`${config}:2:1`);
    expect(err).toContain(`${config}:3:8`);
    expect(await readdir(out).catch(() => 'nothing')).toBe('nothing');
  });
});

describe('watchbench init', () => {
  it('writes a configuration that validates and a workflow, and does not overwrite them', async () => {
    const { runCli } = await import('../../src/cli/main.ts');
    const { readConfig } = await import('../../src/run/read-config.ts');
    const { io: world, said } = toldWorld({ cwd: scratch });
    expect(await runCli(['init'], world)).toBe(0);
    const config = await readConfig(join(scratch, 'watchbench.config.yaml'));
    expect(config.contenders).toContain('autoencoder');
    expect(await runCli(['init'], world)).toBe(2);
    expect(said.err).toContain('--force');
  });
});
