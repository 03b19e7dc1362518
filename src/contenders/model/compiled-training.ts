import type { CompiledNetwork } from './compiled-network.ts';

/** Rows to learn from, each kind laid end to end. */
export interface Samples {
  /** rows × inputs */
  readonly inputs: Float32Array;
  /** rows × outputs */
  readonly targets: Float32Array;
}

export interface StepSettings {
  readonly learningRate: number;
  /** Share of each parameter that is taken off per step, in multiples of the learning rate (decoupled from Adam). */
  readonly weightDecay: number;
}

/** Means and mean squares of past gradients, and how many steps made them. */
export type AdamState = { readonly steps: number; readonly means: Float64Array; readonly squares: Float64Array };

/** Errors beyond this count by their size, smaller ones by their square (Huber's delta). */
export const HUBER_DELTA = 1;
/** Adam's constants, as TensorFlow.js has them. */
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-7;

/**
 * Trains a compiled network in place, by plain loops in double precision: what TensorFlow.js computes for the same
 * rows, without the cost of its calls, which is what a step of a network this small consists of.
 */
export class CompiledTraining {
  readonly #network: CompiledNetwork;
  readonly gradient: Float64Array;
  /** Gradient with respect to each activation, where the network keeps the activation itself. */
  readonly #deltas: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  #steps: number;

  constructor(network: CompiledNetwork, from?: AdamState) {
    const { length } = network.parameters;
    this.#network = network;
    this.gradient = new Float64Array(length);
    this.#deltas = new Float64Array(network.activations.length);
    this.#means = from?.means.slice() ?? new Float64Array(length);
    this.#squares = from?.squares.slice() ?? new Float64Array(length);
    this.#steps = from?.steps ?? 0;
  }

  /** One step of Adam down the mean Huber loss over the outputs of these rows, then the decay. */
  step(samples: Samples, rows: readonly number[], settings: StepSettings): void {
    this.computeGradient(samples, rows);
    this.#descend(settings);
  }

  /** Writes the gradient of the mean Huber loss over the outputs of these rows into `gradient`. */
  computeGradient({ inputs, targets }: Samples, rows: readonly number[]): void {
    const { inputCount, outputCount } = this.#network;
    this.gradient.fill(0);
    const deltas = this.#deltas;
    const first = deltas.length - outputCount;
    for (const row of rows) {
      const outputs = this.#network.forward(inputs, row * inputCount);
      for (let i = 0; i < outputCount; i++) {
        const error = outputs[i]! - targets[row * outputCount + i]!;
        deltas[first + i] = Math.max(-HUBER_DELTA, Math.min(HUBER_DELTA, error)) / (rows.length * outputCount);
      }
      this.#propagateBack();
    }
  }

  /** From the deltas of the outputs to those of every layer before, adding to the gradient on the way. */
  #propagateBack(): void {
    const { layers, parameters, activations } = this.#network;
    const deltas = this.#deltas;
    let outputs = activations.length;
    let weight = parameters.length;
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const width = layers[layer]![0];
      const units = layers[layer]![1];
      outputs -= units;
      weight -= (width + 1) * units;
      addOuterProduct(this.gradient, weight, activations, deltas, outputs, width, units);
      if (layer > 0) pullBack(parameters, weight, activations, deltas, outputs, width, units);
    }
  }

  #descend({ learningRate, weightDecay }: StepSettings): void {
    const { parameters } = this.#network;
    this.#steps++;
    const meanShare = 1 - MEAN_DECAY ** this.#steps;
    const squareShare = 1 - SQUARE_DECAY ** this.#steps;
    const kept = 1 - learningRate * weightDecay;
    const means = this.#means;
    const squares = this.#squares;
    for (let i = 0; i < parameters.length; i++) {
      const slope = this.gradient[i]!;
      const mean = MEAN_DECAY * means[i]! + (1 - MEAN_DECAY) * slope;
      const square = SQUARE_DECAY * squares[i]! + (1 - SQUARE_DECAY) * slope * slope;
      means[i] = mean;
      squares[i] = square;
      const way = (learningRate * (mean / meanShare)) / (Math.sqrt(square / squareShare) + EPSILON);
      parameters[i] = (parameters[i]! - way) * kept;
    }
  }

  state(): AdamState {
    return { steps: this.#steps, means: this.#means.slice(), squares: this.#squares.slice() };
  }
}

/** Slope of each weight of a layer: its input times the delta of its unit; of a bias the delta alone. */
function addOuterProduct(
  gradient: Float64Array,
  weight: number,
  activations: Float64Array,
  deltas: Float64Array,
  outputs: number,
  width: number,
  units: number,
): void {
  let at = weight;
  for (let i = outputs - width; i < outputs; i++) {
    const input = activations[i]!;
    for (let unit = outputs; unit < outputs + units; unit++) gradient[at++]! += input * deltas[unit]!;
  }
  for (let unit = outputs; unit < outputs + units; unit++) gradient[at++]! += deltas[unit]!;
}

/** Deltas of a layer's inputs out of those of its units. An input is tanh of a sum, whose slope is 1 - tanh². */
function pullBack(
  parameters: Float64Array,
  weight: number,
  activations: Float64Array,
  deltas: Float64Array,
  outputs: number,
  width: number,
  units: number,
): void {
  let at = weight;
  for (let i = outputs - width; i < outputs; i++) {
    let sum = 0;
    for (let unit = outputs; unit < outputs + units; unit++) sum += parameters[at++]! * deltas[unit]!;
    deltas[i] = sum * (1 - activations[i]! ** 2);
  }
}
