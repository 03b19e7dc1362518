import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import util, { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import type { Backend } from './backend.ts';
import { activator } from './backend-switch.ts';
import { applyNativePins, NATIVE_PINS } from './native-pins.ts';
import { loadTensorFlow } from './tensorflow.ts';

const PACKAGE = '@tensorflow/tfjs-node';
const SETUP = 'npm run setup:native';
/** A row's bits do not depend on its place in a batch of one size (with the pins); they do depend on that size. */
const NATIVE_BATCH = 32;

/** @throws Error with one line that says why native TensorFlow cannot be loaded and what to do */
function locateNative(): string {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch {
    throw new Error(`not installed (${PACKAGE} is missing from node_modules)`);
  }
  if (!existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'))) {
    throw new Error(`installed, not built: run ${SETUP}`);
  }
  return folder;
}

/** tfjs-node 4.22.0 calls two functions that Node 23 removed and Node 22 warns about; it looks them up when it needs them. */
function restoreRemovedUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** Native TensorFlow through tfjs-node. Never in a worker thread: loading it in several at once can crash the process. */
export async function openNative(): Promise<Backend> {
  locateNative();
  if (!isMainThread) throw new Error('native TensorFlow is not loaded in worker threads');
  applyNativePins();
  restoreRemovedUtil();
  const tf = await loadTensorFlow();
  await import(PACKAGE);
  const activate = await activator(tf, 'tensorflow');
  const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
  return {
    name: 'native',
    engine: `tfjs ${tf.version.tfjs}, TensorFlow ${binding.TF_Version}`,
    tf,
    fixedBatch: NATIVE_BATCH,
    activate,
  };
}

const PROBE = `
  const util = require('node:util');
  const { argv, env } = require('node:process');
  Object.assign(util, { isNullOrUndefined: (v) => v === null || v === undefined, isArray: Array.isArray });
  Object.assign(env, JSON.parse(argv[2]));
  const tf = require(argv[1]);
  const two = tf.add(tf.scalar(1), tf.scalar(1)).dataSync()[0];
  if (two !== 2) throw new Error('1 + 1 is ' + two);
  require('node:fs').writeSync(1, 'tfjs ' + tf.version.tfjs + ', TensorFlow ' + tf.backend().binding.TF_Version);
`;

let probing: Promise<{ readonly available: boolean; readonly detail: string }> | undefined;

/** Loads it in a child process (about a second, once per process). */
export function probeNative(): Promise<{ readonly available: boolean; readonly detail: string }> {
  probing ??= (async () => {
    try {
      const { stdout } = await promisify(execFile)(execPath, [
        '-e',
        PROBE,
        locateNative(),
        JSON.stringify(NATIVE_PINS),
      ]);
      return { available: true, detail: stdout };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const line = /^\w*Error: .*$/m.exec(message)?.[0] ?? message.split('\n')[0]!;
      return { available: false, detail: line };
    }
  })();
  return probing;
}
