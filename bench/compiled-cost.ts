import { seededRandom } from '../src/chance.ts';
import type { Backend } from '../src/contenders/model/backend.ts';
import { CompiledNetwork } from '../src/contenders/model/compiled-network.ts';
import { type Layers, lastOutputs, type Weights } from '../src/contenders/model/dense-layers.ts';
import { drawnWeights } from '../src/contenders/model/forecaster/train-forecaster.ts';
import { Network } from '../src/contenders/model/network.ts';
import { openBackend, probeBackends } from '../src/contenders/model/open-backend.ts';
import type { TimedTask } from '../src/latency/rounds.ts';
import type { BenchValue } from './bench-value.ts';

const WINDOWS = 64;

/** One window after the other, as `observe` asks. */
function oneByOne(name: string, inputs: number, ask: (window: Float32Array) => unknown): TimedTask {
  const random = seededRandom(1);
  const windows = Array.from({ length: WINDOWS }, () => Float32Array.from({ length: inputs }, () => 4 * random() - 2));
  return {
    name,
    calls: WINDOWS,
    run() {
      for (const window of windows) ask(window);
    },
  };
}

/** What a user of TensorFlow.js would write: a layers model, and its `predict`. */
function predicting(backend: Backend, layers: Layers, weights: Weights): { task: TimedTask; dispose: () => void } {
  const { tf } = backend;
  const inputs = layers[0]![0];
  backend.activate();
  const model = tf.sequential({
    layers: layers.map(([width, units], layer) =>
      tf.layers.dense({
        units,
        activation: layer < layers.length - 1 ? 'tanh' : 'linear',
        ...(layer === 0 && { inputShape: [width] }),
      }),
    ),
  });
  tf.tidy(() => {
    model.setWeights(
      layers.flatMap(([width, units], layer) => [
        tf.tensor2d(weights[2 * layer]!, [width, units]),
        tf.tensor1d(weights[2 * layer + 1]!),
      ]),
    );
  });
  const task = oneByOne(`predict, ${backend.name}`, inputs, (window) => {
    backend.activate();
    let outputs: unknown; // not returned from tidy, which would walk every element
    tf.tidy(() => {
      const prediction = model.predict(tf.tensor2d(window, [1, inputs]));
      outputs = (Array.isArray(prediction) ? prediction[0]! : prediction).dataSync();
    });
    return outputs;
  });
  return { task, dispose: () => void model.dispose() };
}

/** @param wanted the last so many outputs are what a decision needs; the compiled pass computes no others */
function compiledCost(name: string, what: string, layers: Layers, wanted: number): BenchValue {
  return {
    name,
    claims: `one compiled forward pass of ${what} takes at most a thirtieth of \`predict\` on the fastest backend`,
    unit: 'decision',
    async prepare() {
      const weights = drawnWeights(layers, 1);
      const inputs = layers[0]![0];
      const last = lastOutputs(layers, weights, wanted);
      const compiled = CompiledNetwork.fromWeights(last.layers, last.weights);
      const tasks = [oneByOne('compiled', inputs, (window) => compiled.forward(window))];
      const held: (() => void)[] = [];
      for (const probe of (await probeBackends()).filter(({ available }) => available)) {
        const { backend } = await openBackend(probe.name, { purpose: 'predict', units: 24, batch: 1 });
        const { task, dispose } = predicting(backend, layers, weights);
        const network = new Network(backend, layers, weights);
        tasks.push(task);
        tasks.push(oneByOne(`inference: backend, ${probe.name}`, inputs, (window) => network.run(window)));
        held.push(dispose, () => network.dispose());
      }
      return { tasks, cleanUp: () => held.forEach((dispose) => void dispose()) };
    },
  };
}

const FORECASTER: Layers = [
  [24, 24],
  [24, 12],
  [12, 1],
];
/** Of the web shop: 16 rows of eight channels and four phases; a decision looks at the newest row. */
const AUTOENCODER: Layers = [
  [132, 24],
  [24, 6],
  [6, 24],
  [24, 128],
];

export const compiledForecaster = compiledCost('compiled-forecaster', 'the forecaster', FORECASTER, 1);
export const compiledAutoencoder = compiledCost('compiled-autoencoder', 'the web shop’s autoencoder', AUTOENCODER, 8);
