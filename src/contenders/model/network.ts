import type { Tensor2D } from '@tensorflow/tfjs';
import { deriveSeed } from '../../chance.ts';
import type { Backend } from './backend.ts';
import type { TensorFlow } from './tensorflow.ts';

/** Units of a dense autoencoder: input → hidden → code → hidden → output, tanh between, linear at the end. */
export interface NetworkSize {
  readonly input: number;
  readonly hidden: number;
  readonly code: number;
  readonly output: number;
}

/** Per layer the matrix (inputs × units, row by row) and the bias. */
export type Weights = readonly Float32Array[];

export const layerShapes = ({ input, hidden, code, output }: NetworkSize): readonly (readonly [number, number])[] => [
  [input, hidden],
  [hidden, code],
  [code, hidden],
  [hidden, output],
];

export const weightCount = (size: NetworkSize): number =>
  layerShapes(size).reduce((sum, [inputs, units]) => sum + (inputs + 1) * units, 0);

/** Glorot-uniform matrices and zero biases; every layer draws from its own seed, none of them 0 (read as "no seed"). */
export function initialWeights({ tf, activate }: Backend, size: NetworkSize, seed: number): Weights {
  activate();
  return layerShapes(size).flatMap(([inputs, units], layer) => {
    const initializer = tf.initializers.glorotUniform({ seed: deriveSeed(seed, `layer ${layer}`) });
    let matrix = new Float32Array(0);
    tf.tidy(() => {
      matrix = initializer.apply([inputs, units]).dataSync() as Float32Array<ArrayBuffer>;
    });
    return [matrix.slice(), new Float32Array(units)];
  });
}

/** Weights → tensors, in the order of `layerShapes`: matrix, bias, matrix, bias, ... */
export function weightTensors(tf: TensorFlow, size: NetworkSize, weights: Weights): Tensor2D[] {
  return layerShapes(size).flatMap(([inputs, units], layer) => [
    tf.tensor2d(weights[2 * layer]!, [inputs, units]),
    tf.tensor2d(weights[2 * layer + 1]!, [1, units]),
  ]);
}

/** Reconstruction of a batch (windows × input → windows × output). Call inside `tf.tidy`. */
export function reconstruct(tf: TensorFlow, tensors: readonly Tensor2D[], batch: Tensor2D): Tensor2D {
  let signal = batch;
  for (let layer = 0; 2 * layer < tensors.length; layer++) {
    const sum = tf.add(tf.matMul(signal, tensors[2 * layer]!), tensors[2 * layer + 1]!) as Tensor2D;
    signal = 2 * layer + 2 < tensors.length ? tf.tanh(sum) : sum;
  }
  return signal;
}

/** A trained network held on a backend until it is disposed of. */
export class Network {
  readonly backend: Backend;
  readonly size: NetworkSize;
  readonly #tensors: readonly Tensor2D[];

  constructor(backend: Backend, size: NetworkSize, weights: Weights) {
    this.backend = backend;
    this.size = size;
    backend.activate();
    this.#tensors = weightTensors(backend.tf, size, weights);
  }

  /** Windows laid end to end → reconstructions laid end to end. A window's bits do not depend on its neighbours. */
  run(windows: Float32Array): Float32Array {
    const { input, output } = this.size;
    const count = windows.length / input;
    const fixed = this.backend.fixedBatch;
    if (fixed === null) return this.#runBatch(windows, count);
    const out = new Float32Array(count * output);
    const padded = new Float32Array(fixed * input);
    for (let from = 0; from < count; from += fixed) {
      padded.fill(0).set(windows.subarray(from * input, Math.min(count, from + fixed) * input));
      const part = this.#runBatch(padded, fixed);
      out.set(part.subarray(0, (Math.min(count, from + fixed) - from) * output), from * output);
    }
    return out;
  }

  #runBatch(windows: Float32Array, count: number): Float32Array {
    const { tf } = this.backend;
    this.backend.activate();
    // Not returned from tidy: tidy walks every element of what it is given back, looking for tensors.
    let out = new Float32Array(0);
    tf.tidy(() => {
      const batch = tf.tensor2d(windows, [count, this.size.input]);
      out = reconstruct(tf, this.#tensors, batch).dataSync() as Float32Array<ArrayBuffer>;
    });
    return out;
  }

  dispose(): void {
    for (const tensor of this.#tensors) tensor.dispose();
  }
}
