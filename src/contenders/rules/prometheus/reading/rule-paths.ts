import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../../../faults.ts';
import { expandGlob } from './expand-glob.ts';

/**
 * The rule files that a path means: a file, the YAML files in a folder and its subfolders, or a glob.
 * @throws InputError `prometheus/no-file`
 */
export async function rulePaths(path: string): Promise<string[]> {
  if (/[*?]/.test(path)) {
    const found = await expandGlob(resolve(path));
    if (found.length === 0) throw InputError.of('prometheus/no-file', `nothing matches ${path}`);
    return found;
  }
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path, { recursive: true })).filter(isRuleFile).sort();
  if (names.length === 0)
    throw InputError.of('prometheus/no-file', 'no rule file in this folder (.yml, .yaml)', { file: path });
  return names.map((name) => join(path, name));
}

/** Hidden ones are none: a mounted ConfigMap has every file once more in a folder `..data`. */
const isRuleFile = (name: string): boolean => /\.ya?ml$/.test(name) && !/(^|[/\\])\./.test(name);
