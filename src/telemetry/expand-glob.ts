import { readdir, stat } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';
import { globMatcher } from './glob.ts';

/** The files that a path with `*` and `?` in it names, sorted; none where there are none. */
export async function expandGlob(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const segments = pattern
    .slice(root.length)
    .split(/[/\\]/)
    .filter((segment) => segment !== '');
  let found: string[] = [root];
  for (const segment of segments) {
    const isPattern = /[*?]/.test(segment);
    const next = await Promise.all(
      found.map((folder) => (isPattern ? matching(folder, segment) : [join(folder, segment)])),
    );
    found = next.flat();
  }
  const files = await Promise.all(found.map(async (path) => ((await isFile(path)) ? [path] : [])));
  return files.flat().sort();
}

async function matching(folder: string, segment: string): Promise<string[]> {
  const matches = globMatcher(segment);
  const names = await readdir(folder === '' ? `.${sep}` : folder).catch(() => []);
  return names.filter(matches).map((name) => join(folder, name));
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
