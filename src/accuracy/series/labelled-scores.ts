import { type Fault, InputError, throwIfAny } from '../../faults.ts';
import { type Runs, runsOf } from './runs.ts';

/** What was true, checked: 0 or 1 a row. */
export interface Labelled {
  readonly labels: Uint8Array;
  /** Maximal runs of labels 1. */
  readonly events: Runs;
}

export interface LabelledScores extends Labelled {
  /** One a row, finite; higher is worse. NaN on rows that abstained, where those are let in: never predicted. */
  readonly scores: Float64Array;
}

export interface NanOption {
  /**
   * What a NaN among the scores is: a mistake (default), or a row that abstained. Such a row keeps its place in time and
   * no threshold predicts it.
   */
  readonly nan?: 'refuse' | 'abstain';
}

export interface LabelledPredictions extends Labelled {
  /** 0 or 1 a row. */
  readonly predicted: Uint8Array;
}

/** Typed arrays are used as they are; plain arrays are copied. */
export type Flags = Uint8Array | readonly number[];
export type Scores = Float64Array | readonly number[];

const MOST_FAULTS_SHOWN = 20;

/**
 * @throws InputError with every fault: `metric/lengths`, `metric/label` (not 0 or 1), `metric/score` (NaN or infinite),
 * each naming its row, counted from 0
 */
export function parseLabelledScores(labels: Flags, scores: Scores, { nan = 'refuse' }: NanOption = {}): LabelledScores {
  const isFine = nan === 'abstain' ? (score: number) => !isInfinite(score) : Number.isFinite;
  throwIfAny([
    ...lengthFaults(labels, scores, 'scores'),
    ...flagFaults('labels', labels),
    ...rowFaults(scores, isFine, (row) => ({
      code: 'metric/score',
      message: `scores[${row}] is ${scores[row]}; expected a finite number`,
    })),
  ]);
  const checked = labels instanceof Uint8Array ? labels : Uint8Array.from(labels);
  return {
    labels: checked,
    scores: scores instanceof Float64Array ? scores : Float64Array.from(scores),
    events: runsOf(checked),
  };
}

/** @throws InputError with every fault: `metric/lengths`, `metric/label`, `metric/prediction` (not 0 or 1) */
export function parseLabelledPredictions(labels: Flags, predicted: Flags): LabelledPredictions {
  throwIfAny([
    ...lengthFaults(labels, predicted, 'predicted'),
    ...flagFaults('labels', labels),
    ...flagFaults('predicted', predicted),
  ]);
  const checked = labels instanceof Uint8Array ? labels : Uint8Array.from(labels);
  return {
    labels: checked,
    predicted: predicted instanceof Uint8Array ? predicted : Uint8Array.from(predicted),
    events: runsOf(checked),
  };
}

/** @throws InputError `metric/setting` unless it is a whole number from 0 on */
export function assertRowCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw InputError.of('metric/setting', `${name} is ${value}; expected a whole number of rows, 0 or more`);
}

const isInfinite = (score: number): boolean => score === Number.POSITIVE_INFINITY || score === Number.NEGATIVE_INFINITY;

const lengthFaults = (labels: ArrayLike<number>, other: ArrayLike<number>, name: string): Fault[] =>
  labels.length === other.length
    ? []
    : [
        {
          code: 'metric/lengths',
          message: `there are ${labels.length} labels and ${other.length} ${name}; expected one of each a row`,
        },
      ];

const flagFaults = (name: 'labels' | 'predicted', flags: ArrayLike<number>): Fault[] =>
  rowFaults(
    flags,
    (flag) => flag === 0 || flag === 1,
    (row) => ({
      code: name === 'labels' ? 'metric/label' : 'metric/prediction',
      message: `${name}[${row}] is ${flags[row]}; expected 0 or 1`,
    }),
  );

function rowFaults(
  values: ArrayLike<number>,
  isFine: (value: number) => boolean,
  faultAt: (row: number) => Fault,
): Fault[] {
  const faults: Fault[] = [];
  let more = 0;
  for (let row = 0; row < values.length; row++) {
    if (isFine(values[row]!)) continue;
    if (faults.length < MOST_FAULTS_SHOWN) faults.push(faultAt(row));
    else more++;
  }
  const [first] = faults;
  if (first !== undefined && more > 0) faults.push({ code: first.code, message: `and ${more} more of such faults` });
  return faults;
}
