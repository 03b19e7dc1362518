import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TENSORFLOW_VERSION } from '../../src/contenders/model/native-cache.ts';
import { stop } from './problem.ts';
import { runProgram } from './run-program.ts';
import type { Target } from './targets.ts';

/** pip honours the user's index, proxy and certificates, and refuses a wheel whose hash is not the pinned one. */
export async function downloadWheel(
  pip: readonly string[],
  target: Target,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${target.wheelPackage}==${TENSORFLOW_VERSION} --hash=sha256:${target.wheelSha256}\n`);
  const options = ['--no-cache-dir', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
  const wheelOf = [
    '--implementation',
    'cp',
    '--python-version',
    '3.11',
    '--abi',
    'cp311',
    '--platform',
    target.wheelTag,
  ];
  try {
    await runProgram(
      [...pip, 'download', ...options, ...wheelOf, '--require-hashes', '-d', folder, '-r', requirements],
      signal,
    );
  } catch (error) {
    stop(
      `pip could not fetch ${target.wheelPackage} ${TENSORFLOW_VERSION} for ${target.wheelTag}: ${(error as Error).message}`,
      'check the network and the package index pip uses (pip 19 or later), or set WATCHBENCH_TENSORFLOW_WHEEL to a wheel you have',
    );
  }
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  return wheel === undefined ? stop('pip ended well but left no wheel', 'run it again') : join(folder, wheel);
}

/** @throws SetupStopped when the file is not the pinned wheel */
export async function checkWheel(path: string, target: Target): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 22 }), hash);
  } catch (error) {
    stop(
      `the wheel cannot be read: ${(error as Error).message}`,
      'WATCHBENCH_TENSORFLOW_WHEEL must be the path of a file',
    );
  }
  const digest = hash.digest('hex');
  if (digest !== target.wheelSha256) {
    stop(
      `${path} has sha256 ${digest}, expected ${target.wheelSha256}`,
      `it must be the cp311 wheel of ${target.wheelPackage} ${TENSORFLOW_VERSION} for ${target.wheelTag}`,
    );
  }
}
