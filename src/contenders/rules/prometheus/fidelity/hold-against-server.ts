import { type Labels, labelsOf } from '../../../../promql/labels.ts';
import { memorySource } from '../../../../promql/memory-source.ts';
import type { RawSeries } from '../../../../telemetry/raw-series.ts';
import { DEFAULT_ENGINE, type EngineOptions, intervalOf } from '../evaluation/engine-options.ts';
import { foretoldByColumns } from '../evaluation/foretell.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import { ALERTS_METRIC } from '../evaluation/rule-output.ts';
import { type ProgramRule, ruleProgram } from '../evaluation/rule-program.ts';
import { isOwnOutput } from '../evaluation/rule-reads.ts';
import { compareFirings, type FiringComparison, recordedFirings, recordedPhases } from '../replay/recorded-firings.ts';
import { replaySteps } from '../replay/replay-steps.ts';
import { collector, type Firing } from '../replay/rule-replay.ts';
import type { RuleFiles } from '../rule-file.ts';
import { type AlertActivity, alertActivity } from './alert-activity.ts';
import { type DifferenceReason, explainAlertEvaluation, type TwoStores } from './explain-evaluation.ts';

/** A firing that is not the same in the replay and on the server, and why. */
export interface FiringDifference {
  readonly kind: 'shifted' | 'only-replayed' | 'only-recorded';
  readonly alert: Labels;
  /** null: not there. */
  readonly replayed: Pick<Firing, 'firedAtMs' | 'resolvedAtMs'> | null;
  readonly recorded: Pick<Firing, 'firedAtMs' | 'resolvedAtMs'> | null;
  /** Each evaluation at which only one of the two had the alert pending or firing; null: for no known reason. */
  readonly evaluations: readonly { readonly atMs: number; readonly reason: DifferenceReason | null }[];
  /** Of all these evaluations; `unexplained` where one of them has none, or there is none. */
  readonly reasons: readonly (DifferenceReason | 'unexplained')[];
}

export interface Fidelity {
  /** Firings that the server recorded. */
  readonly recorded: number;
  readonly replayed: number;
  /** Start and end equal to the millisecond. */
  readonly same: number;
  readonly differences: readonly FiringDifference[];
}

/** Scrapes that take longer fail, by default of a scrape interval of a second. */
const LONGEST_SCRAPE_MS = 1000;

/**
 * Replays rules over what a server stored, at the phases the server had, and holds the firings against those that it
 * recorded. Every difference is traced to the evaluations that came out otherwise, and those to what the server could
 * not see at the time, by evaluating them again in its place.
 */
