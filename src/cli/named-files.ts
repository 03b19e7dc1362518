import { isAbsolute, relative, resolve } from 'node:path';
import type { NamedFile } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import { rulePaths } from '../contenders/rules/prometheus/reading/rule-paths.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import type { CommandIo } from './command-io.ts';

/**
 * Files of the command line, rule files where nothing else is said: where they lie, and how the user named them, or
 * would have.
 * @param pathsOf what a path means
 * @throws InputError of every folder and glob that has none
 */
export async function namedFiles(
  { cwd }: CommandIo,
  names: readonly string[],
  pathsOf: (path: string, shown: string) => Promise<string[]> = rulePaths,
): Promise<NamedFile[]> {
  const faults: Fault[] = [];
  const files: NamedFile[] = [];
  for (const name of names) {
    const paths = (await collectFaults(faults, () => pathsOf(resolve(cwd, name), name))) ?? [];
    for (const path of paths) files.push({ path, shown: isAbsolute(name) ? path : relative(cwd, path) });
  }
  throwIfAny(faults);
  return files;
}
