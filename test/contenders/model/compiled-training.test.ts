import type { Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../../src/chance.ts';
import { CompiledNetwork } from '../../../src/contenders/model/compiled-network.ts';
import { CompiledTraining, HUBER_DELTA, type Samples } from '../../../src/contenders/model/compiled-training.ts';
import type { Layers } from '../../../src/contenders/model/dense-layers.ts';
import { drawnWeights, trainForecaster } from '../../../src/contenders/model/forecaster/train-forecaster.ts';
import { denseOutputs, weightTensors } from '../../../src/contenders/model/network.ts';
import { openBackend } from '../../../src/contenders/model/open-backend.ts';

const LAYERS: Layers = [
  [24, 24],
  [24, 12],
  [12, 1],
];
const TWO_OUTPUTS: Layers = [
  [5, 6],
  [6, 2],
];
const ROWS = 200;

function samplesFor(layers: Layers): Samples {
  const random = seededRandom(4);
  const inputs = Float32Array.from({ length: ROWS * layers[0]![0] }, () => normal(random));
  const outputs = layers.at(-1)![1];
  // Some errors beyond Huber's delta, most within.
  const targets = Float32Array.from({ length: ROWS * outputs }, (_, i) => Math.sin(i) + 0.8 * normal(random));
  return { inputs, targets };
}

/** The loss as defined, for differences. */
function loss(network: CompiledNetwork, { inputs, targets }: Samples, rows: readonly number[]): number {
  const { inputCount, outputCount } = network;
  let sum = 0;
  for (const row of rows) {
    for (const [i, output] of network.forward(inputs, row * inputCount).entries()) {
      const error = Math.abs(output - targets[row * outputCount + i]!);
      sum += error <= HUBER_DELTA ? error ** 2 / 2 : HUBER_DELTA * (error - HUBER_DELTA / 2);
    }
  }
  return sum / (rows.length * outputCount);
}

describe.each([
  ['24-24-12-1', LAYERS],
  ['5-6-2', TWO_OUTPUTS],
] as const)('the gradient of a compiled %s network', (_, layers) => {
  const samples = samplesFor(layers);
  const rows = [3, 1, 4, 1, 5, 9, 26, 53, 58, 97, 93, 23, 84, 62, 64, 33];
  const weights = drawnWeights(layers, 7);
  const network = CompiledNetwork.fromWeights(layers, weights);
  const training = new CompiledTraining(network);
  training.computeGradient(samples, rows);

  it('is the slope of the loss, by differences', () => {
    const { parameters } = network;
    const step = 1e-5;
    for (let i = 0; i < parameters.length; i += 7) {
      const kept = parameters[i]!;
      parameters[i] = kept + step;
      const above = loss(network, samples, rows);
      parameters[i] = kept - step;
      const below = loss(network, samples, rows);
      parameters[i] = kept;
      expect(Math.abs(training.gradient[i]! - (above - below) / (2 * step))).toBeLessThan(1e-7);
    }
  });

  it.each(['wasm', 'cpu'] as const)('is what TensorFlow.js computes on %s, to single precision', async (name) => {
    const { backend } = await openBackend(name, { purpose: 'train', units: 24, batch: 16 });
    const { tf } = backend;
    const [inputs, outputs] = [layers[0]![0], layers.at(-1)![1]];
    backend.activate();
    const theirs: number[] = [];
    tf.tidy(() => {
      const batch = tf.tensor2d(
        rows.flatMap((row) => [...samples.inputs.subarray(row * inputs, (row + 1) * inputs)]),
        [rows.length, inputs],
      );
      const targets = tf.tensor2d(
        rows.flatMap((row) => [...samples.targets.subarray(row * outputs, (row + 1) * outputs)]),
        [rows.length, outputs],
      );
      const slopes = tf.grads((...tensors) => {
        const forecast = denseOutputs(tf, tensors as Tensor2D[], batch);
        return tf.losses.huberLoss(targets, forecast, undefined, HUBER_DELTA).asScalar();
      });
      for (const slope of slopes(weightTensors(tf, layers, weights))) theirs.push(...slope.dataSync());
    });
    expect(theirs).toHaveLength(training.gradient.length);
    const largest = Math.max(...theirs.map(Math.abs));
    expect(largest).toBeGreaterThan(0.01);
    for (const [i, slope] of theirs.entries()) {
      expect(Math.abs(training.gradient[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, largest));
    }
  });
});

describe('training in plain loops', () => {
  const samples = samplesFor(LAYERS);
  const settings = { epochs: 3, steps: 30, batchRows: 16, learningRate: 0.003, weightDecay: 0.0001 };
  const train = async (engine: 'compiled' | 'wasm' | 'cpu', seed = 7, overrides = {}) => {
    const opened = engine === 'compiled' ? null : await openBackend(engine, { purpose: 'train', units: 24, batch: 16 });
    return trainForecaster(opened?.backend ?? null, samples, LAYERS, { ...settings, ...overrides }, seed);
  };
  const farthest = (a: readonly Float32Array[], b: readonly Float32Array[]): number =>
    Math.max(...a.flatMap((part, p) => [...part].map((value, i) => Math.abs(value - b[p]![i]!))));

  it.each(['wasm', 'cpu'] as const)('takes the steps that TensorFlow.js takes on %s', async (name) => {
    const [ours, theirs] = [await train('compiled'), await train(name)];
    expect(farthest(ours, drawnWeights(LAYERS, 7))).toBeGreaterThan(0.05);
    // Adam divides a slope by its own size, which makes rounding of the smallest slopes visible.
    expect(farthest(ours, theirs)).toBeLessThan(1e-4);
  });

  it.each(['compiled', 'wasm', 'cpu'] as const)('learns the same bits from the same seed: %s', async (engine) => {
    expect(await train(engine)).toEqual(await train(engine));
  });

  it('learns something else from another seed', async () => {
    expect(await train('compiled', 8)).not.toEqual(await train('compiled'));
  });

  it('ends with the last epoch or the last step, whichever comes first', async () => {
    const one = await train('compiled', 7, { epochs: 1, steps: 1000 });
    expect(await train('compiled', 7, { epochs: 9, steps: 13 })).toEqual(one); // 13 batches of 16 hold 200 rows
  });

  it('shrinks weights by their decay, apart from the gradient', () => {
    const still = CompiledNetwork.fromWeights(LAYERS, drawnWeights(LAYERS, 7));
    const outputs = still.run(samples.inputs);
    const training = new CompiledTraining(still);
    const before = still.parameters.slice();
    // Targets that are met exactly: no slope at all.
    const met = { inputs: samples.inputs, targets: outputs as unknown as Float32Array };
    training.step(met, [0, 1], { learningRate: 0.5, weightDecay: 0.01 });
    expect([...still.parameters]).toEqual([...before.map((value) => value * 0.995)]);
  });

  it('goes on from a snapshot of Adam as if uninterrupted', () => {
    const step = { learningRate: 0.01, weightDecay: 0.001 };
    const whole = CompiledNetwork.fromWeights(LAYERS, drawnWeights(LAYERS, 7));
    const wholeTraining = new CompiledTraining(whole);
    for (let i = 0; i < 10; i++) wholeTraining.step(samples, [i, i + 1], step);
    const first = CompiledNetwork.fromWeights(LAYERS, drawnWeights(LAYERS, 7));
    const firstTraining = new CompiledTraining(first);
    for (let i = 0; i < 4; i++) firstTraining.step(samples, [i, i + 1], step);
    const second = new CompiledNetwork(LAYERS, first.parameters.slice());
    const secondTraining = new CompiledTraining(second, firstTraining.state());
    for (let i = 4; i < 10; i++) secondTraining.step(samples, [i, i + 1], step);
    expect(second.parameters).toEqual(whole.parameters);
  });
});
