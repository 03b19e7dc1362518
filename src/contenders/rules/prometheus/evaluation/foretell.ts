import type { SampleSource } from '../../../../promql/sample-source.ts';
import { alertComparison } from './alert-margin.ts';
import { sawDataSteps } from './data-seen.ts';
import { intervalOf, queryOffsetOf } from './engine-options.ts';
import type { Foretold, RuleFinding } from './foretold.ts';
import { foretoldSeries } from './foretold-series.ts';
import { layeredSource } from './layered-source.ts';
import { type LiveWindow, liveWindow } from './live-window.ts';
import { mayRead } from './query-facts.ts';
import { outcomes, perStretch, type Stretch, severities } from './rule-columns.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from './rule-output.ts';
import type { ProgramRule, RuleProgram } from './rule-program.ts';

/** Bounds the memory of a column, not the length of a recording. */
const STEPS_AT_ONCE = 2000;

const NEVER = Number.NEGATIVE_INFINITY;

/** A rule whose evaluations are made many at once. `queryMs` is a time its expression is evaluated at, `atMs` one of the clock's. */
interface ForetoldRule {
  readonly metric: string;
  finding(queryMs: number): RuleFinding | null;
  nearness(queryMs: number): number | null;
  /** Whether it was asked about each of its evaluations by then and could answer: what it wrote is what was foretold. */
  heldUntil(atMs: number): boolean;
  /** No later than this, what it writes has been foretold. */
  readonly knownUntilMs: number;
  /** Whether its last evaluation by then found data. */
  sawDataBy(atMs: number): boolean;
}

interface World {
  readonly program: RuleProgram;
  readonly recorded: SampleSource;
  /** What foretold rules write, at times to come too. */
  readonly written: LiveWindow;
  readonly untilMs: number;
  readonly stepsAtOnce: number;
}

/**
 * Rules evaluated by columns ahead of their time: those that read nothing but what was recorded, and what such rules
 * before them write. The others are left to be evaluated when their time comes: whoever looks ahead, reads alerts, or
 * reads what is written later on. So are readers of a rule that was not evaluated each time (as in a long gap) or whose
 * samples were turned away: what was foretold of it is then not what is there.
 * @param recorded all of it, later samples too
 * @param untilMs nothing is asked of later times
 * @param stepsAtOnce evaluations of one rule made at once
 */
export function foretoldByColumns(
  program: RuleProgram,
  recorded: SampleSource,
  untilMs: number,
  stepsAtOnce: number = STEPS_AT_ONCE,
): Foretold {
  const world: World = { program, recorded, written: liveWindow(), untilMs, stepsAtOnce };
  const foretold: (ForetoldRule | null)[] = [];
  for (const rule of program.rules) {
    const writers = writersFor(rule, foretold, program);
    foretold.push(writers === null ? null : foretoldRule(rule, writers, world));
  }
  return {
    finding: ({ index }, queryMs) => foretold[index]?.finding(queryMs) ?? null,
    nearness: ({ index }, queryMs) => foretold[index]?.nearness(queryMs) ?? null,
  };
}

const reads = ({ facts }: ProgramRule, metric: string): boolean =>
  facts?.selectors.some((selector) => mayRead(selector, metric)) ?? false;

/**
 * The rules whose output the rule may read; null where it cannot be foretold. Of rules with a longer query offset a
 * reader would find samples that have not been written yet when its time comes.
 * @param before what is foretold of the rules before it
 */
function writersFor(
  reader: ProgramRule,
  before: readonly (ForetoldRule | null)[],
  program: RuleProgram,
): readonly ForetoldRule[] | null {
  if (reader.facts === null || reader.facts.looksAhead || reader.facts.isPinned) return null;
  if (program.writesAlerts && [ALERTS_METRIC, ALERTS_FOR_STATE_METRIC].some((metric) => reads(reader, metric)))
    return null;
  const writers: ForetoldRule[] = [];
  for (const other of program.rules) {
    if (other.rule.kind !== 'recording' || !reads(reader, other.rule.name)) continue;
    const writer = before[other.index] ?? null;
    if (writer === null || queryOffsetOf(other.group, program.options) > queryOffsetOf(reader.group, program.options))
      return null;
    writers.push(writer);
  }
  return writers;
}

