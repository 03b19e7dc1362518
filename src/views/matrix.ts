import { cardOf, readingOf, resultOf, whyNoResult } from '../record/lookup.ts';
import type {
  BehaviourResult,
  ContenderInfo,
  DeterminismResult,
  LatencyResult,
  RunRecord,
  Study,
} from '../record/schema.ts';
import { brokenProperties, SEED_RUNG, unstableRungs } from '../verdict/caveats.ts';
import { count, list, metricShort, metricText, microseconds, percent, significant } from './format.ts';
import { primaryCard } from './verdict-sentence.ts';

/** `bad`: it breaks something it must hold, or failed. `warn`: worth a look. `none`: no result. */
export type Tone = 'good' | 'plain' | 'warn' | 'bad' | 'none';

/** What one study says about one contender. */
export interface MatrixCell {
  /** A few words. */
  readonly text: string;
  /** A few more, where there is room for a second line; may be empty. */
  readonly brief: string;
  /** The sentence behind it. */
  readonly detail: string;
  readonly tone: Tone;
}

export interface MatrixRow {
  readonly contender: ContenderInfo;
  readonly cells: Readonly<Record<Study, MatrixCell>>;
}

/** Figures besides the primary one that a second line names. */
const BRIEF_METRICS = 2;

/** Contender × study: the same words in every view. */
export function matrixOf(record: RunRecord): MatrixRow[] {
  return record.plan.contenders.map((contender) => ({
    contender,
    cells: {
      accuracy: cell(record, 'accuracy', contender.name, () => accuracyCell(record, contender.name)),
      behaviour: cell(record, 'behaviour', contender.name, (result) => behaviourCell(record, contender.name, result)),
      determinism: cell(record, 'determinism', contender.name, (result) =>
        determinismCell(record, contender.name, result),
      ),
      latency: cell(record, 'latency', contender.name, latencyCell),
    },
  }));
}

function cell<S extends Study>(
  record: RunRecord,
  study: S,
  contender: string,
  of: (result: NonNullable<ReturnType<typeof resultOf<S>>>) => MatrixCell,
): MatrixCell {
  const result = resultOf(record, study, contender);
  if (result !== undefined) return of(result);
  const detail = whyNoResult(record, study, contender)!;
  const failed = detail.startsWith('failed');
  return { text: failed ? 'FAILED' : 'not measured', brief: detail, detail, tone: failed ? 'bad' : 'none' };
}

function accuracyCell(record: RunRecord, contender: string): MatrixCell {
  const { metrics, bootstrap } = resultOf(record, 'accuracy', contender)!;
  const primary = primaryCard(record);
  const value = readingOf(metrics, primary.id);
  const others = record.plan.accuracy.metrics.filter((id) => id !== primary.id).slice(0, BRIEF_METRICS);
  const brief = others.flatMap((id) => {
    const card = cardOf(record, id);
    return card === undefined ? [] : [`${card.title} ${metricShort(readingOf(metrics, id), card)}`];
  });
  const resamples = `${count(bootstrap.resamples, 'resample')} of ${count(bootstrap.blocks, 'block')}`;
  return {
    text: metricText(value, primary),
    brief: brief.join(', '),
    detail:
      value.kind === 'undefined'
        ? value.reason
        : `${primary.title}, threshold held out, 95 % interval over ${resamples}`,
    tone: value.kind === 'undefined' ? 'none' : 'plain',
  };
}

