import process from 'node:process';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import type { BackendName } from '../../../src/contenders/model/backend.ts';
import { sha256 } from '../../../src/digest.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled } from './shop.ts';

/** What one training run has learned, as a digest. Run as a program it prints it: the same run in a new process. */
export async function fitDigest(backend: BackendName): Promise<string> {
  const watcher = await autoencoderContender({ ...QUICK, backend }).fit({
    train: [unlabelled(shop(TRAINING_ROWS))],
    seed: 7,
  });
  const digest = sha256(watcher.artefact());
  watcher.dispose();
  return digest;
}

const [, program, backend] = process.argv;
if (program === import.meta.filename) process.stdout.write(await fitDigest(backend as BackendName));
