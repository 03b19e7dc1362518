import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { TensorFlow } from './tensorflow.ts';

/**
 * signal × matrix for training. Its gradients transpose first and multiply then: at the size of these networks
 * WebAssembly takes six to eight times as long for a product that transposes on the way, and that was most of a step.
 * @param isInput the signal is data: nothing is learned from its gradient, and none is computed
 */
export function trainableProduct(tf: TensorFlow, signal: Tensor2D, matrix: Tensor2D, isInput: boolean): Tensor2D {
  const ofMatrix = (before: Tensor, dy: Tensor): Tensor => tf.matMul(tf.transpose(before), dy);
  if (isInput) {
    const product = tf.customGrad((weights) => ({
      value: tf.matMul(signal, weights as Tensor),
      gradFunc: (dy) => ofMatrix(signal, dy),
    }));
    return product(matrix) as Tensor2D;
  }
  const product = tf.customGrad((before, weights, save) => {
    const inputs = [before as Tensor, weights as Tensor] as const;
    (save as (saved: readonly Tensor[]) => void)(inputs);
    return {
      value: tf.matMul(...inputs),
      gradFunc: (dy, saved) => {
        const [kept, keptWeights] = saved as [Tensor, Tensor];
        return [tf.matMul(dy, tf.transpose(keptWeights)), ofMatrix(kept, dy)];
      },
    };
  });
  return product(signal, matrix) as Tensor2D;
}
