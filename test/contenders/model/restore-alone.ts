import process from 'node:process';
import { buffer } from 'node:stream/consumers';
import { autoencoderContender } from '../../../src/contenders/model/autoencoder.ts';
import { forecasterContender } from '../../../src/contenders/model/forecaster/forecaster.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { shop } from './shop.ts';

// Restores the artefact on standard input, watches a little, and prints whether TensorFlow.js was loaded for it.
const contender = process.argv[2] === 'forecaster' ? forecasterContender() : autoencoderContender();
const watcher = await contender.restore(await buffer(process.stdin));
const scored = observeAll(watcher, shop(40, 2)).filter(({ kind }) => kind === 'scored').length;
const isLoaded = '_tfGlobals' in globalThis || '_tfengine' in globalThis;
watcher.dispose();
process.stdout.write(JSON.stringify({ scored, isLoaded }));
