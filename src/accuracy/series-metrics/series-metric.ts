import type { MetricCard, MetricValue } from '../../record/schema.ts';
import { defined, type Judged, type Metric, undefinedBecause } from '../metric.ts';
import { countedRows, wholeOf } from '../stretch.ts';

/** The counted rows of one recording. */
export interface JudgedSeries {
  readonly labels: Uint8Array;
  /** NaN where the contender abstained. */
  readonly scores: Float64Array;
  /** 1 where the score is at or above the threshold in use; never on an abstained row. */
  readonly predicted: Uint8Array;
}

export type SeriesCard = Pick<MetricCard, 'id' | 'title' | 'definition' | 'undefinedWhen' | 'source'>;

/** What the cards of all metrics of series say about several recordings and about rows without a score. */
const COMBINED =
  'A value belongs to one recording, over its counted rows; several recordings give the mean of the values there are. Resampled are whole recordings only: where the blocks are stretches of a recording, there is no interval. An abstained row keeps its place in time and is never predicted.';

/**
 * A metric of a whole series, as the benchmarks define them: it is no function of parts, since events, buffers and
 * thresholds of the whole enter. So each recording is valued once, whatever the blocks, and a resample weighs the
 * values. A resample that counts the stretches of a recording differently has no value.
 */
export function seriesMetric(card: SeriesCard, compute: (series: JudgedSeries) => MetricValue): Metric {
  return {
    card: {
      ...card,
      version: 1,
      unit: '1',
      better: 'higher',
      range: [0, 1],
      definition: `${card.definition} ${COMBINED}`,
    },
    prepare: (blocks) => {
      const recordings = groupByRecording(blocks);
      const values = recordings.map(({ whole }) => valueOfRecording(whole, compute));
      return (weights) => {
        let sum = 0;
        let count = 0;
        for (let i = 0; i < recordings.length; i++) {
          const { blockIndices } = recordings[i]!;
          const weight = weights[blockIndices[0]!]!;
          if (blockIndices.some((block) => weights[block] !== weight)) return undefinedBecause(NO_PARTS);
          const value = values[i]!;
          if (value.kind === 'undefined') continue;
          sum += weight * value.value;
          count += weight;
        }
        return count === 0 ? undefinedBecause(whyNone(values)) : defined(sum / count);
      };
    },
  };
}

const NO_PARTS = 'it has no value on a part of a recording';

interface Recording {
  readonly whole: Judged;
  readonly blockIndices: number[];
}

/** Stretches of one recording belong together; whole recordings stand each for itself. */
function groupByRecording(blocks: readonly Judged[]): Recording[] {
  const recordings: Recording[] = [];
  const cut = new Map<Judged, Recording>();
  blocks.forEach((block, index) => {
    const known = block.whole === undefined ? undefined : cut.get(block.whole);
    if (known !== undefined) {
      known.blockIndices.push(index);
      return;
    }
    const recording = { whole: wholeOf(block), blockIndices: [index] };
    recordings.push(recording);
    if (block.whole !== undefined) cut.set(block.whole, recording);
  });
  return recordings;
}

function valueOfRecording(judged: Judged, compute: (series: JudgedSeries) => MetricValue): MetricValue {
  const { from, to } = countedRows(judged);
  const labels = judged.labels.subarray(from, to);
  const scores = judged.scores.subarray(from, to);
  if (scores.length > 0 && scores.every(Number.isNaN)) return undefinedBecause('every row abstained');
  return compute({
    labels,
    scores,
    predicted: Uint8Array.from(scores, (score) => (score >= judged.threshold ? 1 : 0)),
  });
}

function whyNone(values: readonly MetricValue[]): string {
  const reasons = new Set(values.flatMap((value) => (value.kind === 'undefined' ? [value.reason] : [])));
  return reasons.size === 0 ? 'there is no recording' : [...reasons].join('; ');
}
