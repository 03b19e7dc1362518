import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toolPath } from './tools.ts';

/** Which core a process may use: the watched system has one to itself, whoever watches or loads it has the other. */
export type Side = 'watched' | 'watching';

export interface ProcessSpec {
  /** Names the log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly side: Side;
  /** -20 (first) to 19 (last); its side's where nothing is said. */
  readonly niceness?: number;
  /** User to run as; the one who runs the lab where nothing is said. */
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Signal that ends it in good order, also sent by the kernel should the lab itself die. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT' | 'SIGQUIT';
}

export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Settles when it has ended, however it ended. */
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  /** One line to its standard input. */
  readonly tell: (line: string) => void;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it and its whole process group. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

export interface Supervisor {
  readonly start: (spec: ProcessSpec) => Running;
  readonly stopAll: () => Promise<void>;
  /** At once and without waiting: for the way out of a crash. */
  readonly killAll: () => void;
}

/**
 * Before anything else on the machine, so that a stray process disturbs little; and who measures before who is
 * measured, so that a user's wait is the shop's fault and not the load generator's.
 */
export const SIDE_NICENESS: Readonly<Record<Side, number>> = { watched: -6, watching: -12 };

const GRACE_MS = 8_000;

/**
 * Starts each process in a group of its own, pinned to its side's core where there are two, and ends all of them.
 * `setpriv --pdeathsig` has the kernel end them too when the lab is killed outright.
 */
export function openSupervisor(logFolder: string, cores: number): Supervisor {
  const running = new Set<Running>();
  return {
    start: (spec) => {
      const process = startProcess(spec, logFolder, cores);
      running.add(process);
      void process.ended.then(() => running.delete(process));
      return process;
    },
    // The last started is the first to go: who asks goes before who answers.
    stopAll: async () => {
      for (const process of [...running].reverse()) await process.stop();
    },
    killAll: () => {
      for (const process of running) process.signal('SIGKILL');
    },
  };
}

function startProcess(spec: ProcessSpec, logFolder: string, cores: number): Running {
  const log = createWriteStream(join(logFolder, `${spec.name}.log`), { flags: 'a' });
  const [command, ...args] = commandLine(spec, cores);
  const child = spawn(command!, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', HOME: logFolder, ...spec.environment },
  });
  pipeLog(child, log);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${spec.name} could not be started: ${command}`);
  setGroupNiceness(pid, spec.niceness ?? SIDE_NICENESS[spec.side]);
  let isRunning = true;
  const ended = once(child, 'exit').then(
    () => {
      isRunning = false;
    },
    () => {
      isRunning = false;
    },
  );
  const signal = (name: NodeJS.Signals): void => {
    try {
      globalThis.process.kill(-pid, name);
    } catch {
      // The group has ended already.
    }
  };
  return {
    name: spec.name,
    pid,
    ended,
    isRunning: () => isRunning,
    tell: (line) => {
      if (isRunning) child.stdin.write(`${line}\n`);
    },
    signal,
    stop: async (graceMs = GRACE_MS) => {
      if (isRunning) {
        // A stopped process hears nothing but SIGCONT and SIGKILL.
        signal('SIGCONT');
        child.kill(spec.stopSignal ?? 'SIGTERM');
        await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
      }
      signal('SIGKILL');
      await ended;
    },
  };
}

/**
 * Where the kernel schedules sessions as groups (sched_autogroup), niceness counts only within one, and each process
 * here has a session of its own; so the group gets it too.
 */
function setGroupNiceness(pid: number, niceness: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // No such grouping here, or not allowed: niceness among processes is all there is then.
  }
}

function pipeLog(child: ChildProcess, log: WriteStream): void {
  child.stdin?.on('error', () => undefined);
  child.on('error', (error) => log.write(`${error.message}\n`));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.on('close', () => log.end());
}

/** `taskset … nice … setpriv … command`: each replaces itself by the next, so the pid is the command's own. */
function commandLine(spec: ProcessSpec, cores: number): string[] {
  const pinned = cores > 1 ? [toolPath('taskset'), '-c', spec.side === 'watched' ? '1' : '0'] : [];
  const niced = [toolPath('nice'), '-n', String(spec.niceness ?? SIDE_NICENESS[spec.side])];
  const user = spec.user === undefined ? [] : ['--reuid', spec.user, '--regid', spec.user, '--clear-groups'];
  const deathSignal = (spec.stopSignal ?? 'SIGTERM').slice('SIG'.length);
  return [...pinned, ...niced, toolPath('setpriv'), ...user, '--pdeathsig', deathSignal, spec.command, ...spec.args];
}
