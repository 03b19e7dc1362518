import type { Judged } from './metric.ts';
import { firstRowFrom, rowsWithin } from './row-search.ts';
import { countedRowCount, countedRows, wholeOf } from './stretch.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * Lengths a stretch may have, longest first: a week holds the weekly season, a day the daily one. Those below an hour
 * are for recordings of hours, and only where they hold enough readings to be more than one moment.
 */
const BLOCK_LENGTHS_MS = [
  ...[168, 24, 12, 6, 3, 1].map((hours) => hours * HOUR_MS),
  ...[30, 15, 10, 5].map((minutes) => minutes * MINUTE_MS),
];
const FEWEST_ROWS_BELOW_AN_HOUR = 60;
/** From this many recordings on, each one is a block: recordings are independent, stretches of one are less so. */
const ENOUGH_RECORDINGS = 10;
const ENOUGH_BLOCKS = 20;

export interface Blocks {
  readonly blocks: readonly Judged[];
  /** Null when every recording is a block. */
  readonly blockMs: number | null;
}

/**
 * What the bootstrap draws from. With ten recordings or more, whole recordings. With fewer, stretches of the longest
 * of 7 d, 24 h, 12 h, 6 h, 3 h, 1 h that gives at least twenty of them; where none does, of the longest of 30, 15, 10
 * and 5 minutes that does, as long as each holds sixty rows; of the last one tried when none does.
 * It depends on the data and its labels alone, never on alerts, so the resamples of all contenders pair.
 */
export function chooseBlocks(recordings: readonly Judged[]): Blocks {
  if (recordings.length >= ENOUGH_RECORDINGS) return { blocks: recordings, blockMs: null };
  let finest: Blocks = { blocks: recordings, blockMs: null };
  const rowMs = longestRowMs(recordings);
  for (const blockMs of BLOCK_LENGTHS_MS) {
    if (blockMs < HOUR_MS && blockMs < FEWEST_ROWS_BELOW_AN_HOUR * rowMs) break;
    finest = { blocks: recordings.flatMap((judged) => splitIntoBlocks(judged, { blockMs })), blockMs };
    if (finest.blocks.length >= ENOUGH_BLOCKS) break;
  }
  return finest;
}

/** Mean time from one counted row to the next, of the recording where it is longest. */
function longestRowMs(recordings: readonly Judged[]): number {
  return recordings.reduce((longest, judged) => {
    const { from, to } = countedRows(judged);
    const { timestampsMs } = judged;
    return to - from < 2 ? longest : Math.max(longest, (timestampsMs[to - 1]! - timestampsMs[from]!) / (to - from - 1));
  }, 0);
}

/**
 * Cuts a recording into stretches of at least `blockMs`, never through an incident or a look-alike (the stretch grows
 * until the cut is free). Each counts its own rows, the events that begin in it and the alerts that begin in it;
 * together they count exactly what the whole counts. An alert that runs over a cut still touches what lies behind it.
 */
export function splitIntoBlocks(judged: Judged, { blockMs }: { readonly blockMs: number }): Judged[] {
  if (countedRowCount(judged) === 0) return [judged];
  const starts = cutRows(judged, blockMs);
  const whole = wholeOf(judged);
  const { to } = countedRows(judged);
  const sorted = Float64Array.from(starts);
  /** What begins on a row belongs to the last block that begins at or before it; what began earlier, to the first. */
  const byBlock = <T>(items: readonly T[], rowOf: (item: T) => number): T[][] => {
    const shares: T[][] = starts.map(() => []);
    for (const item of items) shares[Math.max(0, firstRowFrom(sorted, rowOf(item) + 1) - 1)]!.push(item);
    return shares;
  };
  const rowOfEvent = ({ startMs }: Stretch) => firstRowFrom(judged.timestampsMs, startMs);
  const incidents = byBlock(judged.incidents, rowOfEvent);
  const benign = byBlock(judged.benign, rowOfEvent);
  const alerts = byBlock(judged.alerts, ({ startRow }) => startRow);
  return starts.map((fromRow, block) => ({
    ...judged,
    fromRow,
    toRow: starts[block + 1] ?? to,
    incidents: incidents[block]!,
    benign: benign[block]!,
    alerts: alerts[block]!,
    whole,
  }));
}

type Stretch = Judged['incidents'][number];

/** First row of each stretch. */
function cutRows(judged: Judged, blockMs: number): number[] {
  const { from, to } = countedRows(judged);
  const uncuttable = rowsInsideEvents(judged);
  const starts = [from];
  for (let row = from + 1; row < to; row++) {
    const longEnough = judged.timestampsMs[row]! - judged.timestampsMs[starts.at(-1)!]! >= blockMs;
    if (longEnough && uncuttable[row] === 0) starts.push(row);
  }
  return starts;
}

/** 1 on each row that an event reaches from an earlier row: before such a row there is no cut. */
function rowsInsideEvents({ timestampsMs, incidents, benign }: Judged): Uint8Array {
  const inside = new Uint8Array(timestampsMs.length);
  for (const event of [...incidents, ...benign]) {
    const rows = rowsWithin(timestampsMs, event);
    if (rows.length > 0) inside.fill(1, rows[0]! + 1, rows[rows.length - 1]! + 1);
  }
  return inside;
}
