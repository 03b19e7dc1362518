import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../faults.ts';
import { expandGlob } from './expand-glob.ts';

/** What files are wanted where a folder is named. */
export interface WantedFiles {
  /** As in "no rule file in this folder". */
  readonly what: string;
  /** With the dot. */
  readonly extensions: readonly string[];
  /** Of the fault where there are none. */
  readonly code: string;
}

/**
 * The files that a path means: the file itself, those wanted in a folder and its subfolders, or what a glob matches.
 * Hidden ones in a folder are left out: a mounted ConfigMap has every file once more in a folder `..data`.
 * @param shown how faults name it
 * @throws InputError `code` where there are none
 */
export async function filesMeant(
  path: string,
  { what, extensions, code }: WantedFiles,
  shown: string = path,
): Promise<string[]> {
  if (/[*?]/.test(path)) {
    const found = await expandGlob(resolve(path));
    if (found.length === 0) throw InputError.of(code, `nothing matches ${shown}`);
    return found;
  }
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const isWanted = (name: string) =>
    extensions.some((extension) => name.endsWith(extension)) && !/(^|[/\\])\./.test(name);
  const names = (await readdir(path, { recursive: true })).filter(isWanted).sort();
  if (names.length === 0)
    throw InputError.of(code, `no ${what} in this folder (${extensions.join(', ')})`, { file: shown });
  return names.map((name) => join(path, name));
}
