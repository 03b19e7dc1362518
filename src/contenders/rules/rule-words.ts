import { parseDurationMs } from '../../duration.ts';
import { selectorWords } from './channel-selector.ts';
import type { Selector } from './common-fields.ts';
import type { KOfNRule } from './kinds/k-of-n.ts';
import { type ChannelRule, kindOf } from './kinds.ts';
import type { Rule } from './schema.ts';

/** One rule of a file in words. */
export interface RuleInWords {
  readonly name: string;
  readonly summary: string | null;
  /** `Fires when, on latency_p95_ms, its reading is above 260, once that has lasted 15m. It clears when …` */
  readonly sentences: string;
  readonly blindTo: readonly string[];
  /** Every number and choice the rule was written with, defaults included: `above` → `260`. */
  readonly constants: readonly (readonly [string, string])[];
}

export function ruleInWords(rule: Rule): RuleInWords {
  const { name, summary = null } = rule;
  const said = rule.kind === 'k-of-n' ? overRules(rule) : overChannels(rule);
  const helper = rule.alert ? [] : ['It raises no alert of its own: other rules count it.'];
  return {
    name,
    summary,
    sentences: [...said.sentences, ...helper].join(' '),
    blindTo: said.blindTo,
    constants: constantsOf(rule),
  };
}

interface Said {
  readonly sentences: readonly string[];
  readonly blindTo: readonly string[];
}

function overChannels(rule: ChannelRule): Said {
  const { raises, clears, blindTo } = kindOf(rule).words(rule);
  const end = clears === undefined ? [] : [`It clears when ${clears}.`];
  const bridged =
    parseDurationMs(rule.bridge) > 0 ? `, for up to ${rule.bridge} the last one stands in; after that` : '';
  const gaps = kindOf(rule).readsAbsence ? [] : [`Without a reading${bridged} it cannot tell, and says so.`];
  return {
    sentences: [`Fires when, ${whereOf(rule)}, ${raises}${holdOf(rule)}.`, ...end, ...gaps],
    blindTo: [...blindTo, ...shortOf(rule)],
  };
}

function overRules(rule: KOfNRule): Said {
  const { k, of, within } = rule;
  const lasting = parseDurationMs(within) > 0 ? `have fired within ${within}` : 'fire on the same row';
  return {
    sentences: [`Fires when at least ${k} of the rules ${of.join(', ')} ${lasting}${holdOf(rule)}.`],
    blindTo: [`what fewer than ${k} of its rules see`, ...shortOf(rule)],
  };
}

const holdOf = ({ for: hold }: Rule): string => (parseDurationMs(hold) > 0 ? `, once that has lasted ${hold}` : '');
const shortOf = ({ for: hold }: Rule): string[] => (parseDurationMs(hold) > 0 ? [`what is over within ${hold}`] : []);

/** `on any of the channels named like cpu_* with the same host`. */
function whereOf({ channel, combine, group }: ChannelRule): string {
  if (combine === 'any' && group === undefined && typeof channel === 'string' && !/[*?]/.test(channel)) {
    return `on ${channel}`;
  }
  const grouped =
    group === undefined
      ? ''
      : 'by' in group
        ? ` with the same ${group.by}`
        : ` of one group (${Object.keys(group.of).join(', ')})`;
  const channels = `${plural(channel)}${grouped}`;
  if (combine === 'any') return channels === 'channels' ? 'on any channel' : `on any of the ${channels}`;
  if (combine === 'all')
    return channels === 'channels' ? 'on every channel at once' : `on all of the ${channels} at once`;
  const memory = parseDurationMs(combine.within) > 0 ? `, each counting for ${combine.within} after it last did,` : '';
  return `on at least ${combine.atLeast} of the ${channels}${memory}`.replace(/,$/, '');
}

const plural = (selector: Selector): string =>
  selectorWords(selector) === '*' ? 'channels' : `channels named ${selectorWords(selector)}`;

/** What the sentences say already or what is no constant. */
const NO_CONSTANTS: ReadonlySet<string> = new Set(['name', 'summary', 'alert', 'channel', 'total', 'group']);
/** Settings that do nothing at this value. */
const NEUTRAL: Readonly<Record<string, string>> = { for: '0s', bridge: '0s', combine: 'any' };

function constantsOf(rule: Rule): (readonly [string, string])[] {
  return Object.entries(rule).flatMap(([key, value]) =>
    NO_CONSTANTS.has(key) || NEUTRAL[key] === value ? [] : flatten(key, value),
  );
}

/** `season: { days: 7 }` → `season.days` → `7`; lists stay together. */
function flatten(path: string, value: unknown): (readonly [string, string])[] {
  if (value === undefined) return [];
  if (Array.isArray(value))
    return [[path, value.map((each) => (isPlain(each) ? JSON.stringify(each) : String(each))).join(', ')]];
  if (!isPlain(value)) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(`${path}.${key}`, inner));
}

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null;
