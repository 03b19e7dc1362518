import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../src/behaviour/properties.ts';
import { checkCommand } from '../../src/cli/check.ts';
import type { CheckReport } from '../../src/cli/check-report.ts';
import type { CommandModule } from '../../src/cli/command-io.ts';
import { replayCommand } from '../../src/cli/replay.ts';
import { InputError } from '../../src/faults.ts';
import { exampleRecord } from '../record/example-record.ts';
import { type Said, toldWorld } from './told-world.ts';

const SABOTEURS = 'test/saboteurs/as-module.ts';
const CAUGHT = 'snapshot-then-resume-equals-uninterrupted';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(command: CommandModule, ...args: string[]): Promise<Said> {
  const { io, said } = toldWorld();
  const parsed = command(io);
  parsed.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await parsed.parseAsync(args, { from: 'user' });
  return said;
}

const sin = (name: string): string[] => [SABOTEURS, '--with', JSON.stringify({ sin: name }), '--out', folder];
const report = (out: string): CheckReport => JSON.parse(out) as CheckReport;

/** Runs the check that must fail, and answers with the one file it wrote. */
async function saveFailure(): Promise<string> {
  await run(checkCommand, ...sin('forgets-state-in-snapshot'), '--property', CAUGHT, '--runs', '30');
  const [file] = await readdir(folder);
  return join(folder, file!);
}

