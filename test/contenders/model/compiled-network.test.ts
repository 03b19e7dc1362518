import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/chance.ts';
import { BACKEND_NAMES } from '../../../src/contenders/model/backend.ts';
import { CompiledNetwork, toParameters, toWeights } from '../../../src/contenders/model/compiled-network.ts';
import { type Layers, lastOutputs, parameterCount, type Weights } from '../../../src/contenders/model/dense-layers.ts';
import { Network } from '../../../src/contenders/model/network.ts';
import { openBackend, probeBackends } from '../../../src/contenders/model/open-backend.ts';

/** The shapes that ship: a forecaster, an autoencoder of eight channels, one of a single channel, and an odd one. */
const SHAPES: Readonly<Record<string, Layers>> = {
  '24-24-12-1': [
    [24, 24],
    [24, 12],
    [12, 1],
  ],
  '132-24-6-24-128': [
    [132, 24],
    [24, 6],
    [6, 24],
    [24, 128],
  ],
  '20-16-4-16-16': [
    [20, 16],
    [16, 4],
    [4, 16],
    [16, 16],
  ],
  '5-7-3': [
    [5, 7],
    [7, 3],
  ],
};
const WINDOWS = 64;
/** What the pass may differ by, as a share of the larger of 1 and the output. Seen over 4,096 windows a shape: 2.7e-6 at most (wasm). */
const BOUND = 1e-4;

const random = seededRandom(11);
/** Wider than trained weights are, so that units saturate and rounding has something to work on. */
const weightsFor = (layers: Layers): Weights =>
  layers.flatMap(([inputs, units]) => [
    Float32Array.from({ length: inputs * units }, () => (4 * random() - 2) / Math.sqrt(inputs)),
    Float32Array.from({ length: units }, () => random() - 0.5),
  ]);
const windowsFor = (layers: Layers): Float32Array =>
  Float32Array.from({ length: WINDOWS * layers[0]![0] }, () => 10 * random() - 5);

/** The definition, written out. */
function slowly(layers: Layers, weights: Weights, input: readonly number[]): readonly number[] {
  return layers.reduce<readonly number[]>((signal, [, units], layer) => {
    const matrix = weights[2 * layer]!;
    const bias = weights[2 * layer + 1]!;
    return Array.from({ length: units }, (_, unit) => {
      const sum = signal.reduce((total, value, i) => total + value * matrix[i * units + unit]!, bias[unit]!);
      return layer < layers.length - 1 ? Math.tanh(sum) : sum;
    });
  }, input);
}

const available = (await probeBackends()).filter(({ available: is }) => is).map(({ name }) => name);

describe.each(Object.entries(SHAPES))('a compiled %s network', (_, layers) => {
  const weights = weightsFor(layers);
  const network = CompiledNetwork.fromWeights(layers, weights);
  const windows = windowsFor(layers);
  const { inputCount, outputCount } = network;

  it('computes what the definition says, to fourteen digits', () => {
    for (let window = 0; window < WINDOWS; window++) {
      const input = [...windows.subarray(window * inputCount, (window + 1) * inputCount)];
      const expected = slowly(layers, weights, input);
      const outputs = network.forward(windows, window * inputCount);
      for (const [i, output] of outputs.entries()) expect(Math.abs(output - expected[i]!)).toBeLessThan(1e-13);
    }
  });

  it('gives a window the same bits alone and among others', () => {
    const together = network.run(windows);
    const alone = Array.from({ length: WINDOWS }, (__, window) => [...network.forward(windows, window * inputCount)]);
    expect([...together]).toEqual(alone.flat());
  });

  for (const name of BACKEND_NAMES) {
    const isThere = available.includes(name);
    it.skipIf(!isThere)(`differs from ${name} by less than ${BOUND} (skipped where it is not there)`, async () => {
      const { backend } = await openBackend(name, { purpose: 'predict', units: 24, batch: 1 });
      const there = new Network(backend, layers, weights);
      const theirs = there.run(windows);
      there.dispose();
      const differences = [...network.run(windows)].map(
        (output, i) => Math.abs(output - theirs[i]!) / Math.max(1, Math.abs(theirs[i]!)),
      );
      expect(Math.max(...differences)).toBeLessThan(BOUND);
    });
  }

  it('computes its last outputs alone without changing a bit of them', () => {
    const count = Math.min(3, outputCount);
    const last = lastOutputs(layers, weights, count);
    const some = CompiledNetwork.fromWeights(last.layers, last.weights);
    expect([...some.forward(windows)]).toEqual([...network.forward(windows)].slice(-count));
  });

  it('holds as many parameters as its layers have, and gives its weights back', () => {
    expect(network.parameters).toHaveLength(parameterCount(layers));
    expect(toWeights(layers, toParameters(weights))).toEqual(weights);
  });
});

it('counts the 913 parameters of the forecaster', () => {
  expect(parameterCount(SHAPES['24-24-12-1']!)).toBe(913);
});
