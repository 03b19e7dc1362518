import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tensor2D, Variable } from '@tensorflow/tfjs';
import { deriveSeed, seededRandom, shuffled } from '../../chance.ts';
import type { Backend } from './backend.ts';
import { initialWeights, type NetworkSize, reconstruct, type Weights, weightTensors } from './network.ts';

export interface TrainingSettings {
  readonly epochs: number;
  /** Windows per step. */
  readonly batchRows: number;
  readonly learningRate: number;
}

/**
 * Adam on the mean squared reconstruction error, in an order drawn from the seed: same windows, settings, seed and
 * backend, same bits. Gives way to other work between epochs, so that an interrupt is seen.
 * @param windows inputs laid end to end; the first `size.output` numbers of each are what is to be reconstructed
 */
export async function trainNetwork(
  backend: Backend,
  windows: Float32Array,
  size: NetworkSize,
  { epochs, batchRows, learningRate }: TrainingSettings,
  seed: number,
): Promise<Weights> {
  const { tf } = backend;
  const initial = initialWeights(backend, size, seed);
  const variables = tf.tidy(() => weightTensors(tf, size, initial).map((tensor) => tf.variable(tensor)));
  const optimizer = tf.train.adam(learningRate);
  const random = seededRandom(deriveSeed(seed, 'order of windows'));
  const rows = Array.from({ length: windows.length / size.input }, (_, row) => row);
  const step = (batch: readonly number[]) => {
    tf.tidy(() => {
      const inputs = tf.tensor2d(gather(windows, size.input, size.input, batch), [batch.length, size.input]);
      const targets = tf.tensor2d(gather(windows, size.input, size.output, batch), [batch.length, size.output]);
      optimizer.minimize(() => {
        const errors = tf.sub(reconstruct(tf, variables as unknown as Tensor2D[], inputs), targets);
        return tf.mean(tf.square(errors)).asScalar();
      });
    });
  };
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      backend.activate(); // another model may have computed while this one gave way
      const order = shuffled(rows, random);
      for (let from = 0; from < order.length; from += batchRows) step(order.slice(from, from + batchRows));
      await nextTurn();
    }
    backend.activate();
    return variables.map((variable: Variable) => (variable.dataSync() as Float32Array).slice());
  } finally {
    for (const variable of variables) variable.dispose();
    optimizer.dispose();
  }
}

/** The first `width` numbers of each of the windows named. */
function gather(windows: Float32Array, stride: number, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(windows.subarray(row * stride, row * stride + width), i * width);
  return out;
}