describe('watchbench check', () => {
  it('ends well for a contender that keeps its word, each zero with its bound, and writes no file', async () => {
    const { out, err, code } = await run(checkCommand, 'last-value', '--runs', '10', '--out', folder);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('0 of 10 cases broke it: fewer than 25.9 % do, at 95 %');
    expect(out).toMatch(/\d+ held, 0 violated/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails for one that does not, says what broke and how to see it again', async () => {
    const { out, code } = await run(checkCommand, ...sin('forgets-state-in-snapshot'), '--runs', '30');
    expect(code).toBe(1);
    const [file] = await readdir(folder);
    expect(file).toMatch(/^forgets-state-in-snapshot-snapshot-then-resume-equals-uninterrupted-[0-9a-f]{8}\.json$/);
    expect(out).toMatch(/VIOLATED {8}snapshot-then-resume-equals-uninterrupted/);
    expect(out).toMatch(/row \d+: scored .* without interruption, abstained .* resumed from a snapshot after row \d+/);
    expect(out).toContain(`npx watchbench replay ${join(folder, file!)}`);
    expect(out).toContain('1 violated');
  });

  it('does not fail on what is reported only', async () => {
    const { out, code } = await run(
      checkCommand,
      ...sin('depends-on-the-calendar'),
      '--property',
      'time-shift-invariant',
      '--runs',
      '10',
    );
    expect(code).toBe(0);
    expect(out).toContain('does not hold');
  });

  it('prints one JSON document with --json, with the files it wrote', async () => {
    const args = [
      ...sin('forgets-state-in-snapshot'),
      '--property',
      `${CAUGHT}, inputs-are-not-changed`,
      '--runs',
      '30',
      '--json',
    ];
    const { out } = await run(checkCommand, ...args);
    const { contender, properties, counterexamples } = report(out);
    expect(contender).toMatchObject({ use: SABOTEURS, config: { sin: 'forgets-state-in-snapshot' } });
    expect(properties.map(({ property, outcome }) => [property, outcome.kind])).toEqual([
      [CAUGHT, 'violated'],
      ['inputs-are-not-changed', 'held'],
    ]);
    expect(counterexamples).toHaveLength(1);
    const stored = JSON.parse(await readFile(counterexamples[0]!.file, 'utf8')) as { property: { id: string } };
    expect(stored.property.id).toBe(CAUGHT);
  });

  it('finds the same failure again under the same name', async () => {
    expect(await saveFailure()).toBe(await saveFailure());
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('lists what each property claims', async () => {
    const { out } = await run(checkCommand, '--list-properties');
    for (const { id, claim } of PROPERTIES) expect(out).toMatch(new RegExp(`^${id} .*\\n {4}${claim}$`, 'm'));
  });

  it('suggests the property that was meant', async () => {
    const failed = run(checkCommand, 'null', '--property', 'input-are-not-changed');
    await expect(failed).rejects.toThrow('did you mean "inputs-are-not-changed"?');
  });

  it.each([
    ['--runs', '0'],
    ['--seed', '0'],
    ['--seed', '2147483648'],
    ['--with', '[1]'],
  ])('refuses %s %s', async (option, value) => {
    await expect(run(checkCommand, 'null', option, value)).rejects.toThrow(`option '`);
  });
});

describe('watchbench replay', () => {
  it('fails while the failure is there', async () => {
    const { out, code } = await run(replayCommand, await saveFailure());
    expect(code).toBe(1);
    expect(out).toContain('forgets-state-in-snapshot: A session resumed from a snapshot');
    expect(out).toContain('now    still fails: row ');
  });

  it('ends well once it is fixed, and says so in JSON', async () => {
    const file = await saveFailure();
    const stored = JSON.parse(await readFile(file, 'utf8')) as { contender: { config: { sin: string } } };
    stored.contender.config.sin = 'none';
    await writeFile(file, JSON.stringify(stored));
    const { out, code } = await run(replayCommand, file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ now: { kind: 'fixed' } });
  });

  it('is inconclusive when the property has changed since', async () => {
    const file = await saveFailure();
    const stored = JSON.parse(await readFile(file, 'utf8')) as { property: { version: number } };
    stored.property.version = 99;
    await writeFile(file, JSON.stringify(stored));
    const { out, code } = await run(replayCommand, file);
    expect(code).toBe(3);
    expect(out).toContain('stale: snapshot-then-resume-equals-uninterrupted is now version 1, this is of version 99');
  });

  it('takes a failure out of the record of a run', async () => {
    const stored: unknown = JSON.parse(await readFile(await saveFailure(), 'utf8'));
    const record = join(folder, 'record.json');
    await writeFile(record, JSON.stringify(recordWith(stored)));
    const { code, out } = await run(replayCommand, record, '--contender', 'forgetful', '--property', CAUGHT);
    expect(code).toBe(1);
    expect(out).toContain('forgetful: A session resumed');
    await expect(run(replayCommand, record, '--contender', 'nobody')).rejects.toThrow(
      `--contender forgetful --property ${CAUGHT}`,
    );
  });

  it('says what is wrong with a file that is no counterexample, and where', async () => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, '{ "kind": "watchbench-counterexample",\n  "seed": "one" }');
    const error: unknown = await run(replayCommand, file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(`${file}:2:11: seed:`);
    expect((error as InputError).faults.length).toBeGreaterThan(3);
  });
});

/** A record in which one contender, which the plan can make again, broke one property. */
function recordWith(counterexample: unknown): unknown {
  const record = exampleRecord();
  const [first] = record.plan.contenders;
  const forgetful = { ...first!, name: 'forgetful', use: SABOTEURS, config: { sin: 'forgets-state-in-snapshot' } };
  const violated = {
    property: CAUGHT,
    claim: 'A session resumed goes on.',
    scope: 'must',
    outcome: {
      kind: 'violated',
      runs: 1,
      shrinks: 0,
      message: '',
      counterexample,
      seed: 1,
      path: '0',
      reproduces: 'always',
    },
  };
  const cell = {
    id: 'behaviour/forgetful/1',
    study: 'behaviour',
    contender: 'forgetful',
    seed: 1,
    outcome: { kind: 'measured', result: { kind: 'behaviour', properties: [violated] } },
    measurement: { durationMs: 1 },
  };
  return { ...record, plan: { ...record.plan, contenders: [forgetful] }, cells: [cell] };
}
