import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readmeWithTables } from '../../scripts/write-readme.ts';
import { readRuleFile } from '../../src/contenders/rules/read-rule-file.ts';
import { configSchema } from '../../src/run/config.ts';
import { parseDocument } from '../../src/telemetry/positioned-document.ts';
import { validateDocument } from '../../src/telemetry/validate-document.ts';

const run = promisify(execFile);

interface Block {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

const blocksOf = (file: string): Block[] =>
  [...readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    file,
    language: language!,
    text: text!,
  }));

const blocks = [
  'README.md',
  'datasets/README.md',
  'datasets/webshop/README.md',
  'bench/README.md',
  'reports/README.md',
  'docs/cloudwatch.md',
]
  .filter((file) => existsSync(file))
  .flatMap(blocksOf);

/** Run by the CI script from a clean checkout; running them inside a test would run the tests inside the tests. */
const RUN_BY_CI = ['npm ci && npm start', 'npm ci && npm test', 'npm run setup:native', 'npm run bench'];

const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ file, text }) =>
    text
      .trim()
      .split('\n')
      .map((line) => ({ file, line: line.trim() })),
  )
  .filter(({ line }) => !RUN_BY_CI.some((known) => line.startsWith(known)));

const scratch = mkdtempSync(join('reports', 'readme-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the commands of the documentation', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  const ci = readFileSync('.ci/run', 'utf8');
  it.each(['npm ci', 'npm start', 'npm test', 'npm run --silent setup:native'])(
    '%s is run by the CI script',
    (command) => {
      expect(ci).toContain(command);
    },
  );

  it.each(commands)('$file: $line', { timeout: 400_000 }, async ({ line }) => {
    const [npx, watchbench, ...argv] = words(line);
    expect([npx, watchbench]).toEqual(['npx', 'watchbench']);
    const missing = argv.find((word) => word.startsWith('../shared') && !existsSync(word));
    if (missing !== undefined) return void console.warn(`skipped, ${missing} is not here: ${line}`);
    const { stdout } = await run(process.execPath, ['bin/watchbench.js', ...argv, ...quick(argv)], { maxBuffer: 1e8 });
    expect(stdout.trim()).not.toBe('');
  });
});

describe('the tables of the README', () => {
  it('are what the committed reports say; npm run readme rewrites them', async () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(await readmeWithTables(readme)).toBe(readme);
  });
});

describe('the snippets of the README', () => {
  const yaml = blocks.filter(({ language, file }) => language === 'yaml' && file === 'README.md');

  it('configuration is valid', () => {
    const [block] = yaml.filter(({ text }) => text.startsWith('# config'));
    const config = validateDocument(
      configSchema as z.ZodType<z.input<typeof configSchema>>,
      parseDocument(block!.text, 'README.md'),
    );
    expect(config.contenders).toHaveLength(4);
  });

  it('rule file is valid', async () => {
    const [block] = yaml.filter(({ text }) => text.startsWith('# rules'));
    const file = join(scratch, 'readme.rules.yaml');
    writeFileSync(file, block!.text);
    await expect(readRuleFile(file)).resolves.toBeDefined();
  });

  it('contender of your own runs and holds what it claims', { timeout: 60_000 }, async () => {
    const [block] = blocks.filter(({ language, file }) => language === 'ts' && file === 'README.md');
    mkdirSync(scratch, { recursive: true });
    const file = join(scratch, 'above.ts');
    writeFileSync(file, block!.text.replace("'watchbench'", "'../../src/index.ts'"));
    const { stdout } = await run(process.execPath, [
      'bin/watchbench.js',
      'check',
      `./${file}`,
      '--runs',
      '10',
      '--out',
      scratch,
    ]);
    expect(stdout).toContain('missing-readings-never-read-as-quiet');
  });
});

/** Shell words; quotes around a glob are for the shell alone. */
const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

const writtenTo = (argv: readonly string[]): string[] =>
  argv.includes('--write') ? ['--write', join(scratch, 'tuned.config.yaml')] : [];

/** The same commands, with less of what only makes them slow. */
function quick(argv: readonly string[]): string[] {
  if (argv[0] === 'check') return ['--runs', '10', '--out', scratch];
  if (argv[0] === 'tune') {
    const few = argv[1]?.endsWith('.yaml') ? [] : ['--contenders', 'rolling-mad,rules'];
    return ['--out', scratch, '--trials', '2', ...few, ...writtenTo(argv)];
  }
  if (argv[0] !== 'run') return [];
  const out = ['--out', scratch];
  return argv.includes('--contenders') ? out : [...out, '--contenders', 'null,random,rules', '--studies', 'accuracy'];
}
