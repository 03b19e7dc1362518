import process from 'node:process';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import type { BackendName } from '../../../src/contenders/model/backend.ts';
import { forecasterContender } from '../../../src/contenders/model/forecaster/forecaster.ts';
import { sha256 } from '../../../src/digest.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled } from './shop.ts';

/** An autoencoder trained on a backend, or a forecaster trained in plain loops. */
export type WhatToFit = BackendName | 'forecaster';

/** What one training run has learned, as a digest. Run as a program it prints it: the same run in a new process. */
export async function fitDigest(what: WhatToFit): Promise<string> {
  const contender =
    what === 'forecaster' ? forecasterContender({ steps: 200 }) : autoencoderContender({ ...QUICK, backend: what });
  const watcher = await contender.fit({ train: [unlabelled(shop(TRAINING_ROWS))], seed: 7 });
  const digest = sha256(watcher.artefact());
  watcher.dispose();
  return digest;
}

const [, program, what] = process.argv;
if (program === import.meta.filename) process.stdout.write(await fitDigest(what as WhatToFit));
