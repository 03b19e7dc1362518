import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync } from 'node:fs';

/** Small on purpose: receipts of half a day fill a quarter of it. */
export const VOLUME_BYTES = 32 * 1024 * 1024;

/** The small volume on which the shop writes receipts. */
export interface Volume {
  readonly folder: string;
  /** False where this machine permits no mount: the folder is then an ordinary one and cannot be filled. */
  readonly isMounted: boolean;
  readonly freeRatio: () => number;
  readonly close: () => void;
}

/** A tmpfs of its own. */
export function openVolume(folder: string): Volume {
  mkdirSync(folder, { recursive: true });
  unmount(folder);
  const isMounted = mount(folder);
  return {
    folder,
    isMounted,
    freeRatio: () => {
      const { bavail, blocks } = statfsSync(folder);
      return bavail / blocks;
    },
    close: () => unmount(folder),
  };
}

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_BYTES},mode=0777`, 'opslab', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

function unmount(folder: string): void {
  if (
    !readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .some((line) => line.split(' ')[1] === folder)
  )
    return;
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}
