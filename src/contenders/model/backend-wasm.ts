import type { Backend } from './backend.ts';
import { activator } from './backend-switch.ts';
import { loadTensorFlow } from './tensorflow.ts';

/** WebAssembly with SIMD, one thread in Node: the fastest for small models. A window's bits do not depend on its batch. */
export async function openWasm(): Promise<Backend> {
  const tf = await loadTensorFlow();
  await import('@tensorflow/tfjs-backend-wasm');
  return {
    name: 'wasm',
    engine: `tfjs ${tf.version.tfjs}, WebAssembly`,
    tf,
    fixedBatch: null,
    activate: await activator(tf, 'wasm'),
  };
}
