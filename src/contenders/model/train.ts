import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tensor2D, Variable } from '@tensorflow/tfjs';
import { deriveSeed, type Random, seededRandom } from '../../chance.ts';
import type { Backend } from './backend.ts';
import { batches } from './batches.ts';
import type { Weights } from './dense-layers.ts';
import { denseOutputs, initialWeights, layersOf, type NetworkSize, weightTensors } from './network.ts';
import { trainableProduct } from './trainable-product.ts';

export interface TrainingSettings {
  /** Training ends with the last epoch or the last step, whichever comes first. */
  readonly epochs: number;
  readonly steps: number;
  /** Windows per step. */
  readonly batchRows: number;
  readonly learningRate: number;
  /** Chance of each channel of a window to be blanked for the network, which has to reconstruct it all the same. */
  readonly blankedRatio: number;
}

/** Inputs laid end to end; each begins with `size.output` numbers that are to be reconstructed, channel by channel. */
export interface TrainingWindows {
  readonly inputs: Float32Array;
  readonly channelCount: number;
}

const STEPS_BETWEEN_TURNS = 20;

/**
 * Adam on the mean squared reconstruction error, in an order drawn from the seed: same windows, settings, seed and
 * backend, same bits. Gives way to other work now and then, so that an interrupt is seen.
 *
 * Whole channels are blanked at random: the network then has to expect a channel by the others, by the hour and by the
 * day, and cannot get by with copying it. With a single channel there are no others, and nothing is blanked.
 */
export async function trainNetwork(
  backend: Backend,
  windows: TrainingWindows,
  size: NetworkSize,
  settings: TrainingSettings,
  seed: number,
): Promise<Weights> {
  const { tf } = backend;
  const { batchRows, learningRate, blankedRatio } = settings;
  const count = windows.inputs.length / size.input;
  const steps = Math.min(settings.steps, settings.epochs * Math.ceil(count / batchRows));
  const initial = initialWeights(backend, size, seed);
  const variables = tf.tidy(() => weightTensors(tf, layersOf(size), initial).map((tensor) => tf.variable(tensor)));
  const optimizer = tf.train.adam(learningRate);
  const draw = batches(count, batchRows, seededRandom(deriveSeed(seed, 'order')));
  const random = seededRandom(deriveSeed(seed, 'blanks'));
  const isBlanking = windows.channelCount > 1 && blankedRatio > 0;
  try {
    for (let step = 0; step < steps; step++) {
      const rows = draw();
      const targets = gather(windows.inputs, size.input, size.output, rows);
      const inputs = gather(windows.inputs, size.input, size.input, rows);
      if (isBlanking) blankChannels(inputs, size, windows.channelCount, blankedRatio, random);
      tf.tidy(() => {
        const batch = tf.tensor2d(inputs, [rows.length, size.input]);
        const wanted = tf.tensor2d(targets, [rows.length, size.output]);
        optimizer.minimize(() => {
          const outputs = denseOutputs(tf, variables as unknown as Tensor2D[], batch, trainableProduct);
          const errors = tf.sub(outputs, wanted);
          return tf.mean(tf.square(errors)).asScalar();
        });
      });
      if (step % STEPS_BETWEEN_TURNS === 0) {
        await nextTurn();
        backend.activate(); // another model may have computed meanwhile
      }
    }
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

function blankChannels(inputs: Float32Array, size: NetworkSize, channelCount: number, ratio: number, random: Random) {
  for (let from = 0; from < inputs.length; from += size.input) {
    for (let c = 0; c < channelCount; c++) {
      if (random() >= ratio) continue;
      for (let i = c; i < size.output; i += channelCount) inputs[from + i] = 0; // 0: the median
    }
  }
}
