import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandIo } from '../../src/cli/command-io.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { InputError } from '../../src/faults.ts';
import { recordText } from '../../src/record/write.ts';
import { VIEWS } from '../../src/views/views.ts';
import { exampleRecord } from '../record/example-record.ts';
import { toldWorld } from './told-world.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-report-'));
  await writeFile(join(folder, 'record.json'), recordText(exampleRecord()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command; gives standard output, or the faults it found. */
async function report(
  args: readonly string[],
  changes: Partial<CommandIo> = {},
): Promise<{ out: string; faults: string[] }> {
  const { io, said } = toldWorld({ columns: 80, cwd: folder, ...changes });
  try {
    await reportCommand(io).parseAsync([...args], { from: 'user' });
    return { out: said.out, faults: [] };
  } catch (error) {
    if (error instanceof InputError) return { out: said.out, faults: error.faults.map(({ code }) => code) };
    throw error;
  }
}

describe('watchbench report', () => {
  it('prints the tables of a record, without colour where nobody looks', async () => {
    const { out } = await report(['record.json']);
    expect(out).toContain('On webshop the rules do better');
    expect(out).not.toContain('\u001b');
  });

  it('has colour in a terminal unless NO_COLOR is set', async () => {
    expect((await report(['record.json'], { outIsTerminal: true })).out).toContain('\u001b[');
    expect((await report(['record.json'], { outIsTerminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(
      '\u001b[',
    );
  });

  it('writes every format into a folder and names the files', async () => {
    const formats = VIEWS.map(({ name }) => name).join(',');
    const { out } = await report(['record.json', '--format', formats, '--out', 'again']);
    expect((await readdir(join(folder, 'again'))).sort()).toEqual(VIEWS.map(({ fileName }) => fileName).sort());
    expect(out.trim().split('\n')).toEqual(VIEWS.map(({ fileName }) => join('again', fileName)));
  });

  it('gives the record back as it came', async () => {
    const { out } = await report(['record.json', '-f', 'json']);
    expect(out).toBe(await readFile(join(folder, 'record.json'), 'utf8'));
  });

  it('names every unknown format and the lack of a folder at once', async () => {
    const { faults, out } = await report(['record.json', '-f', 'pdf,html,docx']);
    expect(faults).toEqual(['report/format', 'report/format', 'report/out']);
    expect(out).toBe('');
  });

  it('writes nothing when the record cannot be read', async () => {
    await writeFile(join(folder, 'broken.json'), '{"schemaVersion": 1,');
    expect((await report(['broken.json', '-f', 'html', '-o', 'none'])).faults).toEqual(['record/not-json']);
    expect(await readdir(folder)).not.toContain('none');
    expect((await report(['missing.json'])).faults).toEqual(['record/unreadable']);
  });
});
