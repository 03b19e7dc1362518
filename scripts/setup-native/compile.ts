import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import type { Target } from './targets.ts';

/** One plain compiler call instead of node-gyp: no make, no Node headers of one version. Node-API 8 serves Node 20 and later. */
export async function compileAddon(input: {
  readonly compiler: string;
  readonly nodeApiHeaders: string;
  readonly sources: string;
  readonly folder: string;
  readonly target: Target;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { compiler, nodeApiHeaders, sources, folder, target, signal } = input;
  await runProgram(
    [
      compiler,
      ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
      ...['-I', nodeApiHeaders, '-I', join(folder, 'include')],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sources, name)),
      ...['-o', join(folder, 'tfjs_binding.node')],
      ...target.libraries.map((name) => join(folder, 'lib', name)),
      ...target.linkerFlags,
    ],
    signal,
  );
}
