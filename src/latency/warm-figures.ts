import type { LatencyResult } from '../record/schema.ts';
import { drift } from './drift.ts';
import { mean, scaledMad } from './location.ts';
import { percentiles, quantile } from './percentiles.ts';
import type { TimedRounds } from './rounds.ts';
import type { TimedSide } from './sides.ts';

/** One side's rounds → the record's figures. No sample is dropped as an outlier. */
export function warmFigures({ steady, single }: TimedSide): LatencyResult['measurement']['warm'] {
  const steadyUs = allSamples(steady);
  const singleUs = allSamples(single);
  return {
    samples: singleUs.length,
    medianUs: quantile(steadyUs, 0.5),
    madUs: scaledMad(steadyUs),
    meanUs: mean(steadyUs),
    maxUs: Math.max(...single.rounds.map(({ maxUs }) => maxUs)),
    percentiles: percentiles(singleUs),
    drift: drift(steady.rounds.map(({ medianUs }) => medianUs)),
  };
}

function allSamples({ rounds }: TimedRounds): Float64Array {
  const all = new Float64Array(rounds.reduce((sum, { samplesUs }) => sum + samplesUs.length, 0));
  let at = 0;
  for (const { samplesUs } of rounds) {
    all.set(samplesUs, at);
    at += samplesUs.length;
  }
  return all.sort();
}
