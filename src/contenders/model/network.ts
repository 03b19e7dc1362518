import type { Tensor2D } from '@tensorflow/tfjs';
import { deriveSeed } from '../../chance.ts';
import type { Backend } from './backend.ts';
import type { Layers, Weights } from './dense-layers.ts';
import type { TensorFlow } from './tensorflow.ts';

/** Units of a dense autoencoder: input → hidden → code → hidden → output, tanh between, linear at the end. */
export interface NetworkSize {
  readonly input: number;
  readonly hidden: number;
  readonly code: number;
  readonly output: number;
}

export const layersOf = ({ input, hidden, code, output }: NetworkSize): Layers => [
  [input, hidden],
  [hidden, code],
  [code, hidden],
  [hidden, output],
];

/** Glorot-uniform matrices and zero biases; every layer draws from its own seed, none of them 0 (read as "no seed"). */
export function initialWeights({ tf, activate }: Backend, size: NetworkSize, seed: number): Weights {
  activate();
  return layersOf(size).flatMap(([inputs, units], layer) => {
    const initializer = tf.initializers.glorotUniform({ seed: deriveSeed(seed, `layer ${layer}`) });
    let matrix = new Float32Array(0);
    tf.tidy(() => {
      matrix = initializer.apply([inputs, units]).dataSync() as Float32Array<ArrayBuffer>;
    });
    return [matrix.slice(), new Float32Array(units)];
  });
}

/** Weights → tensors: matrix, bias, matrix, bias, ... */
export function weightTensors(tf: TensorFlow, layers: Layers, weights: Weights): Tensor2D[] {
  return layers.flatMap(([inputs, units], layer) => [
    tf.tensor2d(weights[2 * layer]!, [inputs, units]),
    tf.tensor2d(weights[2 * layer + 1]!, [1, units]),
  ]);
}

type Product = (tf: TensorFlow, signal: Tensor2D, matrix: Tensor2D, isInput: boolean) => Tensor2D;

const plainProduct: Product = (tf, signal, matrix) => tf.matMul(signal, matrix);

/** Outputs for a batch (windows × inputs → windows × outputs). Call inside `tf.tidy`. */
export function denseOutputs(
  tf: TensorFlow,
  tensors: readonly Tensor2D[],
  batch: Tensor2D,
  multiply: Product = plainProduct,
): Tensor2D {
  let signal = batch;
  for (let layer = 0; 2 * layer < tensors.length; layer++) {
    const sum = tf.add(multiply(tf, signal, tensors[2 * layer]!, layer === 0), tensors[2 * layer + 1]!) as Tensor2D;
    signal = 2 * layer + 2 < tensors.length ? tf.tanh(sum) : sum;
  }
  return signal;
}

/** A trained network held on a backend until it is disposed of. */
export class Network {
  readonly backend: Backend;
  readonly #layers: Layers;
  readonly #tensors: readonly Tensor2D[];

  constructor(backend: Backend, layers: Layers, weights: Weights) {
    this.backend = backend;
    this.#layers = layers;
    backend.activate();
    this.#tensors = weightTensors(backend.tf, layers, weights);
  }

  /** Windows laid end to end → outputs laid end to end. A window's bits do not depend on its neighbours. */
  run(windows: Float32Array): Float32Array {
    const input = this.#layers[0]![0];
    const output = this.#layers.at(-1)![1];
    const count = windows.length / input;
    if (count === 0) return new Float32Array(0);
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
      const batch = tf.tensor2d(windows, [count, this.#layers[0]![0]]);
      out = denseOutputs(tf, this.#tensors, batch).dataSync() as Float32Array<ArrayBuffer>;
    });
    return out;
  }

  dispose(): void {
    for (const tensor of this.#tensors) tensor.dispose();
  }
}
