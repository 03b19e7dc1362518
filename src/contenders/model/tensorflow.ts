/** TensorFlow.js as a value: it is loaded when a model is first opened, so that a run of rules alone never pays for it. */
export type TensorFlow = typeof import('@tensorflow/tfjs');

/** CommonJS packages put their exports on `default` when imported from an ES module. */
export const commonJs = <T extends object>(module: T): T => (module as T & { readonly default?: T }).default ?? module;

let loading: Promise<TensorFlow> | undefined;
let loaded: TensorFlow | undefined;

export function loadTensorFlow(): Promise<TensorFlow> {
  loading ??= import('@tensorflow/tfjs').then((module) => {
    const tf = commonJs(module);
    tf.enableProdMode(); // otherwise the cpu backend prints an advertisement on first use
    loaded = tf;
    return tf;
  });
  return loading;
}

/** Tensors alive in this process, over all models: the figure a leak shows up in. 0 as long as nothing has loaded it. */
export const liveTensorCount = (): number => loaded?.memory().numTensors ?? 0;