export function holdAgainstServer(
  files: Pick<RuleFiles, 'groups' | 'refusals'>,
  series: readonly RawSeries[],
  options: Partial<EngineOptions> = {},
  raceMs: number = LONGEST_SCRAPE_MS,
): Fidelity {
  const engine = { ...DEFAULT_ENGINE, ...options };
  // A group that wrote nothing fired nothing: its phase does not matter.
  const phases = recordedPhases(files.groups, series, engine);
  const program = ruleProgram(files, { ...engine, phaseMs: ({ name }) => phases.get(name) ?? 0 }, true);
  const stored = series
    .filter(({ timestampsMs }) => timestampsMs.length > 0)
    .map(({ labels, ...rest }) => ({ labels: labelsOf(Object.entries(labels)), ...rest }));
  const isOwn = isOwnOutput(program);
  const inputs = stored.filter(({ labels }) => !isOwn(Object.fromEntries(labels.pairs)));
  const startMs = stored.reduce((first, { timestampsMs }) => Math.min(first, timestampsMs[0]!), Infinity);
  const endMs = stored.reduce((last, { timestampsMs }) => Math.max(last, timestampsMs.at(-1)!), -Infinity);
  const recorded = memorySource(inputs);
  const written = liveWindow();
  const collected = collector(program);
  const foretold = foretoldByColumns(program, recorded, endMs);
  // All that the rules write is looked at afterwards.
  replaySteps({ ...program, reachMs: null }, recorded, { startMs, endMs }, collected.log, written, foretold);
  const { firings } = collected.result();
  const real = recordedFirings(series);
  const compared = compareFirings(firings, real);
  const stores: TwoStores = {
    program,
    stored: memorySource(stored),
    replayed: layeredSource(recorded, written, () => Number.POSITIVE_INFINITY),
    startMs,
    raceMs,
  };
  const context: Context = {
    stores,
    server: alertActivity(stored),
    replay: alertActivity(written.select([EVERY_ALERT], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
  };
  return {
    recorded: real.length,
    replayed: firings.length,
    same: compared.same,
    differences: differing(compared).map((one) => explained(one, context)),
  };
}

function differing({ shifted, onlyReplayed, onlyRecorded }: FiringComparison): Unexplained[] {
  return [
    ...shifted.map((one) => ({ kind: 'shifted' as const, alert: one.recorded.labels, ...one })),
    ...onlyReplayed.map((one) => ({
      kind: 'only-replayed' as const,
      alert: one.labels,
      replayed: one,
      recorded: null,
    })),
    ...onlyRecorded.map((one) => ({
      kind: 'only-recorded' as const,
      alert: one.labels,
      replayed: null,
      recorded: one,
    })),
  ];
}

const EVERY_ALERT = {
  label: '__name__',
  operator: '=',
  value: ALERTS_METRIC,
  matches: (text: string) => text === ALERTS_METRIC,
} as const;

interface Context {
  readonly stores: TwoStores;
  readonly server: AlertActivity;
  readonly replay: AlertActivity;
}

type Unexplained = Pick<FiringDifference, 'kind' | 'alert' | 'replayed' | 'recorded'>;

function explained(difference: Unexplained, context: Context): FiringDifference {
  const { kind, alert, replayed, recorded } = difference;
  const { server, replay, stores } = context;
  const name = alert.pairs.find(([label]) => label === 'alertname')?.[1];
  const rule = stores.program.rules.find((each) => each.rule.kind === 'alert' && each.rule.name === name);
  const { times, isOlder } = rule === undefined ? NO_STRETCH : disputedStretch(difference, rule, context);
  const evaluations = times.map((atMs) => ({
    atMs,
    reason:
      rule === undefined || server.has(alert, atMs) === replay.has(alert, atMs)
        ? null
        : explainAlertEvaluation(rule, alert, atMs, server.has(alert, atMs), stores),
  }));
  const reasons = new Set(evaluations.map(({ reason }) => reason ?? 'unexplained'));
  // The two agree on when the alert was there, and not on since when.
  if (reasons.size === 0) reasons.add(isOlder ? 'before-the-recording' : 'unexplained');
  return {
    kind,
    alert,
    replayed: replayed && { firedAtMs: replayed.firedAtMs, resolvedAtMs: replayed.resolvedAtMs },
    recorded: recorded && { firedAtMs: recorded.firedAtMs, resolvedAtMs: recorded.resolvedAtMs },
    evaluations,
    reasons: [...reasons].sort(),
  };
}

interface DisputedStretch {
  /** Evaluations at which only one of the two had the alert. */
  readonly times: readonly number[];
  /** The alert was there at the first evaluation recorded: it may have been before. */
  readonly isOlder: boolean;
}

const NO_STRETCH: DisputedStretch = { times: [], isOlder: false };

/** From where either had the alert first, without a break, to where neither had it any more. */
function disputedStretch(
  { alert, replayed, recorded }: Unexplained,
  { group }: ProgramRule,
  { server, replay, stores }: Context,
): DisputedStretch {
  const intervalMs = intervalOf(group, stores.program.options);
  const all = [...new Set([...server.timesOf(alert), ...replay.timesOf(alert)])].sort((a, b) => a - b);
  const firings = [replayed, recorded].filter((one) => one !== null);
  const firedMs = Math.min(...firings.map(({ firedAtMs }) => firedAtMs));
  const endMs = Math.max(...firings.map(({ resolvedAtMs }) => resolvedAtMs ?? Number.POSITIVE_INFINITY));
  let first = Math.max(0, all.indexOf(firedMs));
  while (first > 0 && all[first]! - all[first - 1]! <= intervalMs) first--;
  return {
    times: all.slice(first).filter((atMs) => atMs <= endMs && server.has(alert, atMs) !== replay.has(alert, atMs)),
    isOlder: (all[first] ?? Number.POSITIVE_INFINITY) - intervalMs < stores.startMs,
  };
}
