import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { TrialValues } from '../contenders/search-space.ts';
import type { WatchbenchConfig } from '../run/config.ts';
import { contenderEntries } from '../run/plan.ts';
import { withPaths } from '../run/read-config.ts';
import type { TunePlan } from './tune-plan.ts';
import type { TunedContender, TuneReport } from './tune-report.ts';

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The configuration with every tuned contender beside the one it came from, and the files that the tuned ones need, such
 * as a tuned rule file, beside it. The configuration comes first.
 * @param file where it is to be written; paths in it are relative to its folder
 */
export function tunedConfig(input: {
  readonly config: WatchbenchConfig;
  readonly tunePlan: TunePlan;
  readonly report: TuneReport;
  readonly file: string;
}): WrittenFile[] {
  const { config, tunePlan, report, file } = input;
  const files: WrittenFile[] = [];
  const taken = new Set(tunePlan.entrants.map(({ name }) => name));
  const contenders = contenderEntries(config).flatMap((entry, i): NonNullable<WatchbenchConfig['contenders']> => {
    const shipped = entry.name === undefined && entry.with === undefined ? entry.use : entry;
    const { name, space } = tunePlan.entrants[i]!;
    const values = tunedValues(report.contenders[i]!);
    if (space === null || values === null) return [shipped];
    const tuned = freeName(`${name}-tuned`, taken);
    const keep = (ending: string, text: string): string => {
      const path = join(dirname(file), besideName(file, name, ending));
      files.push({ path, text });
      return relative('', path); // from the working directory, like every path of a configuration that was read
    };
    return [shipped, { use: entry.use, name: tuned, with: space.writtenAt(values, keep) }];
  });
  const moved = withPaths({ ...config, contenders }, pathsFrom(dirname(file)));
  const text =
    extname(file) === '.json'
      ? `${JSON.stringify(moved, null, 2)}\n`
      : `${preface(report)}${stringify(moved, { lineWidth: 0 })}`;
  return [{ path: file, text }, ...files];
}

/** Null where nothing was better than what was shipped: a copy of it would be no contender of its own. */
function tunedValues(contender: TunedContender): TrialValues | null {
  return contender.kind === 'failed' || contender.chosen.trial === 0 ? null : contender.chosen.values;
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  taken.add(name);
  return name;
}

function pathsFrom(folder: string) {
  const path = (path: string) => (isAbsolute(path) ? path : relative(folder, path) || '.');
  const isModule = (name: string) => /[./\\]/.test(name);
  const use = (name: string) => {
    if (!isModule(name) || isAbsolute(name)) return name;
    const moved = relative(folder, resolve(name));
    return moved.startsWith('.') ? moved : `./${moved}`;
  };
  return { path, use };
}

/** `tuned.config.rules-or-model.rules.yaml`; no word twice in a row. */
function besideName(file: string, contender: string, ending: string): string {
  const stem = basename(file, extname(file));
  const words = [contender.replaceAll(/[^\w-]+/g, '-'), ...ending.split('.')];
  return [stem, ...words.filter((word, i) => word !== words[i - 1])].join('.');
}

function preface({ trials, seed, protocol, dataset, metric, contenders }: TuneReport): string {
  const where =
    protocol.kind === 'split'
      ? 'on its validation recordings; the test recordings took no part'
      : 'on all of its recordings, so that on these data figures of the tuned are in-sample';
  const unchanged = contenders
    .filter(
      (contender) => contender.kind === 'tuned' && contender.dimensions.length > 0 && contender.chosen.trial === 0,
    )
    .map(({ name }) => `# ${name}: nothing that was tried was better than what was shipped.\n`);
  return `# Settings chosen by watchbench tune: the best of ${trials.used} trials of each contender by ${metric.title}, seed ${seed},
# chosen on ${dataset.name}, ${where}.
${unchanged.join('')}`;
}
