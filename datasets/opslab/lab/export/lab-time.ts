import { formatDuration, parseDurationMs } from '../../../../src/duration.ts';
import type { ManifestInput } from '../../../../src/telemetry/manifest.ts';
import { DAY_S } from '../load/curve.ts';

const SECONDS_OF_A_DAY = 86_400;

/** How long it takes here what takes so long in life, to the second that rows are apart. */
function inTheLab(inLife: string): string {
  const seconds = (parseDurationMs(inLife) / 1000) * (DAY_S / SECONDS_OF_A_DAY);
  return formatDuration(Math.max(1, Math.round(seconds)) * 1000);
}

/**
 * What the manifest says holds where a configuration is silent: the durations that contenders ship with and the usual
 * cool-down, all divided by what the lab's time is compressed by. None was chosen by looking at a recording. What
 * contenders take from the wall clock, hour and weekday, is left out, since they mean nothing here.
 */
export const LAB_DEFAULTS: NonNullable<ManifestInput['defaults']> = {
  cooldown: inTheLab('1h'),
  contenders: {
    metronome: { every: inTheLab('1d') },
    'rolling-mad': { window: inTheLab('1d') },
    autoencoder: {
      window: inTheLab('1h20m'),
      smoothing: inTheLab('40m'),
      bridge: inTheLab('15m'),
      cycles: [],
    },
    forecaster: {
      window: inTheLab('1h20m'),
      smoothing: inTheLab('50m'),
      bridge: inTheLab('15m'),
      lookBack: inTheLab('1d'),
      restartAfter: inTheLab('1d'),
      refitEvery: inTheLab('8h20m'),
      dayHarmonics: 0,
      weekHarmonics: 0,
    },
    'model-confirmed-by-rules': { window: inTheLab('30m') },
    'guarded-model': { staleAfter: inTheLab('15m') },
  },
};
