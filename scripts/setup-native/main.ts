import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { nativeCacheFolder, TENSORFLOW_VERSION, TFJS_NODE_VERSION } from '../../src/contenders/model/native-cache.ts';
import { fillWhole } from './cache-folder.ts';
import { compileAddon } from './compile.ts';
import { linkAddon } from './link-addon.ts';
import { findTools, packageFolder } from './prerequisites.ts';
import { SetupStopped, stop } from './problem.ts';
import { runProgram } from './run-program.ts';
import { runsOnMusl, type Target, targetFor } from './targets.ts';
import { unpackWheel } from './unpack.ts';
import { checkWheel, downloadWheel } from './wheel.ts';

const say = (text: string) => process.stderr.write(`setup:native  ${text}\n`);

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  say(`${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}

async function build(folder: string, target: Target, tfjsNode: string, signal: AbortSignal): Promise<void> {
  const { WATCHBENCH_TENSORFLOW_WHEEL: ownWheel } = process.env;
  const { pip, compiler, nodeApiHeaders } = findTools(process.env, !ownWheel);
  const wheelName = `${target.wheelPackage} ${TENSORFLOW_VERSION}`;
  say(`building in ${folder}: a download of about 260 MB, then about 750 MB on disk`);
  await fillWhole(folder, async (partial) => {
    const downloads = join(partial, 'download');
    const wheel =
      ownWheel || (await step(`downloaded ${wheelName}`, () => downloadWheel(pip!, target, downloads, signal)));
    await step('checked its sha256', () => checkWheel(wheel, target));
    await step('unpacked the libraries and headers', () => unpackWheel(wheel, target, partial));
    await rm(downloads, { recursive: true, force: true });
    const sources = join(tfjsNode, 'binding');
    await step(`compiled the addon with ${compiler}`, () =>
      compileAddon({ compiler, nodeApiHeaders, sources, folder: partial, target, signal }),
    );
  });
}

const smokeTest = (signal: AbortSignal): Promise<string> =>
  runProgram([process.execPath, '--import', 'tsx', fileURLToPath(new URL('./smoke-test.ts', import.meta.url))], signal);

async function main(signal: AbortSignal): Promise<void> {
  const target = targetFor(process.platform, process.arch, runsOnMusl());
  if (!target.isTested)
    say(`${target.platform} ${target.arch} is untested: the same recipe as on Linux x64, never run there`);
  const tfjsNode =
    packageFolder('@tensorflow/tfjs-node') ?? stop('@tensorflow/tfjs-node is not installed', 'run npm ci');
  const { version } = (await import(join(tfjsNode, 'package.json'), { with: { type: 'json' } })).default as {
    version: string;
  };
  if (version !== TFJS_NODE_VERSION)
    stop(`@tensorflow/tfjs-node is ${version}, expected ${TFJS_NODE_VERSION}`, 'run npm ci');
  const folder = nativeCacheFolder({
    env: process.env,
    home: homedir(),
    platform: process.platform,
    arch: process.arch,
  });
  const wasCached = existsSync(folder);
  if (wasCached) say(`found ${folder}`);
  else await build(folder, target, tfjsNode, signal);
  say(`${await linkAddon(folder, tfjsNode)} into @tensorflow/tfjs-node`);
  try {
    say(`ready: ${await step('loaded it in a child process, trained and predicted', () => smokeTest(signal))}`);
  } catch (error) {
    stop(
      `the addon does not work: ${(error as Error).message}`,
      wasCached
        ? `remove ${folder} and run npm run setup:native again`
        : 'use the wasm backend, and please report this',
    );
  }
}

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());

try {
  await main(interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) {
    say('interrupted; nothing half-built is left');
    process.exitCode = 130;
  } else if (error instanceof SetupStopped) {
    for (const { what, todo } of error.problems) say(`${what}\n    ${todo}`);
    process.exitCode = 2;
  } else throw error;
}
