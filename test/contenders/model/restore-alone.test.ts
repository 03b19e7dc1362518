import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import { forecasterContender } from '../../../src/contenders/model/forecaster/forecaster.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled } from './shop.ts';

/** Restores and watches in a process of its own. */
async function restoredAlone(use: string, artefact: Uint8Array): Promise<unknown> {
  const program = resolve(import.meta.dirname, 'restore-alone.ts');
  const running = promisify(execFile)(process.execPath, ['--import', 'tsx', program, use]);
  running.child.stdin!.end(artefact);
  return JSON.parse((await running).stdout);
}

describe('an artefact restored in a new process', () => {
  it.each([
    ['autoencoder', autoencoderContender(QUICK), false, 25],
    ['autoencoder', autoencoderContender({ ...QUICK, inference: 'backend' }), true, 25],
    ['forecaster', forecasterContender({ training: 'backend', steps: 20 }), false, 24],
    ['forecaster', forecasterContender({ mode: 'online', steps: 20 }), false, 24],
    ['forecaster', forecasterContender({ inference: 'backend', steps: 20 }), true, 24],
  ] as const)('of %s %# loads TensorFlow.js only where a backend decides', async (use, contender, isLoaded, scored) => {
    const watcher = await contender.fit({ train: [unlabelled(shop(TRAINING_ROWS))], seed: 1 });
    expect(await restoredAlone(use, watcher.artefact())).toEqual({ scored, isLoaded });
    watcher.dispose();
  });
});
