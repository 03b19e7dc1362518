import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve('src');

/**
 * Who may import whom: room → rooms it may import from. Root modules (src/*.ts) are open to all and know only each
 * other. This is the table of ARCHITECTURE.md.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  root: [],
  telemetry: [],
  promql: [],
  contract: ['telemetry'],
  'contenders/baselines': ['contract', 'telemetry'],
  'contenders/rules': ['contract', 'telemetry', 'promql'],
  'contenders/model': ['contract', 'telemetry'],
  'contenders/hybrid': ['contract', 'telemetry'],
  record: [],
  replay: ['contract', 'telemetry', 'record'],
  accuracy: ['contract', 'telemetry', 'record', 'replay'],
  behaviour: ['contract', 'telemetry', 'record', 'replay'],
  determinism: ['contract', 'telemetry', 'record', 'replay'],
  latency: ['contract', 'telemetry', 'record', 'replay'],
  verdict: ['record'],
  views: ['record', 'verdict'],
  run: [
    'contract',
    'telemetry',
    'record',
    'replay',
    'accuracy',
    'behaviour',
    'determinism',
    'latency',
    'promql',
    'contenders/baselines',
    'contenders/rules',
    'contenders/model',
    'contenders/hybrid',
  ],
  cards: ['contract', 'telemetry', 'record', 'run', 'verdict', 'views', 'contenders/model', 'contenders/rules'],
  tuner: ['contract', 'telemetry', 'record', 'replay', 'accuracy', 'run', 'verdict'],
  cli: [
    'contract',
    'telemetry',
    'record',
    'replay',
    'accuracy',
    'behaviour',
    'determinism',
    'latency',
    'promql',
    'contenders/model',
    'contenders/rules',
    'verdict',
    'views',
    'run',
    'tuner',
    'cards',
  ],
  index: ['contract', 'telemetry', 'record', 'replay', 'accuracy', 'run'],
};

/** Packages that belong to one room alone. */
const OWNED_PACKAGES: readonly { readonly pattern: RegExp; readonly rooms: readonly string[] }[] = [
  { pattern: /^@tensorflow\//, rooms: ['contenders/model'] },
  { pattern: /^(@lezer|@prometheus-io)\/|^re2js$/, rooms: ['promql'] },
  { pattern: /^fast-check$/, rooms: ['behaviour'] },
  { pattern: /^tinybench$/, rooms: ['latency'] },
  { pattern: /^csv-parse/, rooms: ['telemetry', 'accuracy'] },
  { pattern: /^(commander|ora)$/, rooms: ['cli'] },
];

/** What reads a clock, the environment or unseeded chance, or prints. */
const IMPURE: readonly { readonly what: string; readonly pattern: RegExp; readonly rooms: readonly string[] }[] = [
  { what: 'Math.random', pattern: /\bMath\.random\b/, rooms: [] },
  {
    what: 'the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b/,
    rooms: ['cli', 'latency'],
  },
  { what: 'the environment', pattern: /\bprocess\.env\b|\benv\b[^;]*from 'node:process'/, rooms: ['cli'] },
  { what: 'standard output', pattern: /\bconsole\.|\bprocess\.std(?:out|err)\b/, rooms: ['cli'] },
  { what: 'process.exit', pattern: /\bprocess\.exit\b/, rooms: ['cli'] },
];

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly code: string;
  readonly imports: readonly string[];
}

function roomOf(path: string): string {
  const parts = path.split('/');
  if (path === 'index.ts') return 'index';
  if (parts.length === 1) return 'root';
  // Files that lie directly in contenders/ are the contract and what every contender shares.
  if (parts[0] === 'contenders') return parts.length === 2 ? 'contract' : `contenders/${parts[1]}`;
  return parts[0]!;
}

const withoutComments = (code: string): string =>
  code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const code = withoutComments(readFileSync(join(SRC, path), 'utf8'));
    const imports = [...code.matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)'([^']+)'/gm)].map((match) => match[1]!);
    return { path, room: roomOf(path), code, imports };
  });

const targetOf = (file: SourceFile, specifier: string): string =>
  posix.normalize(relative(SRC, resolve(SRC, dirname(file.path), specifier)).replaceAll('\\', '/'));

describe('the import table', () => {
  it('sees the source tree', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(new Set(files.map(({ room }) => room))).toEqual(new Set(Object.keys(MAY_IMPORT)));
  });

  it('holds: no room imports from a room it may not know', () => {
    const breaches = files.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => {
          const room = roomOf(target);
          return room !== file.room && room !== 'root' && !MAY_IMPORT[file.room]!.includes(room);
        })
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  it('holds between files too: none imports itself by way of others, not even for a type', () => {
    const left = new Map(files.map((file) => [file.path, file.imports.map((specifier) => targetOf(file, specifier))]));
    // Whoever imports nothing that is left can be on no circle, nor can whoever then imports nothing that is left.
    for (let before = 0; before !== left.size; ) {
      before = left.size;
      for (const [path, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(path);
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('lets only the line-up name contenders', () => {
    const breaches = files
      .filter(({ room, path }) => room === 'run' && path !== 'run/line-up.ts')
      .filter((file) =>
        file.imports.some((specifier) =>
          /^contenders\/(baselines|rules|model|hybrid)\//.test(targetOf(file, specifier)),
        ),
      );
    expect(breaches.map(({ path }) => path)).toEqual([]);
  });

  it('keeps each package of a trade in the room of that trade', () => {
    const breaches = files.flatMap((file) =>
      OWNED_PACKAGES.filter(({ rooms }) => !rooms.includes(file.room)).flatMap(({ pattern }) =>
        file.imports
          .filter((specifier) => pattern.test(specifier))
          .map((specifier) => `${file.path} imports ${specifier}`),
      ),
    );
    expect(breaches).toEqual([]);
  });

  it('has no file imported only by hope: every relative import exists', () => {
    const known = new Set(files.map(({ path }) => path));
    const missing = files.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith('.') && specifier.endsWith('.ts'))
        .filter((specifier) => !known.has(targetOf(file, specifier)))
        .map((specifier) => `${file.path} → ${specifier}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Native TensorFlow reads its switches from the environment alone, so the file that pins them has to write there. */
const MAY_TOUCH_ENVIRONMENT = 'contenders/model/native-pins.ts';

describe('chance, time and the outside world', () => {
  it.each(IMPURE)('$what is read only where it may be', ({ pattern, rooms }) => {
    const readers = files
      .filter(({ room, path, code }) => path !== MAY_TOUCH_ENVIRONMENT && !rooms.includes(room) && pattern.test(code))
      .map(({ path }) => path);
    expect(readers).toEqual([]);
  });
});

describe('house rules', () => {
  it('has no catch-all file names', () => {
    const names = files
      .map(({ path }) => path)
      .filter((path) => /(^|\/)(utils?|helpers?|manager|base|common|misc)(\.|\/)/.test(path));
    expect(names).toEqual([]);
  });

  it('has kebab-case file names', () => {
    expect(files.map(({ path }) => path).filter((path) => !/^[a-z0-9/.-]+$/.test(path))).toEqual([]);
  });

  it('keeps every file under 300 lines, but for the schema of the record', () => {
    const long = files
      .filter(({ path }) => path !== 'record/schema.ts')
      .filter(({ path }) => readFileSync(join(SRC, path), 'utf8').split('\n').length > 300)
      .map(({ path }) => path);
    expect(long).toEqual([]);
  });
});
