import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Problem, SetupStopped } from './problem.ts';

const require = createRequire(import.meta.url);

/** Folder of an installed package, or null. */
export function packageFolder(name: string): string | null {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

const runs = (command: readonly string[]): boolean => {
  const [program, ...args] = command;
  return spawnSync(program!, args, { stdio: 'ignore' }).status === 0;
};

/** Ways to call pip, most explicit first. */
const PIPS = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']] as const;
const COMPILERS = ['g++', 'clang++', 'c++'] as const;

export interface Tools {
  readonly pip: readonly string[] | null;
  readonly compiler: string;
  /** Headers of Node-API: independent of how Node itself was installed. */
  readonly nodeApiHeaders: string;
}

/** @throws SetupStopped every missing tool at once */
export function findTools(env: Readonly<Record<string, string | undefined>>, needsPip: boolean): Tools {
  const problems: Problem[] = [];
  const pip = needsPip ? (PIPS.find((command) => runs([...command, '--version'])) ?? null) : null;
  if (needsPip && pip === null) {
    problems.push({
      what: 'Python with pip was not found; it fetches the TensorFlow wheel',
      todo: 'install it (Debian, Ubuntu: apt install python3-pip), or set WATCHBENCH_TENSORFLOW_WHEEL to a wheel you have',
    });
  }
  const compilers = env.CXX === undefined || env.CXX === '' ? COMPILERS : [env.CXX];
  const compiler = compilers.find((candidate) => runs([candidate, '--version']));
  if (compiler === undefined) {
    problems.push({
      what: `no C++ compiler was found (tried ${compilers.join(', ')})`,
      todo: 'install one (Debian, Ubuntu: apt install g++; macOS: xcode-select --install), or name it in CXX',
    });
  }
  const headers = packageFolder('node-api-headers');
  if (headers === null || !existsSync(join(headers, 'include', 'node_api.h'))) {
    problems.push({ what: 'the package node-api-headers is not installed', todo: 'run npm ci' });
  }
  if (problems.length > 0) throw new SetupStopped(problems);
  return { pip, compiler: compiler!, nodeApiHeaders: join(headers!, 'include') };
}