function foretoldRule(
  each: ProgramRule,
  writers: readonly ForetoldRule[],
  { program, recorded, written, untilMs, stepsAtOnce }: World,
): ForetoldRule | null {
  const { rule, group, facts } = each;
  const { parsed } = rule.query;
  if (facts === null || parsed.kind === 'refused') return null;
  const { options } = program;
  const stepMs = intervalOf(group, options);
  const offsetMs = queryOffsetOf(group, options);
  const source = writers.length === 0 ? recorded : layeredSource(recorded, written, () => Number.POSITIVE_INFINITY);
  const isRead = program.rules.some((reader) => reads(reader, rule.name));
  const series = rule.kind === 'recording' && isRead ? foretoldSeries(rule, group, written) : null;
  const comparison = rule.kind === 'alert' ? alertComparison(parsed.expression) : null;
  const turns = evaluationsInTurn(stepMs);
  let latest: SeenStretch | null = null;
  let holds = true;

  function stretchFrom(startMs: number): Stretch {
    const knownMs = Math.min(...writers.map(({ knownUntilMs }) => knownUntilMs - offsetMs));
    const count = Math.floor((Math.min(untilMs, knownMs) - startMs) / stepMs) + 1;
    return { startMs, stepMs, count: Math.max(1, Math.min(stepsAtOnce, count)) };
  }

  const findings = perStretch(stretchFrom, (stretch) => {
    const seen = sawDataSteps(facts, source, stretch, (metric, queryMs) =>
      writers.some((writer) => writer.metric === metric && writer.sawDataBy(queryMs + offsetMs)),
    );
    const found = outcomes(parsed.expression, source, stretch, options);
    if (program.reachMs !== null) written.forgetUntil(stretch.startMs - program.reachMs);
    if (series !== null && holds) holds = series.write(stretch, found);
    latest = { stretch, seen };
    return (step): RuleFinding => ({ found: found(step), sawData: seen[step] === 1 });
  });
  const nearness = perStretch(stretchFrom, (stretch) => severities(comparison, source, stretch, options));
  const writersHold = (queryMs: number) => writers.every((writer) => writer.heldUntil(queryMs + offsetMs));

  return {
    metric: rule.name,
    finding(queryMs) {
      const isKnown = writersHold(queryMs);
      const isNext = turns.take(queryMs + offsetMs);
      holds &&= isNext && isKnown;
      return isKnown ? findings(queryMs) : null;
    },
    nearness: (queryMs) => (comparison?.isWhole === true && writersHold(queryMs) ? nearness(queryMs) : null),
    heldUntil: (atMs) => holds && turns.haveReached(atMs),
    get knownUntilMs() {
      return latest === null ? NEVER : nextAfter(latest.stretch) + offsetMs - 1;
    },
    sawDataBy: (atMs) => latest !== null && sawDataBy(latest, atMs - offsetMs),
  };
}

/** Evaluations asked about one after the other, none left out. */
function evaluationsInTurn(stepMs: number) {
  let lastAtMs = NEVER;
  return {
    /** @returns false where others were left out before it */
    take(atMs: number): boolean {
      const isNext = lastAtMs === NEVER || atMs === lastAtMs + stepMs;
      lastAtMs = atMs;
      return isNext;
    },
    /** Whether none is due by then; so it is before the first. */
    haveReached: (atMs: number): boolean => lastAtMs === NEVER || lastAtMs > atMs - stepMs,
  };
}

/** Evaluations that have been made, and which of them found data. */
interface SeenStretch {
  readonly stretch: Stretch;
  readonly seen: Uint8Array;
}

const nextAfter = ({ startMs, stepMs, count }: Stretch): number => startMs + count * stepMs;

/** Of the last evaluation by then. */
function sawDataBy({ stretch: { startMs, stepMs }, seen }: SeenStretch, queryMs: number): boolean {
  return seen[Math.min(seen.length - 1, Math.floor((queryMs - startMs) / stepMs))] === 1;
}
