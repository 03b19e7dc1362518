import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { LINTS } from '../../src/contenders/rules/prometheus/lints/lints.ts';
import * as promql from '../../src/promql/index.ts';
import { expandGlob } from '../../src/telemetry/expand-glob.ts';
import { toldWorld } from '../cli/told-world.ts';

const run = promisify(execFile);
const scratch = mkdtempSync(join('reports', 'docs-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const blocksOf = (file: string, language: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, written]) => written === language)
    .map(([, , text]) => text!.trim());

/** Files as a shell would name them. */
const expanded = async (word: string): Promise<string[]> => (word.includes('*') ? expandGlob(word) : [word]);

async function command(line: string) {
  const [, , ...argv] = line.replace(/\s+#.*/, '').split(/\s+/);
  const { io, said } = toldWorld();
  const code = await runCli((await Promise.all(argv.map(expanded))).flat(), io);
  return { ...said, code };
}

/** Stands for the reader's own files. */
const READERS_OWN = 'tests/*.yml';

describe('the commands of the page on rule files', () => {
  const lines = blocksOf('docs/rules.md', 'sh').flatMap((block) => block.split('\n'));

  it.each(lines.filter((line) => !line.includes(READERS_OWN)))('%s', { timeout: 60_000 }, async (line) => {
    const { code, out, err } = await command(line);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.trim()).not.toBe('');
  });

  it('list every lint, with its severity', () => {
    const page = readFileSync('docs/rules.md', 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (.*) \|$/gm)].map(([, id, severity, what]) => [
      id,
      severity,
      what,
    ]);
    expect(rows).toEqual(LINTS.map(({ id, severity, what }) => [id, severity, what]));
  });

  it('print what the page shows of explain', { timeout: 60_000 }, async () => {
    const [line] = lines.filter((each) => each.includes('rules explain'));
    const { out } = await command(line!);
    const shown = blocksOf('docs/rules.md', 'text').find((block) => block.includes('when it became active'))!;
    for (const text of shown.split('\n')) expect(out).toContain(text.trim());
  });
});

describe('the page on PromQL', () => {
  it('shows a program that prints what it says', { timeout: 60_000 }, async () => {
    const [program] = blocksOf('docs/promql.md', 'ts');
    const [printed] = blocksOf('docs/promql.md', 'text');
    const file = join(scratch, 'program.ts');
    writeFileSync(file, program!.replace("'watchbench/promql'", "'../../src/promql/index.ts'"));
    const { stdout } = await run(process.execPath, ['--import', 'tsx', file]);
    expect(stdout.trim()).toBe(printed);
  });

  it('names what there is, and the package exports it', () => {
    const page = readFileSync('docs/promql.md', 'utf8');
    const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)/g)].map(([, name]) => name!),
    );
    const surface = rows.slice(0, rows.indexOf('native'));
    expect(surface.length).toBeGreaterThan(8);
    expect(Object.keys(promql)).toEqual(expect.arrayContaining(surface));
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(exports['./promql'].default).toBe('./dist/promql/index.js');
  });

  it.skipIf(!existsSync('../shared/prometheus/promqltest'))(
    'gives the figures that its command prints (skipped without the shared scripts)',
    { timeout: 60_000 },
    async () => {
      const [line] = blocksOf('docs/promql.md', 'sh');
      const { passed, failed, refused, refusals } = JSON.parse((await command(`${line} --json`)).out);
      const native = refusals
        .filter(({ construct }: { construct: string }) => construct === 'native-histogram')
        .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
      expect(failed).toBe(0);
      const page = readFileSync('docs/promql.md', 'utf8').replaceAll('\n', ' ');
      expect(page).toContain(
        `Of their ${passed + refused} evals ${passed} pass, none fails and ${refused} are refused by name: ${native} for native histograms, ${refused - native} for experimental`,
      );
    },
  );
});
