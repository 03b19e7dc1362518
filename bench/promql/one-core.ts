import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

export interface OneCore {
  readonly kind: 'pinned';
  readonly core: number;
  /** Goes before the command of another process that is to share the core. */
  readonly command: readonly string[];
  release(): void;
}

/** Puts this process with all its threads on the last core; `free` where there is no taskset. */
export function takeOneCore(): OneCore | { readonly kind: 'free'; readonly command: readonly []; release(): void } {
  const core = cpus().length - 1;
  const taskset = (...args: string[]) => execFileSync('taskset', args, { encoding: 'utf8', stdio: 'pipe' });
  try {
    const before = /: (\S+)\s*$/.exec(taskset('-cp', String(process.pid)))![1]!;
    taskset('-acp', String(core), String(process.pid));
    const release = () => void taskset('-acp', before, String(process.pid));
    return { kind: 'pinned', core, command: ['taskset', '-c', String(core)], release };
  } catch {
    return { kind: 'free', command: [], release: () => {} };
  }
}
