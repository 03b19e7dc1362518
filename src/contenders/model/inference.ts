import type { Backend } from './backend.ts';
import { CompiledNetwork } from './compiled-network.ts';
import { type Layers, lastOutputs, type Weights } from './dense-layers.ts';
import { Network } from './network.ts';

/** Trained networks, ready to be asked; compiled or on a backend. */
export interface Inference {
  /**
   * Windows laid end to end → for each member the last `outputCount` outputs of each window, laid end to end. A window's
   * bits do not depend on its neighbours. Good until the next call.
   */
  run(windows: Float32Array): readonly Outputs[];
  dispose(): void;
}

export type Outputs = Float32Array | Float64Array;

/**
 * @param backend null: compiled
 * @param outputCount how many of the last outputs are wanted; compiled, the others are not computed
 */
export function openInference(
  backend: Backend | null,
  layers: Layers,
  members: readonly Weights[],
  outputCount: number,
): Inference {
  if (backend === null) {
    const networks = members.map((weights) => {
      const wanted = lastOutputs(layers, weights, outputCount);
      return CompiledNetwork.fromWeights(wanted.layers, wanted.weights);
    });
    return {
      run: (windows) =>
        networks.map((network) =>
          windows.length === network.inputCount ? network.forward(windows) : network.run(windows),
        ),
      dispose() {},
    };
  }
  const networks = members.map((weights) => new Network(backend, layers, weights));
  const width = layers.at(-1)![1]; // a network has a layer
  return {
    run: (windows) => networks.map((network) => lastOfEach(network.run(windows), width, outputCount)),
    dispose: () => networks.forEach((network) => void network.dispose()),
  };
}

function lastOfEach(outputs: Float32Array, width: number, count: number): Float32Array {
  if (width === count) return outputs;
  const kept = new Float32Array((outputs.length / width) * count);
  for (let i = 0; i < kept.length / count; i++)
    kept.set(outputs.subarray((i + 1) * width - count, (i + 1) * width), i * count);
  return kept;
}
