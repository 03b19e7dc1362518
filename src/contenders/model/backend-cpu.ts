import type { Backend } from './backend.ts';
import { activator } from './backend-switch.ts';
import { loadTensorFlow } from './tensorflow.ts';

/** Plain JavaScript: always there, sums in double precision, slow for wide layers. */
export async function openCpu(): Promise<Backend> {
  const tf = await loadTensorFlow();
  return {
    name: 'cpu',
    engine: `tfjs ${tf.version.tfjs}, JavaScript`,
    tf,
    fixedBatch: null,
    activate: await activator(tf, 'cpu'),
  };
}
