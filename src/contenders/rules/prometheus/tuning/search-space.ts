import { extname, isAbsolute, relative } from 'node:path';
import type { JsonObject } from '../../../../json.ts';
import type { SearchSpace } from '../../../search-space.ts';
import { editText } from '../../edit-text.ts';
import { type FactorOf, factorSpace } from '../../factor-space.ts';
import type { ProgramRule } from '../evaluation/rule-program.ts';
import type { RuleFiles } from '../rule-file.ts';
import { tunableFigures } from './tunable-figures.ts';

type Sources = RuleFiles['sources'];

export interface TunedRules {
  readonly sources: Sources;
  /** Where each of them was read. */
  readonly paths: readonly string[];
  /** The alerts that count. */
  readonly alerts: readonly ProgramRule[];
  /** As the user gave them, `file` and `files` among them. */
  readonly settings: JsonObject;
  /** The configuration with other texts in the files. */
  configWith(sources: Sources): JsonObject;
}

/**
 * Factors on the limits, `for` and `keep_firing_for` of alerts; its kinds are the rule groups. A copy of each file that
 * changes is written with these figures replaced and no other byte changed.
 * @returns undefined where there is nothing to tune
 */
export function prometheusSearchSpace(of: TunedRules): SearchSpace | undefined {
  const { sources, paths, alerts, settings, configWith } = of;
  const figures = tunableFigures(alerts, sources);
  const tuned = (factorOf: FactorOf): Sources =>
    sources.map(({ file, text }) => {
      const own = figures.filter((figure) => figure.file === file);
      const edits = own.map((figure) => ({ ...figure, text: figure.spelledAt(factorOf(figure)) }));
      return { file, text: editText(text, edits) };
    });
  const { file: _file, files: _files, ...others } = settings;
  return factorSpace({
    figures,
    configAt: (factorOf) => configWith(tuned(factorOf)),
    writtenAt(factorOf, keep) {
      const endings = fileEndings(sources.map(({ file }) => file));
      const written = tuned(factorOf).map(({ text }, i) =>
        text === sources[i]!.text ? fromHere(paths[i]!, settings) : keep(endings[i]!, text),
      );
      const [only, ...more] = written;
      return more.length === 0 ? { ...others, file: only! } : { ...others, files: written };
    },
  });
}

/** A pattern is resolved to absolute paths; what was named from the working directory stays so. */
function fromHere(path: string, { file, files }: JsonObject): string {
  const named = [file, ...(Array.isArray(files) ? files : [])].filter((each) => typeof each === 'string');
  return isAbsolute(path) && !named.some((each) => isAbsolute(each)) ? relative('', path) : path;
}

/** What the copies are called by: `rules.yml` where there is one file, else each by its name. */
function fileEndings(files: readonly string[]): string[] {
  if (files.length === 1) return [`rules${extname(files[0]!) || '.yml'}`];
  const taken = new Set<string>();
  return files.map((file) => {
    const extension = extname(file);
    const stem = file.slice(0, file.length - extension.length).replaceAll(/[^\w.-]+/g, '-');
    let ending = `${stem}${extension || '.yml'}`;
    for (let count = 2; taken.has(ending); count++) ending = `${stem}-${count}${extension || '.yml'}`;
    taken.add(ending);
    return ending;
  });
}