function behaviourCell(record: RunRecord, contender: string, { properties }: BehaviourResult): MatrixCell {
  const of = (kind: string) => properties.filter(({ outcome }) => outcome.kind === kind);
  const [held, violated, notApplicable] = [of('held'), of('violated'), of('not-applicable')];
  const broken = brokenProperties(record, contender).map(({ property }) => property);
  const lacking = violated.map(({ property }) => property).filter((property) => !broken.includes(property));
  const bounds = held.flatMap(({ outcome }) => (outcome.kind === 'held' ? [outcome.violationBound95] : []));
  const counts = [
    `${held.length} held${bounds.length > 0 ? ` (< ${boundRange(bounds)})` : ''}`,
    broken.length > 0 ? `${broken.length} VIOLATED` : '',
    lacking.length > 0 ? `lacks ${lacking.length}` : '',
    notApplicable.length > 0 ? `${notApplicable.length} n/a` : '',
  ];
  const detail = [
    broken.length > 0 ? `breaks ${list(broken)}` : '',
    lacking.length > 0 ? `lacks ${list(lacking)} (reported, fails nothing)` : '',
    bounds.length > 0
      ? `each held property is violated in less than ${boundRange(bounds)} of cases at 95 %, by its number of runs`
      : '',
  ];
  return {
    text: joined(counts, ', '),
    brief: joined(detail.slice(0, 2), '; '),
    detail: joined(detail, '; '),
    tone: broken.length > 0 ? 'bad' : lacking.length > 0 ? 'warn' : held.length > 0 ? 'good' : 'none',
  };
}

const joined = (parts: readonly string[], by: string): string => parts.filter((part) => part !== '').join(by);

/** `4.9 %`, or `4.9 to 63 %` where properties had different numbers of runs. */
function boundRange(bounds: readonly number[]): string {
  const [least, most] = [percent(Math.min(...bounds)), percent(Math.max(...bounds))];
  return least === most ? most : `${least.replace(/\s*%$/, '')} to ${most}`;
}

function determinismCell(record: RunRecord, contender: string, { rungs }: DeterminismResult): MatrixCell {
  const compared = rungs.flatMap(({ rung, outcome }) => (outcome.kind === 'compared' ? [{ rung, ...outcome }] : []));
  if (compared.length === 0) return { text: 'n/a', brief: 'no rung applies', detail: 'no rung applies', tone: 'none' };
  const unstable = unstableRungs(record, contender);
  const steady = compared.flatMap(({ rung, repeats, instabilityBound95: bound }) =>
    unstable.includes(rung) || bound === null ? [] : [{ rung, repeats, bound }],
  );
  const seeds = compared.find(
    ({ rung, distinctScores }) => rung === SEED_RUNG && distinctScores > 1 && !unstable.includes(rung),
  );
  const overSeeds = seeds === undefined ? '' : `seeds flip ${percent(seeds.churn)}`;
  const bound = steady.length === 0 ? '' : ` (< ${boundRange(steady.map((rung) => rung.bound))})`;
  const text = unstable.length > 0 ? `DIFFERS: ${list(unstable)}` : `same${bound}`;
  const detail = [
    unstable.length > 0 ? `runs differ on ${list(unstable)}` : '',
    steady.length > 0
      ? `no difference on ${list(steady.map(({ rung, repeats }) => `${rung} (${count(repeats, 'run')})`))}`
      : '',
    bound === '' ? '' : `the rate of runs that differ is below ${boundRange(steady.map((rung) => rung.bound))} at 95 %`,
    seeds === undefined ? '' : `over seeds ${percent(seeds.churn)} of decisions flip between two runs`,
  ];
  return {
    text: joined([text, overSeeds], ', '),
    brief: steady.length > 0 ? `no difference on ${count(steady.length, 'rung')}` : '',
    detail: joined(detail, '; '),
    tone: unstable.length > 0 ? 'bad' : 'good',
  };
}

function latencyCell({ measurement: { warm, ratio }, scenario, backend }: LatencyResult): MatrixCell {
  const interval = `[${significant(ratio.interval.low)}, ${significant(ratio.interval.high)}]`;
  const on = backend === null ? '' : `, ${backend}`;
  return {
    text: `${microseconds(warm.medianUs)}, ${significant(ratio.value, 2)}× ${ratio.against}`,
    brief: `ratio ${interval}, ${count(warm.samples, 'decision')}${on}`,
    detail: `${scenario}${on}: median of ${count(warm.samples, 'decision')}; ratio to ${ratio.against} ${significant(ratio.value)} ${interval} over ${count(ratio.rounds, 'round')}`,
    tone: 'plain',
  };
}
