import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled } from './shop.ts';

/** Restores and watches in a process of its own. */
async function restoredAlone(artefact: Uint8Array): Promise<unknown> {
  const program = resolve(import.meta.dirname, 'restore-alone.ts');
  const running = promisify(execFile)(process.execPath, ['--import', 'tsx', program]);
  running.child.stdin!.end(artefact);
  return JSON.parse((await running).stdout);
}

describe('an artefact restored in a new process', () => {
  it.each([
    ['compiled', false],
    ['backend', true],
  ] as const)('with %s inference loads TensorFlow.js: %s', async (inference, isLoaded) => {
    const train = [unlabelled(shop(TRAINING_ROWS))];
    const watcher = await autoencoderContender({ ...QUICK, inference }).fit({ train, seed: 1 });
    expect(await restoredAlone(watcher.artefact())).toEqual({ scored: 25, isLoaded });
    watcher.dispose();
  });
});
