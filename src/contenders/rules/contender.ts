import { z } from 'zod';
import { InputError } from '../../faults.ts';
import type { JsonObject } from '../../json.ts';
import { rowCount } from '../../telemetry/recording.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, FitTask, Watcher } from '../contract.ts';
import { decodeState, type State } from '../state-codec.ts';
import { streamingWatcher } from '../streaming-watcher.ts';
import { parseRuleFile, type RuleSource, readRuleFile, ruleFileDigest } from './read-rule-file.ts';
import { type Learned, rulesSession } from './rules-session.ts';
import { rulesSearchSpace } from './search-space.ts';
import { traitsOf } from './traits.ts';

/** The rule file travels whole, so that the contender can be rebuilt from its config alone. */
export const rulesConfigSchema = z.strictObject({
  name: z.string().min(1),
  sha256: z.string(),
  rules: z.record(z.string(), z.json()),
});

export type RulesFrom =
  | { readonly file: string; readonly name?: string }
  | { readonly parsed: RuleSource; readonly name?: string };

/**
 * A rule file as a contender, called `rules` unless named.
 * @throws InputError of `readRuleFile`; `fit` and `open` throw `rules/unknown-channel`
 */
export async function rulesContender(from: RulesFrom): Promise<Contender> {
  return contenderOf('file' in from ? await readRuleFile(from.file) : from.parsed, from.name ?? 'rules');
}

/**
 * The same contender from its `config`, in this process or another.
 * @throws InputError `contender/config`, `rules/digest` and those of a rule file
 */
export function rulesFromConfig(raw: unknown): Contender {
  const config = parseContenderConfig('rules', rulesConfigSchema, raw);
  const source = parseRuleFile(JSON.stringify(config.rules), `${config.name}.config.json`);
  if (source.sha256 !== config.sha256) {
    throw InputError.of('rules/digest', `the rules of ${config.name} have ${source.sha256}, expected ${config.sha256}`);
  }
  return contenderOf(source, config.name);
}

function contenderOf(source: RuleSource, name: string): Contender {
  const config: JsonObject = {
    name,
    sha256: ruleFileDigest(source.rules),
    rules: source.rules as unknown as JsonObject,
  };
  const searchSpace = rulesSearchSpace(source, name);
  return {
    name,
    traits: traitsOf(source.rules),
    config,
    ...(searchSpace && { searchSpace }),
    fit: async (task) => watcherOf(source, learn(source, task)),
    async restore(artefact) {
      const { rules, learned } = decodeState(artefact) as unknown as Artefact;
      if (rules !== source.sha256) throw new Error(`this artefact was learned under other rules, ${rules}`);
      return watcherOf(source, learned);
    },
  };
}

interface Artefact {
  readonly rules: string;
  readonly learned: Learned;
}

const NOTHING: Learned = { untilMs: Number.NEGATIVE_INFINITY, rules: [] };

/** Each training recording is watched from its start, on top of what the ones before it taught. Labels are not read. */
function learn(source: RuleSource, { train }: FitTask): Learned {
  let learned = NOTHING;
  for (const { recording } of train) {
    const session = rulesSession(source, recording.channels, learned, undefined, 'training');
    const values = new Float64Array(recording.channels.length);
    for (let row = 0; row < rowCount(recording); row++) {
      recording.columns.forEach((column, c) => {
        values[c] = column[row]!;
      });
      session.observe({ timestampMs: recording.timestampsMs[row]!, values });
    }
    learned = session.learned();
  }
  return learned;
}

function watcherOf(source: RuleSource, learned: Learned): Watcher {
  const artefact = { rules: source.sha256, learned } as unknown as State;
  return streamingWatcher(artefact, (channels, from) => rulesSession(source, channels, learned, from));
}
