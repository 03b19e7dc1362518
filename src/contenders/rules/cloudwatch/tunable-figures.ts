import { parseDurationMs } from '../../../duration.ts';
import type { Place } from '../../../faults.ts';
import { type Path, type PositionedDocument, parseDocument } from '../../../telemetry/positioned-document.ts';
import { readableDuration, readableNumber } from '../../readable-value.ts';
import type { FactorOf, Scaled } from '../factor-space.ts';
import { lineStarts } from '../prometheus/reading/positioned-text.ts';
import { limitLiterals } from '../prometheus/tuning/limit-literals.ts';
import { scaledLiteral } from '../prometheus/tuning/tunable-figures.ts';
import type { MetricAlarm, PromqlAlarm } from './alarm.ts';
import { mostPeriods } from './evaluation-window.ts';
import { placeInText } from './place-in-text.ts';
import type { Alarms } from './read-alarms.ts';
import { readPromql } from './read-promql.ts';

/**
 * A figure of an alarm that may be tuned, and where it is spelled. `limits`: `Threshold`, or the limits of a PromQL
 * query. `holds`: how long it must last, `DatapointsToAlarm` and `PendingPeriod`. `windows`: out of how many periods,
 * `EvaluationPeriods`; where all of them must breach for want of a `DatapointsToAlarm`, they are a hold. `keeps`:
 * `RecoveryPeriod`. Its kind is the metric.
 */
export interface TunableFigure extends Scaled {
  readonly role: 'limits' | 'holds' | 'windows' | 'keeps';
  /** In the text of the file: [from, to). */
  readonly from: number;
  readonly to: number;
  /** How it is spelled, always as CloudWatch would take it; as it was written where all factors are 1. */
  spelledAt(factorOf: FactorOf): string;
}

/** Every figure of the alarms that may be tuned and can be: a threshold of 0 stays what it is under any factor. */
export function tunableFigures({ alarms, text, file }: Pick<Alarms, 'alarms' | 'text' | 'file'>): TunableFigure[] {
  const document = parseDocument(text, file);
  const spelled = speller(document);
  const found = new Map<number, TunableFigure>();
  // Those of `MetricAlarms` come first, in their order.
  alarms.forEach((alarm, i) => {
    const figures =
      alarm.kind === 'metric'
        ? ofMetricAlarm(alarm, ['MetricAlarms', i], spelled)
        : alarm.kind === 'promql'
          ? ofPromqlAlarm(alarm, ['MetricAlarms', i], spelled)
          : [];
    // What an alias shares is one figure, and moves for all that share it.
    for (const figure of figures) if (!found.has(figure.from)) found.set(figure.from, figure);
  });
  return [...found.values()];
}

type Spell = Pick<TunableFigure, 'role' | 'kind' | 'rule' | 'spelledAt'>;

interface Speller {
  /** The number at a path; nothing where it is not spelled as a plain number. */
  number(path: Path, value: number, figure: Spell): TunableFigure[];
  /** A stretch of a text; nothing where it is spelled with escapes or not in JSON. */
  within(path: Path, at: number, written: string, figure: Spell): TunableFigure[];
}

function speller(document: PositionedDocument): Speller {
  const { text } = document;
  const lines = lineStarts(text);
  const offsetOf = ({ line = 1, column = 1 }: Place) => (lines[line - 1] ?? 0) + column - 1;
  return {
    number(path, value, figure) {
      const from = offsetOf(document.placeOf(path));
      const [token = ''] = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(text.slice(from, from + 40)) ?? [];
      return token !== '' && Number(token) === value ? [{ ...figure, from, to: from + token.length }] : [];
    },
    within(path, at, written, figure) {
      const start = document.placeOf(path);
      const from = offsetOf(placeInText(text, start, at));
      const isJson = document.file.toLowerCase().endsWith('.json') && text[offsetOf(start)] === '"';
      return isJson && text.startsWith(written, from) ? [{ ...figure, from, to: from + written.length }] : [];
    },
  };
}

