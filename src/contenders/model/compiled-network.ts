import type { Layers, Weights } from './dense-layers.ts';

/**
 * The forward pass of a dense network as plain loops over its own weights, for deciding row by row: no call overhead,
 * nothing loaded, nothing allocated. Sums are double precision, so it is at least as close to the exact result as any
 * TensorFlow.js backend; a window's bits never depend on other windows.
 */
export class CompiledNetwork {
  readonly layers: Layers;
  /** Layer by layer the matrix (inputs × units, row by row), then the biases. */
  readonly parameters: Float64Array;
  /** The inputs, then the outputs of every layer, end to end. */
  readonly activations: Float64Array;
  readonly #outputs: Float64Array;

  constructor(layers: Layers, parameters: Float64Array) {
    this.layers = layers;
    this.parameters = parameters;
    const [inputs] = layers[0]!; // a network has a layer
    this.activations = new Float64Array(layers.reduce((sum, [, units]) => sum + units, inputs));
    this.#outputs = this.activations.subarray(this.activations.length - layers.at(-1)![1]);
  }

  static fromWeights(layers: Layers, weights: Weights): CompiledNetwork {
    return new CompiledNetwork(layers, toParameters(weights));
  }

  get inputCount(): number {
    return this.layers[0]![0];
  }

  get outputCount(): number {
    return this.#outputs.length;
  }

  /** Outputs for the inputs that start at `at`. They lie in memory of its own, good until the next call. */
  forward(inputs: Float32Array, at = 0): Float64Array {
    const { parameters, activations, layers } = this;
    const inputCount = layers[0]![0];
    for (let i = 0; i < inputCount; i++) activations[i] = inputs[at + i]!;
    let from = 0;
    let weight = 0;
    for (let layer = 0; layer < layers.length; layer++) {
      const width = layers[layer]![0];
      const units = layers[layer]![1];
      const to = from + width;
      addUp(parameters, weight, activations, from, width, units);
      if (layer < layers.length - 1) for (let i = to; i < to + units; i++) activations[i] = Math.tanh(activations[i]!);
      weight += (width + 1) * units;
      from = to;
    }
    return this.#outputs;
  }

  /** Windows laid end to end → outputs laid end to end. */
  run(windows: Float32Array): Float64Array {
    const { inputCount, outputCount } = this;
    const out = new Float64Array((windows.length / inputCount) * outputCount);
    for (let window = 0; window * inputCount < windows.length; window++) {
      out.set(this.forward(windows, window * inputCount), window * outputCount);
    }
    return out;
  }
}

/**
 * The sums of one layer: activations [from, from + width) → the `units` after them. Four units side by side, so that an
 * input is read once for all four and no addition waits for the one before.
 */
function addUp(
  parameters: Float64Array,
  firstWeight: number,
  activations: Float64Array,
  from: number,
  width: number,
  units: number,
): void {
  const bias = firstWeight + width * units;
  const to = from + width;
  const inFours = units - (units % 4);
  for (let unit = 0; unit < inFours; unit += 4) {
    let a = parameters[bias + unit]!;
    let b = parameters[bias + unit + 1]!;
    let c = parameters[bias + unit + 2]!;
    let d = parameters[bias + unit + 3]!;
    for (let i = from, weight = firstWeight + unit; i < to; i++, weight += units) {
      const input = activations[i]!;
      a += parameters[weight]! * input;
      b += parameters[weight + 1]! * input;
      c += parameters[weight + 2]! * input;
      d += parameters[weight + 3]! * input;
    }
    activations[to + unit] = a;
    activations[to + unit + 1] = b;
    activations[to + unit + 2] = c;
    activations[to + unit + 3] = d;
  }
  for (let unit = inFours; unit < units; unit++) {
    let sum = parameters[bias + unit]!;
    for (let i = from, weight = firstWeight + unit; i < to; i++, weight += units) {
      sum += parameters[weight]! * activations[i]!;
    }
    activations[to + unit] = sum;
  }
}

/** Weights → the parameters of a compiled network: end to end, in double precision. */
export const toParameters = (weights: Weights): Float64Array => Float64Array.from(weights.flatMap((part) => [...part]));

/** The inverse, rounded to single precision: what an artefact holds. */
export function toWeights(layers: Layers, parameters: Float64Array): Weights {
  let from = 0;
  const take = (count: number): Float32Array => {
    from += count;
    return Float32Array.from(parameters.subarray(from - count, from));
  };
  return layers.flatMap(([inputs, units]) => [take(inputs * units), take(units)]);
}
