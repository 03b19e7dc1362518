import { readingOf, resultOf, whyNoResult } from '../record/lookup.ts';
import type {
  BehaviourResult,
  ContenderInfo,
  DeterminismResult,
  LatencyResult,
  RunRecord,
  Study,
} from '../record/schema.ts';
import { brokenProperties, SEED_RUNG, unstableRungs } from '../verdict/caveats.ts';
import { count, list, metricText, microseconds, percent, significant } from './format.ts';
import { primaryCard } from './verdict-sentence.ts';

/** `bad`: it breaks something it must hold, or failed. `warn`: worth a look. `none`: no result. */
export type Tone = 'good' | 'plain' | 'warn' | 'bad' | 'none';

/** What one study says about one contender: a few words, and the sentence behind them. */
export interface MatrixCell {
  readonly text: string;
  readonly detail: string;
  readonly tone: Tone;
}

export interface MatrixRow {
  readonly contender: ContenderInfo;
  readonly cells: Readonly<Record<Study, MatrixCell>>;
}

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
  return { text: failed ? 'FAILED' : 'not measured', detail, tone: failed ? 'bad' : 'none' };
}

function accuracyCell(record: RunRecord, contender: string): MatrixCell {
  const { metrics, bootstrap } = resultOf(record, 'accuracy', contender)!;
  const card = primaryCard(record);
  const value = readingOf(metrics, card.id);
  const resamples = `${bootstrap.resamples} resamples of ${count(bootstrap.blocks, 'block')}`;
  return {
    text: metricText(value, card),
    detail:
      value.kind === 'undefined' ? value.reason : `${card.title}, threshold held out, 95 % interval over ${resamples}`,
    tone: value.kind === 'undefined' ? 'none' : 'plain',
  };
}

function behaviourCell(record: RunRecord, contender: string, { properties }: BehaviourResult): MatrixCell {
  const of = (kind: string) => properties.filter(({ outcome }) => outcome.kind === kind);
  const [held, violated, notApplicable] = [of('held'), of('violated'), of('not-applicable')];
  const broken = brokenProperties(record, contender).map(({ property }) => property);
  const characterised = violated.map(({ property }) => property).filter((property) => !broken.includes(property));
  const bounds = held.flatMap(({ outcome }) => (outcome.kind === 'held' ? [outcome.violationBound95] : []));
  const detail = [
    broken.length > 0 ? `breaks ${list(broken)}` : '',
    characterised.length > 0 ? `does not have ${list(characterised)} (reported, fails nothing)` : '',
    bounds.length > 0
      ? `each held property is violated in less than ${percent(Math.max(...bounds))} of cases at 95 %`
      : '',
  ];
  return {
    text: [
      `${held.length} held${bounds.length > 0 ? ` (< ${percent(Math.max(...bounds))})` : ''}`,
      broken.length > 0 ? `${broken.length} VIOLATED` : '',
      characterised.length > 0 ? `${characterised.length} not had` : '',
      notApplicable.length > 0 ? `${notApplicable.length} n/a` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
    detail: detail.filter((part) => part !== '').join('; '),
    tone: broken.length > 0 ? 'bad' : characterised.length > 0 ? 'warn' : held.length > 0 ? 'good' : 'none',
  };
}

function determinismCell(record: RunRecord, contender: string, { rungs }: DeterminismResult): MatrixCell {
  const compared = rungs.flatMap(({ rung, outcome }) => (outcome.kind === 'compared' ? [{ rung, ...outcome }] : []));
  if (compared.length === 0) return { text: 'n/a', detail: 'no rung applies', tone: 'none' };
  const unstable = unstableRungs(record, contender);
  const steady = compared.filter(({ rung, instabilityBound95 }) => rung !== SEED_RUNG && instabilityBound95 !== null);
  const bound = Math.max(...steady.map(({ instabilityBound95 }) => instabilityBound95!));
  const seeds = compared.find(({ rung }) => rung === SEED_RUNG && !unstable.includes(rung));
  const varies = seeds !== undefined && Math.max(seeds.distinctScores, seeds.distinctAlerts) > 1;
  const overSeeds = varies ? `, seeds flip ${percent(seeds.churn)}` : '';
  if (unstable.length > 0) {
    return { text: `DIFFERS: ${list(unstable)}${overSeeds}`, detail: `runs differ on ${list(unstable)}`, tone: 'bad' };
  }
  const bounded = steady.length === 0 ? '' : ` (< ${percent(bound)})`;
  return {
    text: `same${bounded}${overSeeds}`,
    detail: [
      `no difference on ${list(steady.map(({ rung, repeats }) => `${rung} (${repeats} runs)`))}`,
      steady.length === 0 ? '' : `the rate of runs that differ is below ${percent(bound)} at 95 %`,
      varies ? `over seeds ${percent(seeds.churn)} of decisions flip between two runs` : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
    tone: 'good',
  };
}

function latencyCell({ measurement: { warm, ratio }, scenario, backend }: LatencyResult): MatrixCell {
  const times = `${significant(ratio.value, 2)}× ${ratio.against}`;
  return {
    text: `${microseconds(warm.medianUs)}, ${times}`,
    detail: `${scenario}${backend === null ? '' : ` on ${backend}`}: median of ${warm.samples} decisions; ratio to ${ratio.against} ${significant(ratio.value)} [${significant(ratio.interval.low)}, ${significant(ratio.interval.high)}] over ${ratio.rounds} rounds`,
    tone: 'plain',
  };
}
