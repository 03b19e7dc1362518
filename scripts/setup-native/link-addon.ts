import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';

/**
 * Puts the addon where tfjs-node looks for it, as a link: Node resolves it before loading, so the libraries are found
 * beside the real file.
 */
export async function linkAddon(cacheFolder: string, tfjsNode: string): Promise<'linked' | 'was linked'> {
  const target = join(cacheFolder, 'tfjs_binding.node');
  const link = join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');
  if ((await lstat(link).catch(() => null))?.isSymbolicLink() && (await readlink(link)) === target) return 'was linked';
  await mkdir(dirname(link), { recursive: true });
  const fresh = `${link}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, link);
  return 'linked';
}
