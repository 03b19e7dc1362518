import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/chance.ts';
import type { NamesBackend, Watcher } from '../../src/contenders/contract.ts';
import { autoencoderContender } from '../../src/contenders/model/autoencoder.ts';
import { NATIVE_PINS } from '../../src/contenders/model/native-pins.ts';
import { initialWeights, layersOf, Network } from '../../src/contenders/model/network.ts';
import { openBackend, probeBackends } from '../../src/contenders/model/open-backend.ts';
import { observeAll } from '../../src/replay/replay.ts';
import { fitDigest } from '../contenders/model/fit-digest.ts';
import { fitDigestInNewProcess } from '../contenders/model/in-new-process.ts';
import { QUICK, shop, TRAINING_ROWS, unlabelled, withColumn } from '../contenders/model/shop.ts';

function isSetUp(): boolean {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
    return existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'));
  } catch {
    return false;
  }
}

const SIZE = { input: 52, hidden: 24, code: 6, output: 48 };
const workload = { purpose: 'train', units: 256, batch: 64 } as const;

describe.skipIf(!isSetUp())('native TensorFlow (skipped where npm run setup:native was not run)', () => {
  it('is what auto takes for a wide network, and names its version', async () => {
    const { backend } = await openBackend('auto', workload);
    expect(backend.name).toBe('native');
    expect(backend.engine).toBe('tfjs 4.22.0, TensorFlow 2.20.0');
    expect((await probeBackends())[0]).toEqual({ name: 'native', available: true, detail: backend.engine });
    for (const [name, value] of Object.entries(NATIVE_PINS)) expect(env[name]).toBe(value);
  });

  it('gives a window the same bits alone, among others and in any place', async () => {
    const { backend } = await openBackend('native', workload);
    const network = new Network(backend, layersOf(SIZE), initialWeights(backend, SIZE, 5));
    const random = seededRandom(3);
    const windows = Array.from({ length: 70 }, () =>
      Float32Array.from({ length: SIZE.input }, () => 10 * random() - 5),
    );
    const run = (list: readonly Float32Array[]) => {
      const together = new Float32Array(list.length * SIZE.input);
      for (const [i, window] of list.entries()) together.set(window, i * SIZE.input);
      const outputs = network.run(together);
      return list.map((_, i) => outputs.slice(i * SIZE.output, (i + 1) * SIZE.output));
    };
    const together = run(windows);
    expect(windows.map((window) => run([window])[0])).toEqual(together);
    expect(run(windows.toReversed()).toReversed()).toEqual(together);
    network.dispose();
  });

  it('learns the same bytes from the same seed, again and in a new process', async () => {
    const digest = await fitDigest('native');
    expect(await fitDigest('native')).toBe(digest);
    expect(await fitDigestInNewProcess('native')).toBe(digest);
  });

  it('decides the same row by row, over the whole recording and restored', async () => {
    const contender = autoencoderContender({ ...QUICK, backend: 'native', inference: 'backend' });
    const watcher = (await contender.fit({ train: [unlabelled(shop(TRAINING_ROWS))], seed: 7 })) as Watcher &
      NamesBackend;
    expect(watcher.backend).toBe('native');
    const hot = withColumn(shop(120, 2), 1, (value, row) => (row >= 80 ? value + 25 : value));
    const verdicts = observeAll(watcher, hot);
    expect(watcher.replayAll!(hot)).toEqual(verdicts);
    // The artefact says which backend it belongs to; the restorer's own setting does not matter.
    const restored = await autoencoderContender({ backend: 'cpu' }).restore(watcher.artefact());
    expect(observeAll(restored, hot)).toEqual(verdicts);
    restored.dispose();
    watcher.dispose();
  });

  it('computes what wasm computes, to five digits', async () => {
    const outputs = [];
    for (const name of ['native', 'wasm'] as const) {
      const { backend } = await openBackend(name, workload);
      const network = new Network(backend, layersOf(SIZE), initialWeights(backend, SIZE, 5));
      outputs.push(network.run(new Float32Array(SIZE.input).fill(0.5)));
      network.dispose();
    }
    for (const [i, value] of outputs[0]!.entries()) expect(value).toBeCloseTo(outputs[1]![i]!, 5);
  });

  it('refuses to be loaded in a worker thread, where it can crash the process', async () => {
    const module = new URL('../../src/contenders/model/backend-native.ts', import.meta.url).href;
    const code = `
      const { parentPort } = require('node:worker_threads');
      import('tsx/esm/api')
        .then(({ register }) => register())
        .then(() => import(${JSON.stringify(module)}))
        .then(({ openNative }) => openNative())
        .then(() => 'loaded', (error) => error.message)
        .then((said) => parentPort.postMessage(said));
    `;
    const worker = new Worker(code, { eval: true });
    const said = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    expect(said).toBe('native TensorFlow is not loaded in worker threads');
  });
});
