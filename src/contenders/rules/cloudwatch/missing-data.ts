/** What CloudWatch says of an alarm. `INSUFFICIENT_DATA` is also where every alarm starts. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** `keep`: the alarm stays in whatever state it is in. */
export type Decision = AlarmState | 'keep';

export type Point = 'breaching' | 'fine' | 'missing';

export const MISSING_DATA_SETTINGS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type TreatMissingData = (typeof MISSING_DATA_SETTINGS)[number];

export interface MOfN {
  /** N: how many periods are judged. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * The decision on one evaluation range: the N or more newest periods, oldest first.
 *
 * N readings or more: the newest N are judged and the setting is not looked at. None: the setting decides alone. In
 * between, as many points as lack are filled in the way the setting says; for `missing` and `ignore` they count as fine,
 * unless everything seen is one old breach (see {@link isAgedBreach}).
 *
 * Source: Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", whose two tables (ten
 * rows, 40 cells) it reproduces.
 */
export function decide(
  points: readonly Point[],
  { evaluationPeriods, datapointsToAlarm, treatMissingData }: MOfN,
): Decision {
  const real = points.filter((point) => point !== 'missing');
  const judged = real.slice(-evaluationPeriods);
  const breaches = judged.filter((point) => point === 'breaching').length;
  if (real.length >= evaluationPeriods) return breaches >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (real.length === 0) return decideOnNothing(treatMissingData);
  const filled = treatMissingData === 'breaching' ? evaluationPeriods - real.length : 0;
  if (breaches + filled >= datapointsToAlarm) return 'ALARM';
  if ((treatMissingData === 'missing' || treatMissingData === 'ignore') && isAgedBreach(points, datapointsToAlarm)) {
    return treatMissingData === 'missing' ? 'ALARM' : 'keep';
  }
  return 'OK';
}

function decideOnNothing(treatMissingData: TreatMissingData): Decision {
  switch (treatMissingData) {
    case 'missing':
      return 'INSUFFICIENT_DATA';
    case 'ignore':
      return 'keep';
    case 'breaching':
      return 'ALARM';
    case 'notBreaching':
      return 'OK';
  }
}

/**
 * Every reading of the range breaches, and the oldest is M periods old or older. The guide's prose would alarm also
 * where an older reading is fine; its table does not (`O - X - -` with M = 2 is OK).
 */
function isAgedBreach(points: readonly Point[], datapointsToAlarm: number): boolean {
  const oldest = points.findIndex((point) => point !== 'missing');
  return points.length - oldest >= datapointsToAlarm && points.every((point) => point !== 'fine');
}
