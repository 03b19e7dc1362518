import type { RungCard } from './rung.ts';
import { newProcess } from './rungs/new-process.ts';
import { repeatInProcess } from './rungs/repeat-in-process.ts';
import { restored } from './rungs/restored.ts';
import { retrainOverSeeds } from './rungs/retrain-over-seeds.ts';
import { retrainSameSeed } from './rungs/retrain-same-seed.ts';

/** Lowest first: each holds less fixed than the one before. */
export const LADDER: readonly RungCard[] = [repeatInProcess, restored, retrainSameSeed, newProcess, retrainOverSeeds];
