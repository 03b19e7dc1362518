import type { Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { denseOutputs, initialWeights, layersOf, weightTensors } from '../../../src/contenders/model/network.ts';
import { openForInference } from '../../../src/contenders/model/open-backend.ts';
import { trainableProduct } from '../../../src/contenders/model/trainable-product.ts';

const SIZE = { input: 12, hidden: 5, code: 3, output: 10 };

describe('the product that training multiplies by', () => {
  it.each(['cpu', 'wasm'] as const)('has the gradients of the plain one, on %s', async (name) => {
    const backend = await openForInference(name, SIZE.hidden);
    const { tf } = backend;
    backend.activate();
    const batch = tf.randomUniform([7, SIZE.input], -1, 1, 'float32', 3) as Tensor2D;
    const weights = weightTensors(tf, layersOf(SIZE), initialWeights(backend, SIZE, 4));
    const gradients = (multiply?: typeof trainableProduct) =>
      tf
        .grads((...tensors) => tf.sum(tf.square(denseOutputs(tf, tensors as Tensor2D[], batch, multiply))))(weights)
        .map((gradient) => Array.from(gradient.dataSync()));
    const plain = gradients();
    expect(plain.flat().some((value) => Math.abs(value) > 0.01)).toBe(true);
    gradients(trainableProduct).forEach((gradient, i) => {
      gradient.forEach((value, at) => {
        expect(value).toBeCloseTo(plain[i]![at]!, 4);
      });
    });
  });
});
