import { type CALIBRATION_SETTINGS, leastErrors } from './calibration.ts';

/** Rows without a full window do not count; so many more are asked for. */
const ALLOWANCE = 1.1;

/** For `Traits.trainingRows`: rows to learn from of which enough are held back for the promise. */
export function trainingRowsFor(settings: {
  readonly calibration: (typeof CALIBRATION_SETTINGS)[number];
  readonly falseAlarmRate: number;
  readonly holdBackRatio: number;
}): { readonly trainingRows?: number } {
  const { calibration, falseAlarmRate, holdBackRatio } = settings;
  if (calibration === 'history') return {};
  return { trainingRows: Math.ceil((ALLOWANCE * leastErrors(calibration, falseAlarmRate)) / holdBackRatio) };
}
