import { cardOf } from '../record/lookup.ts';
import type { MetricCard, RunRecord } from '../record/schema.ts';
import type { Caveat } from '../verdict/caveats.ts';
import type { PairedDifference } from '../verdict/paired-difference.ts';
import type { Side } from '../verdict/side.ts';
import type { Decision, Verdict } from '../verdict/verdict.ts';
import { count, figure, list, metricText, percent, signed, signedInterval } from './format.ts';

/** The verdict in words that say no more than the numbers: one sentence, then what speaks for care, one sentence each. */
export interface VerdictText {
  /** The answer alone, for a heading. */
  readonly answer: string;
  readonly headline: string;
  readonly caveats: readonly { readonly weight: 'serious' | 'note'; readonly text: string }[];
}

export function verdictText(record: RunRecord, { decision, caveats }: Verdict): VerdictText {
  const card = primaryCard(record);
  return {
    answer: answer(decision),
    headline: headline(record, decision, card),
    caveats: caveats.map((caveat) => ({ weight: weightOf(caveat), text: caveatText(caveat, card) })),
  };
}

/** The card of the primary metric; a bare one where the record has lost it. */
export function primaryCard(record: RunRecord): MetricCard {
  const id = record.plan.accuracy.primaryMetric;
  const bare = { id, version: 0, title: id, unit: '1', better: 'neither', range: [null, null] } as const;
  return cardOf(record, id) ?? { ...bare, range: [null, null], definition: '', undefinedWhen: '', source: '' };
}

function answer(decision: Decision): string {
  if (decision.kind === 'not-compared') return 'No comparison';
  if (decision.kind === 'inconclusive') return 'Inconclusive';
  if (decision.kind === 'equivalent') return 'Rules and model are equivalent';
  if (decision.ready) return `Let the ${decision.winner} watch`;
  return decision.winner === 'rules'
    ? 'The rules do better, but are not ready'
    : 'The model does better, but is not ready';
}

function headline(record: RunRecord, decision: Decision, card: MetricCard): string {
  const where = `On ${record.plan.dataset.name}`;
  if (decision.kind === 'not-compared') return `${where} rules and model are not compared: ${decision.reason}.`;
  const { rules, model, comparison } = decision;
  const figures = `${card.title} ${sideText(rules, card)}, ${sideText(model, card)}; ${differenceText(comparison, card)}`;
  if (decision.kind === 'equivalent') {
    return `${where} rules and model are equivalent within the margin (${figures}): choose on behaviour, determinism and latency.`;
  }
  if (decision.kind === 'inconclusive')
    return `${where} it is inconclusive: ${whyInconclusive(decision, card)} (${figures}).`;
  const does = decision.winner === 'rules' ? 'the rules do' : 'the model does';
  const verb = `${does} better (${figures})`;
  if (!decision.ready)
    return `${where} ${verb}, but not so that one could let ${decision.winner === 'rules' ? 'them' : 'it'} watch yet.`;
  return `${where} ${verb}: let the ${decision.winner} watch.`;
}

const sideText = (side: Side, card: MetricCard): string =>
  `${sideFigure(side, card)} for ${side.contender.name}${side.seeds > 1 ? ` (mean of ${side.seeds} seeds)` : ''}`;

const sideFigure = ({ value }: Side, card: MetricCard): string =>
  value.kind === 'defined' ? figure(value.value, card) : 'n/a';

/** `difference +0.19 [+0.05, +0.33] at 95 %, margin 0.05`. */
export function differenceText(comparison: PairedDifference, card: MetricCard): string {
  if (comparison.kind === 'not-compared') return `not compared: ${comparison.reason}`;
  const { difference, interval, margin } = comparison;
  return `difference ${signed(difference, card)} ${signedInterval(interval, card)} at ${percent(interval.level)}, margin ${figure(margin, card)}`;
}

function whyInconclusive({ comparison }: Extract<Decision, { kind: 'inconclusive' }>, card: MetricCard): string {
  const { interval, margin } = comparison;
  const text = `the interval ${signedInterval(interval, card)} of the difference`;
  if (interval.low <= 0 && interval.high >= 0) return `${text} holds 0 and reaches beyond the margin`;
  return `${text} lies on one side of 0 but reaches below the margin ${figure(margin, card)}`;
}

const NOTES: ReadonlySet<Caveat['kind']> = new Set([
  'baseline-left-out',
  'otherwise-as-written',
  'learned-elsewhere',
  'few-blocks',
]);
const weightOf = ({ kind }: Caveat): 'serious' | 'note' => (NOTES.has(kind) ? 'note' : 'serious');

function caveatText(caveat: Caveat, card: MetricCard): string {
  switch (caveat.kind) {
    case 'not-shown-to-beat-baseline':
      return `${caveat.contender} is not shown to beat the baseline ${caveat.baseline.contender.name} (${card.title} ${sideFigure(caveat.baseline, card)}; ${differenceText(caveat.comparison, card)}).`;
    case 'breaks-property':
      return `${caveat.contender} breaks ${count(caveat.properties.length, 'property', 'properties')} it must hold: ${list(caveat.properties.map(({ property }) => property))}.`;
    case 'not-deterministic':
      return `${caveat.contender} did not give the same results where nothing that may matter was varied: ${list(caveat.rungs)}.`;
    case 'mostly-in-alarm':
      return `${caveat.contender} has an alert up for ${percent(caveat.ratio)} of the time: nobody would read it.`;
    case 'baseline-left-out':
      return `The baseline ${caveat.contender} is not held against them: it has an alert up for ${percent(caveat.ratio)} of the time.`;
    case 'otherwise-as-written':
      return `At the threshold its author meant ${caveat.contender} has ${card.title} ${metricText(caveat.value, card)}: the figure above is at one chosen on other data.`;
    case 'learned-elsewhere':
      return `${caveat.contender} was saved after learning from ${caveat.dataset}, another dataset than this: whether that holds what it is judged on here is not known.`;
    case 'few-blocks':
      return `The intervals rest on ${count(caveat.blocks, 'block')} of data: they are narrower than they should be.`;
    case 'failed-cells':
      return `${count(caveat.cells.length, 'cell')} failed: ${list(caveat.cells.map(({ study, contender }) => `${study} of ${contender}`))}.`;
  }
}
