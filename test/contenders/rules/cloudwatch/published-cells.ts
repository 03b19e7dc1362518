import type { Decision, TreatMissingData } from '../../../../src/contenders/rules/cloudwatch/missing-data.ts';

/**
 * The two tables of the Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data": five
 * periods fetched, three judged. Oldest first; X breaching, O fine, - missing.
 */
const ROWS: readonly (readonly [points: string, m: number, ...decisions: readonly Decision[]])[] = [
  ['O-X-X', 3, 'OK', 'OK', 'OK', 'OK'],
  ['O----', 3, 'OK', 'OK', 'OK', 'OK'],
  ['-----', 3, 'INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'],
  ['OXX-X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['--X--', 3, 'ALARM', 'keep', 'ALARM', 'OK'],
  ['O-X-X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['OOXOX', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['O-X--', 2, 'OK', 'OK', 'ALARM', 'OK'],
  ['----O', 2, 'OK', 'OK', 'ALARM', 'OK'],
  ['---X-', 2, 'ALARM', 'keep', 'ALARM', 'OK'],
];

const SETTINGS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

export interface Cell {
  readonly points: string;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
  readonly expected: Decision;
}

export const PUBLISHED_CELLS: readonly Cell[] = ROWS.flatMap(([points, datapointsToAlarm, ...decisions]) =>
  SETTINGS.map((treatMissingData, i) => ({ points, datapointsToAlarm, treatMissingData, expected: decisions[i]! })),
);
