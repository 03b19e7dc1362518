import type { AlarmSweep } from '../contenders/rules/cloudwatch/range-sweep.ts';
import type { PhaseSweep, SweptFiring } from '../contenders/rules/prometheus/replay/phase-sweep.ts';
import type { Firing } from '../contenders/rules/prometheus/replay/rule-replay.ts';
import { alertText } from '../contenders/rules/prometheus/watching/alert-text.ts';
import { formatDuration } from '../duration.ts';
import { formatTime } from '../telemetry/time-text.ts';

export interface PhaseSweepReport {
  readonly kind: 'phases';
  readonly data: string;
  readonly recordings: readonly {
    readonly id: string;
    readonly startMs: number;
    readonly endMs: number;
    readonly sweep: PhaseSweep;
  }[];
}

export interface AlarmSweepReport {
  readonly kind: 'ranges';
  readonly data: string;
  readonly recordings: readonly {
    readonly id: string;
    readonly alarms: readonly AlarmSweep[];
    /** Alarms that are not replayed over this recording, and why. */
    readonly unseen: readonly { readonly alarm: string; readonly reason: string }[];
  }[];
}

/** One JSON document. Times are ISO, durations milliseconds. */
export function sweepJson(report: PhaseSweepReport | AlarmSweepReport) {
  if (report.kind === 'phases') {
    return {
      kind: report.kind,
      data: report.data,
      recordings: report.recordings.map(({ id, startMs, endMs, sweep }) => ({
        id,
        start: formatTime(startMs),
        end: formatTime(endMs),
        phases: sweep.phases,
        counts: sweep.counts,
        firings: sweep.firings.map(({ alert, labels, firings, dependsOnPhase, startSpreadMs }) => ({
          alert,
          labels: Object.fromEntries(labels.pairs),
          dependsOnPhase,
          startSpreadMs,
          firedAt: firings.map((firing) => (firing === null ? null : formatTime(firing.firedAtMs))),
        })),
      })),
    };
  }
  return {
    kind: report.kind,
    data: report.data,
    recordings: report.recordings.map(({ id, alarms, unseen }) => ({
      id,
      alarms: alarms.map(({ firstDependent, dependentFirings, ...rest }) => ({
        ...rest,
        firstDependent: firstDependent && {
          at: formatTime(firstDependent.timestampMs),
          states: firstDependent.states,
        },
        dependentFirings: dependentFirings.map(({ timestampMs, under }) => ({ at: formatTime(timestampMs), under })),
      })),
      notReplayed: unseen,
    })),
  };
}

/** @param most firings told for each recording */
export function sweepText(report: PhaseSweepReport | AlarmSweepReport, most: number): string {
  const parts =
    report.kind === 'phases'
      ? report.recordings.map(({ id, startMs, endMs, sweep }) => [
          `${id}: ${formatTime(startMs)} to ${formatTime(endMs)}`,
          ...phaseLines(sweep, most),
        ])
      : report.recordings.map(({ id, alarms, unseen }) => [id, ...alarmLines(alarms, most), ...unseenLines(unseen)]);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function phaseLines({ phases, counts, firings }: PhaseSweep, most: number): string[] {
  const [fewest, largest] = [Math.min(...counts), Math.max(...counts)];
  const dependent = firings.filter(({ dependsOnPhase }) => dependsOnPhase);
  const steady = firings.length - dependent.length;
  const spreadMs = Math.max(0, ...firings.filter((one) => !one.dependsOnPhase).map((one) => one.startSpreadMs));
  const lines = [
    `  ${fewest === largest ? fewest : `${fewest} to ${largest}`} firings at ${phases.length} phases of each group's interval`,
    `  ${steady} at every phase${steady === 0 ? '' : `, their starts at most ${formatDuration(spreadMs)} apart`}`,
    `  ${dependent.length} at some phases and not at others${dependent.length === 0 ? '' : ':'}`,
    ...dependent.slice(0, most).map((firing) => `    ${firingText(firing, phases)}`),
  ];
  const untold = dependent.length - most;
  return untold > 0 ? [...lines, `    and ${untold} more (--most ${dependent.length})`] : lines;
}

function firingText({ alert, labels, firings }: SweptFiring, phases: readonly number[]): string {
  const fired = firings.filter((firing): firing is Firing => firing !== null);
  const at = Math.min(...fired.map(({ firedAtMs }) => firedAtMs));
  const shares = phases.filter((_, i) => firings[i] !== null).map((share) => Number(share.toFixed(3)));
  return `${alertText(alert, labels)} about ${formatTime(at)}: at ${fired.length} of ${phases.length} (${shares.join(', ')} of its interval)`;
}

function alarmLines(alarms: readonly AlarmSweep[], most: number): string[] {
  return alarms.flatMap(({ alarm, rows, dependentRows, firstDependent, firings, dependentFirings }) => {
    const counts = [...new Set(Object.values(firings))];
    const ranges = Object.keys(firings);
    const under =
      counts.length === 1
        ? `${counts[0]} firings under ${ranges[0]} to ${ranges.at(-1)}`
        : Object.entries(firings)
            .map(([range, count]) => `${count} under ${range}`)
            .join(', ');
    if (firstDependent === null) return [`  ${alarm}: ${under}, the same state on every row`];
    const { timestampMs, states } = firstDependent;
    const told = Object.entries(states).map(([range, state]) => `${state} under ${range}`);
    return [
      `  ${alarm}: ${under}`,
      `    another state on ${dependentRows} of ${rows} rows, first at ${formatTime(timestampMs)}: ${told.join(', ')}`,
      ...dependentFirings
        .slice(0, most)
        .map((each) => `    fires at ${formatTime(each.timestampMs)} under ${each.under.join(', ')} alone`),
      ...(dependentFirings.length > most
        ? [`    and ${dependentFirings.length - most} more (--most ${dependentFirings.length})`]
        : []),
    ];
  });
}

const unseenLines = (unseen: AlarmSweepReport['recordings'][number]['unseen']): string[] =>
  unseen.map(({ alarm, reason }) => `  ${alarm}: not replayed: ${reason}`);
