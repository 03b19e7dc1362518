import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { SARIF_SCHEMA } from './sarif-2.1.0.ts';
import { toldWorld } from './told-world.ts';

let folder = '';

const FILES: Readonly<Record<string, string>> = {
  'clean.yml': 'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: up == 0 }\n',
  'note.yml': 'groups:\n  - name: g\n    rules:\n      - { record: r, expr: sum(up) }\n',
  'warning.yml': 'groups:\n  - name: g\n    rules:\n      - { alert: Gone, expr: absent(up) }\n',
  'error.yml': 'groups:\n  - name: g\n    rules:\n      - alert: Never\n        expr: count(up) == 0\n',
  'type.yml':
    'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: rate(up) > 1\n      - { alert: B, expr: count(x) == 0 }\n',
  'off.yml':
    'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: absent(up) } # watchbench disable absent-without-for\n',
  'refused.yml': 'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: "mad_over_time(x[5m]) > 1" }\n',
  'broken, yes.yml': 'groups: [\n',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});

async function lint(...args: readonly string[]) {
  const { io, said } = toldWorld({ cwd: folder });
  const code = await runCli(['rules', 'lint', ...args], io);
  return { ...said, code };
}

describe('rules lint', () => {
  it.each([
    ['clean.yml', 0],
    ['note.yml', 0],
    ['refused.yml', 0],
    ['warning.yml', 1],
    ['error.yml', 1],
    ['type.yml', 1],
    ['off.yml', 0],
    ['broken, yes.yml', 2],
    ['absent.yml', 2],
  ] as const)('answers for %s with %d', async (file, code) => {
    expect((await lint(file)).code).toBe(code);
  });

  it('takes folders and globs, hidden files left out, and names every file as the user would', async () => {
    await mkdir(join(folder, 'sub', 'deep'), { recursive: true });
    await mkdir(join(folder, 'sub', '..data'));
    for (const name of ['sub/b.yaml', 'sub/deep/a.yml', 'sub/..data/b.yaml', 'sub/readme.md'])
      await writeFile(join(folder, name), FILES['error.yml']!);
    const filesOf = ({ out }: { readonly out: string }) =>
      new Set([...out.matchAll(/^(\S+):\d+:\d+/gm)].map((m) => m[1]));
    expect(filesOf(await lint('sub'))).toEqual(new Set(['sub/b.yaml', 'sub/deep/a.yml']));
    expect(filesOf(await lint('sub/*/*.yml', 'error.y?l'))).toEqual(new Set(['sub/deep/a.yml', 'error.yml']));
    expect((await lint(join(folder, 'sub'))).out).toContain(join(folder, 'sub/deep/a.yml:5:15'));
    await mkdir(join(folder, 'empty'));
    const nothing = await lint('empty', 'sub/*.nix', 'error.yml');
    expect(nothing).toMatchObject({ code: 2, out: '' });
    expect(nothing.err).toContain('no rule file in this folder');
    expect(nothing.err).toContain('nothing matches');
  });

  it('lets warnings pass with --fail-on error, and errors never', async () => {
    expect((await lint('warning.yml', '--fail-on', 'error')).code).toBe(0);
    expect((await lint('error.yml', '--fail-on', 'error')).code).toBe(1);
  });

  it('shows the line with carets under what it is about', async () => {
    const { out } = await lint('error.yml', 'warning.yml', 'off.yml');
    expect(
      out,
    ).toBe(`error.yml:5:15: error: alert Never: never holds: the left side is 1 or more, the right 0 [comparison-never-true]
    5│         expr: count(up) == 0
     │               ^^^^^^^^^^^^^^
       for "there is none" write \`absent(…)\`, or \`(count(…) or vector(0)) == 0\`

warning.yml:4:30: warning: alert Gone: absent() with no \`for\`: one missed scrape fires [absent-without-for]
    4│       - { alert: Gone, expr: absent(up) }
     │                              ^^^^^^^^^^
       add \`for:\` of at least two scrape intervals, or use absent_over_time()

3 rules in 3 files: 1 error, 1 warning, 0 notes; 1 switched off by comments
`);
  });

  it('tells faults of type with their place, and goes on with the rules beside them', async () => {
    const { findings } = JSON.parse((await lint('type.yml', '--json')).out);
    expect(findings).toMatchObject([
      {
        lint: 'prometheus/expression',
        line: 5,
        column: 20,
        severity: 'error',
        message: expect.stringContaining('expected type range vector'),
      },
      { lint: 'comparison-never-true', line: 6, rule: { name: 'B', group: 'g', kind: 'alert' } },
    ]);
  });

  it('says what it found beside a file that cannot be read, and exits with 2', async () => {
    const { out, err, code } = await lint('broken, yes.yml', 'error.yml', 'absent.yml');
    expect(out).toContain('comparison-never-true');
    expect(err).toMatch(/broken, yes\.yml:\d+:\d+: not YAML/);
    expect(err).toContain('absent.yml');
    expect(code).toBe(2);
  });

  it('does not speak of nothing found where no file could be read', async () => {
    expect(await lint('absent.yml', 'broken, yes.yml')).toMatchObject({ out: '', code: 2 });
  });

  it('counts a refusal as a note', async () => {
    const { findings, notes } = JSON.parse((await lint('refused.yml', '--format', 'json')).out);
    expect(notes).toBe(1);
    expect(findings).toMatchObject([{ lint: 'not-evaluated', line: 4, column: 28, endColumn: 41 }]);
  });

  it('writes annotations as GitHub reads them', async () => {
    const { out } = await lint('warning.yml', 'note.yml', '--format', 'github');
    expect(out.split('\n')).toEqual([
      '::warning file=warning.yml,line=4,endLine=4,col=30,endColumn=40,title=absent-without-for::Gone: absent() with no `for`: one missed scrape fires%0Aadd `for:` of at least two scrape intervals, or use absent_over_time()',
      expect.stringMatching(
        /^::notice file=note\.yml,line=4,endLine=4,col=19,endColumn=20,title=recording-unused::r: no rule/,
      ),
      '',
    ]);
  });

  it('writes SARIF 2.1.0, suppressions and unusable files in it', async () => {
    const { out } = await lint(...Object.keys(FILES), 'absent.yml', '--format', 'sarif');
    const log = JSON.parse(out);
    const validate = new Ajv({ allErrors: true, strict: false }).compile(SARIF_SCHEMA);
    validate(log);
    expect(validate.errors).toBeNull();
    const [{ results, tool, invocations }] = log.runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.filter((one: { suppressions?: unknown }) => one.suppressions)).toHaveLength(1);
    expect(invocations[0].executionSuccessful).toBe(false);
    const uris = invocations[0].toolExecutionNotifications.map(
      (one: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        one.locations[0]!.physicalLocation.artifactLocation.uri,
    );
    expect(new Set(uris)).toEqual(new Set(['broken,%20yes.yml', 'absent.yml']));
  });

  it('takes intervals and leaves lints out', async () => {
    const ranged = join(folder, 'range.yml');
    await writeFile(
      ranged,
      'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: "rate(x_total[1m]) > 1", for: 10s }\n',
    );
    expect((await lint(ranged)).code).toBe(0);
    expect((await lint(ranged, '--scrape-interval', '1m')).out).toContain('[range-too-short]');
    expect((await lint(ranged, '--scrape-interval', '1m', '--disable', 'range-too-short')).code).toBe(0);
    expect((await lint(ranged, '--evaluation-interval', '30s')).out).toContain('[for-shorter-than-interval]');
  });

  it('lists every lint with its reason', async () => {
    const { out, code } = await lint('--list');
    expect(out).toContain('join-never-matches (error)\n  two sides of an operator');
    expect(code).toBe(0);
  });

  it('refuses lints that do not exist, no files, and nonsense for a duration', async () => {
    expect((await lint('clean.yml', '--disable', 'absent-without')).err).toContain(
      'did you mean "absent-without-for"?',
    );
    expect((await lint()).code).toBe(2);
    expect((await lint('clean.yml', '--scrape-interval', 'soon')).code).toBe(2);
  });
});
