import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tensor2D } from '@tensorflow/tfjs';
import { deriveSeed, normal, seededRandom } from '../../../chance.ts';
import type { Backend } from '../backend.ts';
import { batches } from '../batches.ts';
import { CompiledNetwork, toWeights } from '../compiled-network.ts';
import { CompiledTraining, HUBER_DELTA, type Samples, type StepSettings } from '../compiled-training.ts';
import type { Layers, Weights } from '../dense-layers.ts';
import { denseOutputs, weightTensors } from '../network.ts';

export interface TrainingSettings extends StepSettings {
  /** Training ends with the last epoch or the last step, whichever comes first. */
  readonly epochs: number;
  readonly steps: number;
  /** Rows per step. */
  readonly batchRows: number;
}

const STEPS_BETWEEN_TURNS = 50;

/** Matrices drawn from N(0, 1/inputs), biases 0. */
export function drawnWeights(layers: Layers, seed: number): Weights {
  const random = seededRandom(deriveSeed(seed, 'weights'));
  return layers.flatMap(([inputs, units]) => [
    Float32Array.from({ length: inputs * units }, () => normal(random) / Math.sqrt(inputs)),
    new Float32Array(units),
  ]);
}

/**
 * Adam on the mean Huber loss, in an order drawn from the seed: same samples, settings, seed and engine, same bits.
 * Both engines start from the same weights and see the same rows in the same order. Gives way to other work now and
 * then, so that an interrupt is seen.
 * @param backend null: in plain loops
 */
export async function trainForecaster(
  backend: Backend | null,
  samples: Samples,
  layers: Layers,
  settings: TrainingSettings,
  seed: number,
): Promise<Weights> {
  const initial = drawnWeights(layers, seed);
  const count = samples.inputs.length / layers[0]![0];
  const steps = Math.min(settings.steps, settings.epochs * Math.ceil(count / settings.batchRows));
  const draw = batches(count, settings.batchRows, seededRandom(deriveSeed(seed, 'order')));
  const engine =
    backend === null ? plainEngine(layers, initial, samples) : tensorEngine(backend, layers, initial, samples);
  try {
    for (let step = 0; step < steps; step++) {
      engine.step(draw(), settings);
      if (step % STEPS_BETWEEN_TURNS === 0) await nextTurn();
    }
    return engine.weights();
  } finally {
    engine.dispose();
  }
}

interface Engine {
  step(rows: readonly number[], settings: StepSettings): void;
  weights(): Weights;
  dispose(): void;
}

function plainEngine(layers: Layers, initial: Weights, samples: Samples): Engine {
  const network = CompiledNetwork.fromWeights(layers, initial);
  const training = new CompiledTraining(network);
  return {
    step: (rows, settings) => training.step(samples, rows, settings),
    weights: () => toWeights(layers, network.parameters),
    dispose() {},
  };
}

function tensorEngine(backend: Backend, layers: Layers, initial: Weights, samples: Samples): Engine {
  const { tf } = backend;
  const inputCount = layers[0]![0];
  const outputCount = layers.at(-1)![1];
  backend.activate();
  const variables = tf.tidy(() => weightTensors(tf, layers, initial).map((tensor) => tf.variable(tensor)));
  let optimizer: ReturnType<typeof tf.train.adam> | null = null;
  const gather = (from: Float32Array, width: number, rows: readonly number[]) =>
    tf.tensor2d(
      Float32Array.from(
        { length: rows.length * width },
        (_, i) => from[rows[Math.floor(i / width)]! * width + (i % width)]!,
      ),
      [rows.length, width],
    );
  return {
    step(rows, { learningRate, weightDecay }) {
      backend.activate(); // another model may have computed meanwhile
      optimizer ??= tf.train.adam(learningRate);
      const adam = optimizer;
      tf.tidy(() => {
        const inputs = gather(samples.inputs, inputCount, rows);
        const targets = gather(samples.targets, outputCount, rows);
        adam.minimize(() => {
          const outputs = denseOutputs(tf, variables as unknown as Tensor2D[], inputs);
          return tf.losses.huberLoss(targets, outputs, undefined, HUBER_DELTA).asScalar();
        });
        for (const variable of variables) variable.assign(tf.mul(variable, 1 - learningRate * weightDecay));
      });
    },
    weights: () => variables.map((variable) => (variable.dataSync() as Float32Array).slice()),
    dispose() {
      for (const variable of variables) variable.dispose();
      optimizer?.dispose();
    },
  };
}
