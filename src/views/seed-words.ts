import { cardOf, contendersOf } from '../record/lookup.ts';
import type { MetricCard, RunRecord } from '../record/schema.ts';
import { figureOverSeeds, type OverSeeds, pageChurn, resultsOverSeeds } from '../verdict/over-seeds.ts';
import { differenceOf, pairsWorthComparing, type SupportedDifference } from '../verdict/supported-differences.ts';
import { figure, list, percent, signed, signedInterval } from './format.ts';
import { primaryCard } from './verdict-sentence.ts';

/** One contender over its seeds, in the words of every view. */
export interface SeedRow {
  readonly name: string;
  readonly seeds: number;
  readonly asWritten: string;
  readonly range: string;
  readonly heldOut: string;
  readonly inSample: string;
  /** The other metrics as written, in the order of the plan. */
  readonly others: readonly string[];
  readonly churn: string;
}

export const SEED_HEAD = ['seeds', 'as written: mean (sd)', 'range', 'group left out', 'in sample'] as const;

export const seedMetrics = (record: RunRecord): MetricCard[] =>
  record.plan.accuracy.metrics
    .filter((id) => id !== record.plan.accuracy.primaryMetric)
    .flatMap((id) => cardOf(record, id) ?? []);

export function seedRows(record: RunRecord): SeedRow[] {
  if (record.plan.accuracy.everySeed !== true) return [];
  const card = primaryCard(record);
  return record.plan.contenders.flatMap((contender) => {
    const results = resultsOverSeeds(record, contender.name);
    if (results.length === 0) return [];
    const written = figureOverSeeds(results, 'as-written', card.id);
    const churn = pageChurn(record, contender);
    return [
      {
        name: contender.name,
        seeds: results.length,
        asWritten: spread(written, card),
        range:
          written === undefined || written.sd === null
            ? ''
            : `${figure(written.low, card)} to ${figure(written.high, card)}`,
        heldOut: spread(figureOverSeeds(results, 'held-out', card.id), card),
        inSample: spread(figureOverSeeds(results, 'in-sample', card.id), card),
        others: seedMetrics(record).map((other) => {
          const value =
            figureOverSeeds(results, 'as-written', other.id) ?? figureOverSeeds(results, 'held-out', other.id);
          return value === undefined ? 'n/a' : figure(value.mean, other);
        }),
        churn: churn === undefined ? '' : percent(churn),
      },
    ];
  });
}

function spread(value: OverSeeds | undefined, card: MetricCard): string {
  if (value === undefined) return 'n/a';
  return value.sd === null ? figure(value.mean, card) : `${figure(value.mean, card)} (${figure(value.sd, card)})`;
}

/** Against which contender the others are held: the first of the rules, else the first of all. */
export function seedReference(record: RunRecord): string {
  return (contendersOf(record, 'rules')[0] ?? record.plan.contenders[0]!).name;
}

export interface DifferenceRow {
  readonly pair: string;
  readonly asWritten: string;
  readonly heldOut: string;
  /** By the thresholds as written where both have one, else by those with the group left out. */
  readonly says: string;
}

export function differenceRows(record: RunRecord): DifferenceRow[] {
  const card = primaryCard(record);
  const text = (found: SupportedDifference | undefined) =>
    found?.outcome.kind === 'compared'
      ? `${signed(found.outcome.difference, card)} ${signedInterval(found.outcome.interval, card)}`
      : 'n/a';
  return pairsOf(record).map(({ written, heldOut, decides }) => ({
    pair: `${decides.one} − ${decides.other}`,
    asWritten: text(written),
    heldOut: text(heldOut),
    says:
      decides.outcome.kind === 'compared'
        ? SAYS[standingOf(decides)](decides.one, decides.other)
        : `not compared: ${decides.outcome.reason}`,
  }));
}

interface Pair {
  readonly written: SupportedDifference | undefined;
  readonly heldOut: SupportedDifference | undefined;
  readonly decides: SupportedDifference;
}

function pairsOf(record: RunRecord): Pair[] {
  if (record.plan.accuracy.everySeed !== true) return [];
  return pairsWorthComparing(record, seedReference(record)).flatMap((pair) => {
    const written = differenceOf(record, pair, 'as-written');
    const heldOut = differenceOf(record, pair, 'held-out');
    const decides = written ?? heldOut;
    return decides === undefined ? [] : [{ written, heldOut, decides }];
  });
}

type Standing = keyof typeof SAYS;

const SAYS = {
  better: (one: string) => `supported: ${one} is better by more than the margin`,
  worse: (_: string, other: string) => `supported: ${other} is better by more than the margin`,
  equivalent: () => 'supported: no difference beyond the margin',
  'rather-better': (one: string) => `supported: ${one} is better; not by how much`,
  'rather-worse': (_: string, other: string) => `supported: ${other} is better; not by how much`,
  open: () => 'not supported: the interval holds 0',
  'not-compared': () => 'not compared',
} as const satisfies Record<string, (one: string, other: string) => string>;

function standingOf({ outcome }: SupportedDifference): Standing {
  if (outcome.kind === 'not-compared') return 'not-compared';
  if (outcome.standing !== 'inconclusive') return outcome.standing;
  const { low, high } = outcome.interval;
  if (low <= 0 && high >= 0) return 'open';
  return outcome.aBetterRatio > 0.5 ? 'rather-better' : 'rather-worse';
}

/** What may be said aloud, and what may not. */
export function differenceSentences(record: RunRecord): string[] {
  const reference = seedReference(record);
  const all = pairsOf(record);
  const pairs = all.filter(({ decides }) => decides.one === reference);
  const sentence = (standing: Standing, say: (names: string, many: boolean) => string) => {
    const names = pairs.flatMap(({ decides }) => (standingOf(decides) === standing ? [decides.other] : []));
    return names.length === 0 ? [] : [say(list(names), names.length > 1)];
  };
  return [
    ...sentence('better', (names) => `${reference} is better than ${names} by more than the margin.`),
    ...sentence(
      'worse',
      (names, many) => `${names} ${many ? 'are' : 'is'} better than ${reference} by more than the margin.`,
    ),
    ...sentence(
      'rather-better',
      (names) => `${reference} is better than ${names}, though not for certain by more than the margin.`,
    ),
    ...sentence(
      'rather-worse',
      (names, many) =>
        `${names} ${many ? 'are' : 'is'} better than ${reference}, though not for certain by more than the margin.`,
    ),
    ...sentence('equivalent', (names) => `Between ${reference} and ${names} there is no difference beyond the margin.`),
    ...sentence(
      'open',
      (names) =>
        `Between ${reference} and ${names} the data decide nothing: no sentence with "better" in it is supported.`,
    ),
    ...all
      .filter(({ decides }) => decides.one !== reference)
      .map(
        ({ decides }) => `${decides.one} − ${decides.other}: ${SAYS[standingOf(decides)](decides.one, decides.other)}.`,
      ),
  ];
}
