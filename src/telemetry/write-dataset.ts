import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../faults.ts';
import type { DatasetFiles } from './dataset-files.ts';

/**
 * Writes a dataset folder whole or not at all: into a sibling first, which is then renamed.
 * With `replace`, an existing folder makes way at the very end.
 * @throws InputError `data/exists`
 */
export async function writeDataset(
  folder: string,
  files: DatasetFiles,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  const target = resolve(folder);
  const isThere = await stat(target).then(
    () => true,
    () => false,
  );
  if (isThere && !replace) {
    throw InputError.of('data/exists', 'this folder is already there', { file: folder }, '--force replaces it');
  }
  await mkdir(dirname(target), { recursive: true });
  const sibling = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const fresh = join(sibling, 'new');
    await mkdir(fresh);
    for (const [path, content] of files) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), content);
    }
    if (isThere) await rename(target, join(sibling, 'old'));
    await rename(fresh, target);
  } finally {
    await rm(sibling, { recursive: true, force: true });
  }
}
