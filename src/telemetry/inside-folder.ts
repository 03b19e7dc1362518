import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError, type Place } from '../faults.ts';
import { readFault } from './read-fault.ts';

/**
 * Path of a file that a dataset names, which must be inside the dataset's folder, links followed.
 * @throws InputError `manifest/outside` or `manifest/missing-file`, at `place`
 */
export async function resolveInside(folder: string, path: string, place: Place): Promise<string> {
  const outside = (where: string) =>
    InputError.of(
      'manifest/outside',
      `${JSON.stringify(path)} ${where}`,
      place,
      'keep all files in the dataset folder',
    );
  if (isAbsolute(path) || isOutside(relative(folder, join(folder, path)))) {
    throw outside('is outside the dataset folder');
  }
  try {
    const [root, real] = [await realpath(folder), await realpath(join(folder, path))];
    if (isOutside(relative(root, real))) throw outside('is a link out of the dataset folder');
    return join(folder, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw InputError.of('manifest/missing-file', `there is no file ${JSON.stringify(path)}`, place);
    }
    throw error instanceof InputError ? error : readFault('manifest/missing-file', path, error);
  }
}

const isOutside = (path: string) => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