function ofMetricAlarm(alarm: MetricAlarm, path: Path, spell: Speller): TunableFigure[] {
  const { name, threshold, queries, watched } = alarm;
  const query = queries.find(({ id }) => id === watched);
  const naming = { kind: query?.kind === 'stat' ? query.metric.name : 'metric math', rule: name };
  const limits =
    threshold.kind === 'band' || threshold.value === 0
      ? []
      : spell.number([...path, 'Threshold'], threshold.value, {
          role: 'limits',
          ...naming,
          spelledAt: (factorOf) => {
            const factor = factorOf({ role: 'limits', ...naming });
            return factor === 1 ? String(threshold.value) : String(readableNumber(threshold.value * factor));
          },
        });
  return [...limits, ...ofCounts(alarm, naming, path, spell)];
}

type Naming = Pick<Scaled, 'kind' | 'rule'>;

/** M of N: 1 ≤ M ≤ N, and N periods within the day or week that an alarm may look back. */
function ofCounts(alarm: MetricAlarm, naming: Naming, path: Path, spell: Speller): TunableFigure[] {
  const { evaluationPeriods, datapointsToAlarm, countsDatapoints, periodMs } = alarm;
  const most = mostPeriods(periodMs);
  if (most === 1) return []; // one of one, whatever the factors
  const periods = (factorOf: FactorOf) => {
    const factor = factorOf({ role: countsDatapoints ? 'windows' : 'holds', ...naming });
    return within(1, Math.round(evaluationPeriods * factor), most);
  };
  const datapoints = (factorOf: FactorOf) => {
    const factor = factorOf({ role: 'holds', ...naming });
    return within(1, Math.round(datapointsToAlarm * factor), periods(factorOf));
  };
  const ofPeriods = spell.number([...path, 'EvaluationPeriods'], evaluationPeriods, {
    role: countsDatapoints ? 'windows' : 'holds',
    ...naming,
    spelledAt: (factorOf) => String(periods(factorOf)),
  });
  if (!countsDatapoints || ofPeriods.length === 0) return ofPeriods;
  const ofDatapoints = spell.number([...path, 'DatapointsToAlarm'], datapointsToAlarm, {
    role: 'holds',
    ...naming,
    spelledAt: (factorOf) => String(datapoints(factorOf)),
  });
  // One without the other might end up with more data points than periods.
  return ofDatapoints.length === 0 ? [] : [...ofDatapoints, ...ofPeriods];
}

const LONGEST_S = 86_400;

function ofPromqlAlarm({ name, query, pendingMs, recoveryMs }: PromqlAlarm, path: Path, spell: Speller) {
  const naming = { kind: 'PromQL', rule: name };
  const criteria = [...path, 'EvaluationCriteria', 'PromQLCriteria'];
  const read = readPromql(query);
  const limits = (read.kind === 'evaluable' ? limitLiterals(read.expression) : []).flatMap((literal) => {
    const { from, to } = literal.span;
    const written = query.slice(from, to);
    const spelledAt = (factorOf: FactorOf) => scaledLiteral(literal, written, factorOf({ role: 'limits', ...naming }));
    return spell.within([...criteria, 'Query'], from, written, { role: 'limits', ...naming, spelledAt });
  });
  const seconds = (role: 'holds' | 'keeps', key: string, durationMs: number) => {
    const spelledAt = (factorOf: FactorOf) => {
      const factor = factorOf({ role, ...naming });
      if (factor === 1) return String(durationMs / 1000);
      return String(within(1, Math.round(parseDurationMs(readableDuration(durationMs * factor)) / 1000), LONGEST_S));
    };
    return durationMs === 0 ? [] : spell.number([...criteria, key], durationMs / 1000, { role, ...naming, spelledAt });
  };
  return [
    ...limits,
    ...seconds('holds', 'PendingPeriod', pendingMs),
    ...seconds('keeps', 'RecoveryPeriod', recoveryMs),
  ];
}

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));
