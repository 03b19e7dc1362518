/** Inputs and units of one dense layer. */
export type LayerShape = readonly [inputs: number, units: number];

/** From the inputs to the outputs: tanh after every layer but the last, which is linear. */
export type Layers = readonly LayerShape[];

/** Per layer the matrix (inputs × units, row by row) and the bias. */
export type Weights = readonly Float32Array[];

export const parameterCount = (layers: Layers): number =>
  layers.reduce((sum, [inputs, units]) => sum + (inputs + 1) * units, 0);

/** The same network with only its last `count` outputs: they do not depend on the others. */
export function lastOutputs(layers: Layers, weights: Weights, count: number): { layers: Layers; weights: Weights } {
  const [inputs, units] = layers.at(-1)!; // a network has a layer
  const matrix = weights.at(-2)!;
  const kept = new Float32Array(inputs * count);
  for (let i = 0; i < inputs; i++) kept.set(matrix.subarray((i + 1) * units - count, (i + 1) * units), i * count);
  return {
    layers: [...layers.slice(0, -1), [inputs, count]],
    weights: [...weights.slice(0, -2), kept, weights.at(-1)!.slice(-count)],
  };
}
