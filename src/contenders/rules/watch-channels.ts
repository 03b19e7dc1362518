import { formatDuration, parseDurationMs } from '../../duration.ts';
import type { Channel } from '../../telemetry/recording.ts';
import type { Cause } from '../contract.ts';
import type { State } from '../state-codec.ts';
import type { BoundRule } from './bind-rules.ts';
import type { ChannelGroup } from './channel-groups.ts';
import { type ChannelWatch, channelWatch, type Say } from './channel-watch.ts';
import type { RuleWatch } from './rule-watch.ts';
import { JUST_UNDER_FIRING } from './severity.ts';

type OverChannels = Extract<BoundRule, { kind: 'channels' }>;

/** Why a channel was over when it last was, and when that was. */
type LastFired = { readonly atMs: number; readonly cause: Cause };

interface Saved {
  readonly channels: readonly State[];
  readonly lastFired: readonly (LastFired | null)[];
}

/** Named per rule and row; the last one says how many more there are. */
const MOST_CAUSES = 12;

/** What stands for a channel that cannot tell: below every severity. */
const UNKNOWN = -1;

/**
 * A rule over channels. In each group a number of channels must be over: its severity is that of the last one needed
 * (`any`: the worst, `all`: the calmest). The rule's severity is that of its worst group. Where fewer than needed can
 * tell, a group does not fire.
 * @param nameOf a channel's name, the key of what was learned about it
 */
export function watchChannels(
  { rule, columns, companions, groups }: OverChannels,
  channels: readonly Channel[],
  nameOf: (column: number) => string,
  learned: Readonly<Record<string, State>>,
  from: State | undefined,
): RuleWatch {
  const saved = from as Saved | undefined;
  const channelAt = (column: number | undefined) => (column === undefined ? undefined : channels[column]);
  const watches = columns.map((column, i) =>
    channelWatch(
      rule,
      { channel: channels[column]!, column, companion: channelAt(companions[i]) },
      learned[nameOf(column)],
      saved?.channels[i],
    ),
  );
  const { combine } = rule;
  const withinMs = typeof combine === 'string' ? 0 : parseDurationMs(combine.within);
  const namesAll = rule.group !== undefined || typeof combine !== 'string';
  const lastFired = columns.map((_, i) => saved?.lastFired[i] ?? null);
  /** On this row it counts only because it was over lately. */
  const remembered = columns.map(() => false);
  const severities = new Float64Array(columns.length);
  let severity: number | null = null;
  let isLearning = false;
  let worst: ChannelWatch | undefined;
  let missing: number[] = [];
  let held: number[] = [];

  return {
    step(nowMs, values, learn) {
      isLearning = false;
      if (missing.length > 0) missing = [];
      if (held.length > 0) held = [];
      for (let i = 0; i < watches.length; i++) {
        const watch = watches[i]!;
        const companion = companions[i];
        const beside = companion === undefined ? undefined : values[companion]!;
        const unread = companion === undefined || Number.isNaN(values[watch.column]!) ? watch.column : companion;
        severities[i] = take(i, nowMs, watch.step(nowMs, values[watch.column]!, learn, beside), unread);
      }
      severity = null;
      worst = undefined;
      for (const group of groups) judge(group);
    },
    get severity() {
      return severity;
    },
    get isLearning() {
      return isLearning;
    },
    get missing() {
      return missing;
    },
    get held() {
      return held;
    },
    causes(nowMs) {
      if (namesAll && severity !== null && severity >= 1) return allCauses(nowMs);
      return [causeOf(watches.indexOf(worst!), nowMs)]; // set whenever severity is
    },
    learned: () => Object.fromEntries(watches.map((watch) => [nameOf(watch.column), watch.learned()])),
    state: () => ({ channels: watches.map((watch) => watch.state()), lastFired }) as unknown as State,
  };

  /** The severity that counts for a channel on this row. */
  function take(i: number, nowMs: number, say: Say, unread: number): number {
    if (say.kind === 'missing') missing.push(unread);
    if (say.kind === 'learning') isLearning = true;
    if (say.kind === 'held') held.push(columns[i]!);
    const now = say.kind === 'told' || say.kind === 'held' ? say.severity : UNKNOWN;
    if (withinMs === 0) return now;
    if (now >= 1) lastFired[i] = { atMs: nowMs, cause: watches[i]!.cause(nowMs) };
    const last = lastFired[i] ?? null;
    remembered[i] = now < 1 && last !== null && nowMs - last.atMs <= withinMs;
    return remembered[i] ? 1 : now;
  }

  function judge({ members }: ChannelGroup): void {
    const needed = combine === 'any' ? 1 : combine === 'all' ? members.length : combine.atLeast;
    const last = lastNeeded(members, severities, needed);
    if (last === undefined) return;
    const isKnown = severities[last]! !== UNKNOWN;
    const calmest = isKnown ? last : calmestKnown(members, severities);
    if (calmest === undefined) return;
    const ofGroup = isKnown ? severities[calmest]! : Math.min(severities[calmest]!, JUST_UNDER_FIRING);
    if (severity !== null && ofGroup <= severity) return;
    severity = ofGroup;
    worst = watches[calmest];
  }

  /** Every channel over, of every group that fires, worst first. */
  function allCauses(nowMs: number): readonly Cause[] {
    const causes: Cause[] = [];
    let more = 0;
    for (const { name, members } of byWorst(groups, severities)) {
      const over = members.filter((i) => severities[i]! >= 1).sort((a, b) => severities[b]! - severities[a]! || a - b);
      const needed = combine === 'any' ? 1 : combine === 'all' ? members.length : combine.atLeast;
      if (over.length < needed) continue;
      const said = `${name === null ? '' : `${name}: `}${over.length} of ${members.length} channels`;
      for (const i of over) {
        const cause = causeOf(i, nowMs);
        if (causes.length < MOST_CAUSES) causes.push({ ...cause, text: `${cause.text} [${said}]` });
        else more++;
      }
    }
    const last = causes.at(-1)!; // a group fires
    if (more > 0) causes[causes.length - 1] = { ...last, text: `${last.text}; and ${more} more` };
    return causes;
  }

  function causeOf(i: number, nowMs: number): Cause {
    const last = lastFired[i] ?? null;
    if (last === null || remembered[i] !== true) return watches[i]!.cause(nowMs);
    return { ...last.cause, text: `${last.cause.text}; that was ${formatDuration(nowMs - last.atMs)} ago` };
  }
}

/** The place of the `needed`-th highest severity, first place first among equals; undefined where there are fewer. */
function lastNeeded(members: readonly number[], severities: Float64Array, needed: number): number | undefined {
  if (members.length < needed) return undefined;
  if (needed === 1) return members.reduce((worst, i) => (severities[i]! > severities[worst]! ? i : worst), members[0]!);
  if (needed === members.length) {
    return members.reduce((calm, i) => (severities[i]! < severities[calm]! ? i : calm), members[0]!);
  }
  return [...members].sort((a, b) => severities[b]! - severities[a]! || a - b)[needed - 1];
}

function calmestKnown(members: readonly number[], severities: Float64Array): number | undefined {
  const known = members.filter((i) => severities[i]! !== UNKNOWN);
  return known.length === 0 ? undefined : known.reduce((calm, i) => (severities[i]! < severities[calm]! ? i : calm));
}

function byWorst(groups: readonly ChannelGroup[], severities: Float64Array): readonly ChannelGroup[] {
  const worst = ({ members }: ChannelGroup) => members.reduce((most, i) => Math.max(most, severities[i]!), UNKNOWN);
  return groups.toSorted((a, b) => worst(b) - worst(a));
}
