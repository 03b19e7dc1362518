import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../../faults.ts';
import { expandGlob } from './expand-glob.ts';

/**
 * The rule files that a path means: a file, a folder of YAML files, or a glob.
 * @throws InputError `prometheus/no-file`
 */
export async function rulePaths(path: string): Promise<string[]> {
  if (/[*?]/.test(path)) {
    const found = await expandGlob(resolve(path));
    if (found.length === 0) throw InputError.of('prometheus/no-file', `prometheus: nothing matches ${path}`);
    return found;
  }
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return names.map((name) => join(path, name));
}
