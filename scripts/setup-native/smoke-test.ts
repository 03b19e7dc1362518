import process from 'node:process';
import { openNative } from '../../src/contenders/model/backend-native.ts';
import { applyNativePins } from '../../src/contenders/model/native-pins.ts';

/** Run in a process of its own: loads the addon, trains three steps, predicts, and prints the versions. */
applyNativePins();
const { tf, engine, activate } = await openNative();
activate();
const inputs = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
model.compile({ optimizer: tf.train.adam(0.1), loss: 'meanSquaredError' });
await model.fit(inputs, inputs, { epochs: 3, verbose: 0, shuffle: false });
const outputs = (model.predict(inputs) as ReturnType<typeof tf.tensor2d>).dataSync();
if (outputs.length !== 8 || !outputs.every(Number.isFinite)) throw new Error(`predicted ${outputs}`);
process.stdout.write(engine);
