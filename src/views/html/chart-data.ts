import { cardOf, readingOf, resultOf } from '../../record/lookup.ts';
import type { AccuracyResult, RecordedAlert, RecordingInfo, RunRecord } from '../../record/schema.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { causesText } from '../disagreement-text.ts';
import { duration, figure, interval, time } from '../format.ts';
import { differenceText, primaryCard } from '../verdict-sentence.ts';

/** What the page's scripts draw from; they compute nothing but pixels. */
export interface ChartData {
  readonly contenders: readonly { readonly name: string; readonly family: string }[];
  readonly forest: Forest | null;
  readonly difference: DifferenceChart | null;
  readonly recordings: readonly RecordingChart[];
}

export interface Forest {
  readonly title: string;
  readonly rows: readonly Whisker[];
}

interface Whisker {
  readonly name: string;
  readonly family: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
}

export interface DifferenceChart extends Omit<Whisker, 'family'> {
  readonly margin: number;
}

/** Evenly spaced times in brief, others as the first one and the steps from each to the next. */
type Times =
  | { readonly startMs: number; readonly stepMs: number; readonly length: number }
  | { readonly startMs: number; readonly stepsMs: readonly number[] };
type Values = readonly (number | null)[];

export interface RecordingChart {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly scoredFromMs: number | null;
  readonly incidents: readonly Mark[];
  readonly benign: readonly Mark[];
  readonly times: Times;
  readonly channels: readonly {
    readonly name: string;
    readonly unit: string;
    readonly low: Values;
    readonly high: Values;
  }[];
  readonly lanes: readonly Lane[];
}

interface Mark {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
}

export interface Lane {
  readonly contender: string;
  readonly threshold: number;
  /** null: those of the readings. */
  readonly times: Times | null;
  readonly scores: Values;
  readonly alerts: readonly LaneAlert[];
}

interface LaneAlert {
  readonly spans: readonly (readonly [number, number])[];
  /** `true`: on an incident. `look-alike`: on a benign event. `false`: on nothing. */
  readonly hit: 'incident' | 'look-alike' | 'nothing';
  readonly title: string;
  readonly cause: string;
}

export function chartData(record: RunRecord, verdict: Verdict): ChartData {
  return {
    contenders: record.plan.contenders.map(({ name, traits }) => ({ name, family: traits.family })),
    forest: forest(record),
    difference: difference(record, verdict),
    recordings: record.timelines.map((timeline) => recordingChart(record, timeline)),
  };
}

function forest(record: RunRecord): Forest | null {
  const card = primaryCard(record);
  const rows = record.plan.contenders.flatMap(({ name, traits }): Whisker[] => {
    const value = readingOf(resultOf(record, 'accuracy', name)?.metrics ?? [], card.id);
    if (value.kind === 'undefined') return [];
    const { low, high } = value.interval ?? { low: null, high: null };
    const text = `${figure(value.value, card)}${value.interval === undefined ? '' : ` ${interval(value.interval, card)}`}`;
    return [{ name, family: traits.family, value: value.value, low, high, text }];
  });
  return rows.length === 0 ? null : { title: cardOf(record, card.id)?.title ?? card.id, rows };
}

function difference(record: RunRecord, { decision }: Verdict): DifferenceChart | null {
  if (decision.kind === 'not-compared') return null;
  const { comparison, rules, model } = decision;
  const { low, high } = comparison.interval;
  return {
    name: `${rules.contender.name} minus ${model.contender.name}`,
    value: comparison.difference,
    low,
    high,
    margin: comparison.margin,
    text: differenceText(comparison, primaryCard(record)),
  };
}

function recordingChart(record: RunRecord, timeline: RunRecord['timelines'][number]): RecordingChart {
  const info = record.plan.dataset.recordings.find(({ id }) => id === timeline.recording);
  const unitOf = (name: string) => record.plan.dataset.channels.find((channel) => channel.name === name)?.unit ?? '';
  const marks = (events: RecordingInfo['incidents']) =>
    events.map(({ startMs, endMs, kind }): Mark => ({ startMs, endMs, label: kind }));
  const { timestampsMs } = timeline;
  return {
    id: timeline.recording,
    startMs: info?.startMs ?? timestampsMs[0] ?? 0,
    endMs: info?.endMs ?? timestampsMs.at(-1) ?? 0,
    scoredFromMs: info === undefined || info.scoredFromRow === 0 ? null : info.scoredFromMs,
    incidents: marks(info?.incidents ?? []),
    benign: marks(info?.benign ?? []),
    times: packTimes(timestampsMs),
    channels: timeline.channels.map(({ channel, low, high }) => ({
      name: channel,
      unit: unitOf(channel),
      low: low.map(rounded),
      high: high.map(rounded),
    })),
    lanes: record.plan.contenders.flatMap(({ name }) =>
      lanesOf(info, name, timeline, resultOf(record, 'accuracy', name)),
    ),
  };
}

function lanesOf(
  info: RecordingInfo | undefined,
  contender: string,
  timeline: RunRecord['timelines'][number],
  accuracy: AccuracyResult | undefined,
): Lane[] {
  const result = accuracy?.perRecording.find(({ recording }) => recording === timeline.recording);
  if (result === undefined) return [];
  const { threshold, curve, alerts } = result;
  return [
    {
      contender,
      threshold,
      times: sameTimes(curve.timestampsMs, timeline.timestampsMs) ? null : packTimes(curve.timestampsMs),
      scores: curve.scores.map(rounded),
      alerts: alerts.map((alert) => laneAlert(alert, info)),
    },
  ];
}

function laneAlert(alert: RecordedAlert, info: RecordingInfo | undefined): LaneAlert {
  const hit = hitOf(alert);
  return {
    spans: alert.spans.map(([startMs, endMs]) => [startMs, endMs] as const),
    hit,
    title: `${time(alert.startMs)}, ${duration(alert.endMs - alert.startMs)}: ${hitText(alert, info)}`,
    cause: causesText(alert),
  };
}

export function hitOf({ incidents, benign }: RecordedAlert): LaneAlert['hit'] {
  if (incidents.length > 0) return 'incident';
  return benign.length > 0 ? 'look-alike' : 'nothing';
}

/** What an alert fell on, in words. */
export function hitText(alert: RecordedAlert, info: RecordingInfo | undefined): string {
  const kinds = (ids: readonly string[], events: RecordingInfo['incidents']) =>
    ids.map((id) => events.find((event) => event.id === id)?.kind ?? id).join(', ');
  const hit = hitOf(alert);
  if (hit === 'incident') return `on ${kinds(alert.incidents, info?.incidents ?? [])}`;
  if (hit === 'look-alike') return `false alarm on ${kinds(alert.benign, info?.benign ?? [])} (look-alike)`;
  return 'false alarm';
}

function sameTimes(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((timestampMs, i) => timestampMs === others[i]);
}

function packTimes(timestampsMs: readonly number[]): Times {
  const startMs = timestampsMs[0] ?? 0;
  const stepsMs = timestampsMs.slice(1).map((timestampMs, i) => timestampMs - timestampsMs[i]!);
  const [stepMs] = stepsMs;
  if (stepMs !== undefined && stepsMs.every((step) => step === stepMs)) {
    return { startMs, stepMs, length: timestampsMs.length };
  }
  return { startMs, stepsMs };
}

/** Four digits are more than a screen can show. */
const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));
