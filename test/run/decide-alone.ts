import process from 'node:process';
import { backendOf } from '../../src/contenders/contract.ts';
import { replay } from '../../src/replay/replay.ts';
import { createContender } from '../../src/run/line-up.ts';
import { savedShop } from './saved-shop.ts';

// Loads a saved contender by its path, decides on the judged recording, and prints on which engine and how.
const [file = '', settings = '{}'] = process.argv.slice(2);
const dataset = savedShop();
const { contender } = await createContender(file, { with: JSON.parse(settings) }, dataset);
const watcher = await contender.fit({ train: [], seed: 1 });
const { scores } = replay(watcher, dataset.recordings[2]!.recording);
const decisions = Array.from(scores, (score) => (Number.isNaN(score) ? '?' : score >= 1 ? '#' : '.')).join('');
process.stdout.write(JSON.stringify({ backend: backendOf(watcher), decisions, scores: Array.from(scores, String) }));
watcher.dispose();
