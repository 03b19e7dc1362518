import { deriveSeed, seededRandom } from '../../../chance.ts';
import type { CompiledNetwork } from '../compiled-network.ts';
import { type AdamState, CompiledTraining, type StepSettings } from '../compiled-training.ts';

/** How a forecaster learns on while it watches. */
export type LateLearning =
  | { readonly kind: 'none' }
  /** Every so many rows, some steps on rows drawn from the newest. */
  | {
      readonly kind: 'refit';
      readonly everyRows: number;
      readonly steps: number;
      readonly batchRows: number;
      readonly drawnRows: number;
      readonly step: StepSettings;
    }
  /** After every row a step on it and some drawn from the newest. */
  | {
      readonly kind: 'online';
      readonly batchRows: number;
      readonly drawnRows: number;
      readonly step: StepSettings;
    };

export type LateLearnerState = {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly seen: number;
  readonly due: number;
  readonly updates: number;
  readonly members: readonly { readonly parameters: Float64Array; readonly adam: AdamState }[];
};

/** One channel's newest rows, and the training of its networks that goes on. Changes the networks it is given. */
export class LateLearner {
  readonly #late: Exclude<LateLearning, { kind: 'none' }>;
  readonly #networks: readonly CompiledNetwork[];
  readonly #trainings: readonly CompiledTraining[];
  readonly #seed: number;
  /** Row n lies at n modulo `drawnRows`. */
  readonly #inputs: Float32Array;
  readonly #targets: Float32Array;
  /** Rows ever remembered. */
  #seen: number;
  /** Rows since the last refit. */
  #due: number;
  #updates: number;

  constructor(
    late: Exclude<LateLearning, { kind: 'none' }>,
    networks: readonly CompiledNetwork[],
    seed: number,
    from?: LateLearnerState,
  ) {
    this.#late = late;
    this.#networks = networks;
    this.#seed = seed;
    this.#trainings = networks.map((network, member) => {
      const state = from?.members[member];
      if (state !== undefined) network.parameters.set(state.parameters);
      return new CompiledTraining(network, state?.adam);
    });
    this.#inputs = new Float32Array(late.drawnRows * networks[0]!.inputCount); // at least one member
    this.#targets = new Float32Array(late.drawnRows);
    if (from !== undefined) {
      this.#inputs.set(from.inputs);
      this.#targets.set(from.targets);
    }
    this.#seen = from?.seen ?? 0;
    this.#due = from?.due ?? 0;
    this.#updates = from?.updates ?? 0;
  }

  /** @param isNew false: training has seen the row; it may be drawn again, and makes no step of its own */
  take(inputs: Float32Array, target: number, isNew: boolean): void {
    const at = this.#seen % this.#late.drawnRows;
    this.#inputs.set(inputs, at * inputs.length);
    this.#targets[at] = target;
    this.#seen++;
    if (!isNew) return;
    if (this.#late.kind === 'online') this.#step(this.#random(), this.#late.batchRows, [at]);
    else if (++this.#due >= this.#late.everyRows) {
      this.#due = 0;
      const random = this.#random();
      for (let step = 0; step < this.#late.steps; step++) this.#step(random, this.#late.batchRows, []);
    }
  }

  /** A generator of its own for each update, so that a snapshot need not hold one half used. */
  #random(): () => number {
    return seededRandom(deriveSeed(this.#seed, `update ${++this.#updates}`));
  }

  /** One step of every member on the same rows: those given and, up to `count`, some drawn. */
  #step(random: () => number, count: number, rows: number[]): void {
    const held = Math.min(this.#seen, this.#late.drawnRows);
    while (rows.length < count) rows.push(Math.floor(random() * held));
    const samples = { inputs: this.#inputs, targets: this.#targets };
    for (const training of this.#trainings) training.step(samples, rows, this.#late.step);
  }

  state(): LateLearnerState {
    const held = Math.min(this.#seen, this.#late.drawnRows);
    return {
      inputs: this.#inputs.slice(0, (held * this.#inputs.length) / this.#late.drawnRows),
      targets: this.#targets.slice(0, held),
      seen: this.#seen,
      due: this.#due,
      updates: this.#updates,
      members: this.#trainings.map((training, member) => ({
        parameters: this.#networks[member]!.parameters.slice(),
        adam: training.state(),
      })),
    };
  }
}
