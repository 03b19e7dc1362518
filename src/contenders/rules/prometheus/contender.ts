import { z } from 'zod';
import { sha256 } from '../../../digest.ts';
import { InputError } from '../../../faults.ts';
import { canonicalJson, type JsonObject } from '../../../json.ts';
import { parseContenderConfig } from '../../contender-config.ts';
import type { Contender, Traits, Watcher } from '../../contract.ts';
import { decodeState } from '../../state-codec.ts';
import { intervalOf } from './evaluation/engine-options.ts';
import { engineOptions, engineSettings } from './evaluation/engine-settings.ts';
import { type ProgramRule, type RuleProgram, ruleProgram } from './evaluation/rule-program.ts';
import { readsSeries } from './evaluation/rule-reads.ts';
import { joined, parseRuleFile, readRuleFiles } from './reading/read-rule-files.ts';
import { rulePaths } from './reading/rule-paths.ts';
import type { RuleFiles } from './rule-file.ts';
import { prometheusSearchSpace } from './tuning/search-space.ts';
import { prometheusWatcher } from './watching/prometheus-watcher.ts';

/** How telemetry is read and what counts, beside the files and what the server is set to. */
const judgedSettings = {
  /** How a channel without a reading is taken, where a recording does not bring the samples themselves. */
  gaps: z.enum(['lookback', 'stale']).default('lookback'),
  /** Values of the label `severity` that count; empty: all alerts do. */
  severity: z.array(z.string()).default([]),
};

const settingsSchema = z.strictObject({
  file: z.string().optional(),
  files: z.array(z.string()).optional(),
  ...engineSettings,
  ...judgedSettings,
});

/** The files travel whole, so that the contender can be rebuilt from its config alone. */
export const prometheusConfigSchema = z.strictObject({
  name: z.string().min(1),
  sha256: z.string(),
  files: z.array(z.strictObject({ file: z.string(), text: z.string() })),
  ...engineSettings,
  ...judgedSettings,
});

type Config = z.output<typeof prometheusConfigSchema> & JsonObject;

/**
 * Prometheus rule files as a contender.
 * @param fallback the dataset's own rule file, or folder of them, where the settings name none
 * @throws InputError of `readRuleFiles`; `prometheus/no-file`, `prometheus/unbounded`
 */
export async function prometheusContender(settings: JsonObject, fallback: string | null): Promise<Contender> {
  const { file, files, ...engine } = parseContenderConfig('prometheus', settingsSchema, settings);
  const named = [...(file === undefined ? [] : [file]), ...(files ?? [])];
  const paths = named.length > 0 ? named : fallback === null ? [] : [fallback];
  if (paths.length === 0) {
    throw InputError.of(
      'prometheus/no-file',
      'prometheus: no rule file',
      undefined,
      'name one with the setting `file`',
    );
  }
  const found = (await Promise.all(paths.map((path) => rulePaths(path)))).flat();
  const read = await readRuleFiles(found);
  // Faults name files as they were given; a contender is the same wherever its files lie.
  const names = shortNames(read.sources.map(({ file }) => file));
  const rules = parsed(read.sources.map(({ text }, i) => ({ file: names[i]!, text })));
  const shipped = contenderOf(rules, { name: 'prometheus', ...engine });
  const searchSpace = prometheusSearchSpace({
    sources: rules.sources,
    paths: found,
    alerts: shipped.alerts,
    settings,
    configWith: (sources) => configOf(sources, { name: 'prometheus', ...engine }),
  });
  return { ...shipped.contender, ...(searchSpace && { searchSpace }) };
}

const parsed = (sources: RuleFiles['sources']): RuleFiles =>
  joined(sources.map(({ file, text }) => parseRuleFile(text, file)));

/** The same contender from its `config`, in this process or another. */
export function prometheusFromConfig(raw: JsonObject): Contender {
  const { files, sha256: expected, ...engine } = parseContenderConfig('prometheus', prometheusConfigSchema, raw);
  const { contender } = contenderOf(parsed(files), engine);
  if (contender.config.sha256 === expected) return contender;
  throw InputError.of('prometheus/digest', `the rules have ${contender.config.sha256}, expected ${expected}`);
}

/** The last part of each path that tells the files apart. */
function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[/\\]/));
  const longest = Math.max(0, ...parts.map(({ length }) => length));
  for (let count = 1; count < longest; count++) {
    const names = parts.map((part) => part.slice(-count).join('/'));
    if (new Set(names).size === names.length) return names;
  }
  return [...paths];
}

type Engine = Omit<Config, 'files' | 'sha256'>;

/** The contender, and its alerts that count. */
function contenderOf(rules: RuleFiles, engine: Engine): { contender: Contender; alerts: readonly ProgramRule[] } {
  const config = configOf(rules.sources, engine);
  const program = ruleProgram(rules, engineOptions(config));
  refuseUnbounded(program);
  const alerts = judgedAlerts(program, config.severity);
  const contender: Contender = {
    name: config.name,
    traits: traitsOf(program),
    config,
    reads: readsSeries(program),
    fit: async () => watcherOf(program, config, alerts),
    async restore(artefact) {
      const { rules: learned } = decodeState(artefact) as { rules: string };
      if (learned !== config.sha256) throw new Error(`this artefact is of other rules, ${learned}`);
      return watcherOf(program, config, alerts);
    },
  };
  return { contender, alerts: program.rules.filter(({ index }) => alerts[index]) };
}

function configOf(sources: RuleFiles['sources'], engine: Engine): Config {
  const files = sources.map(({ file, text }) => ({ file, text }));
  return { ...engine, sha256: sha256(canonicalJson({ files, ...engine } as JsonObject)), files } as unknown as Config;
}

/** A fixed `@` may ask for any time past, which a stream would have to remember for ever. */
function refuseUnbounded({ rules }: RuleProgram): void {
  const faults = rules
    .filter(({ facts }) => facts !== null && facts.reachMs === null)
    .map(({ rule }) => ({
      code: 'prometheus/unbounded',
      message: `${rule.name}: \`@\` with a fixed time cannot be watched in bounded memory`,
      place: rule.query.source.placeAt(0),
    }));
  const [first, ...rest] = faults;
  if (first !== undefined) throw new InputError([first, ...rest]);
}

/** Telemetry comes in rows at least this far apart, so that the first evaluation is at most so many rows away. */
const SHORTEST_STEP_MS = 5000;

function traitsOf({ groups, options, rules }: RuleProgram): Traits {
  const longestMs = Math.max(0, ...groups.map(({ group }) => intervalOf(group, options)));
  const behind = rules.flatMap(({ rule, facts }) =>
    rule.kind === 'alert' && facts !== null
      ? [facts.reaches.length === 0 ? 0 : Math.min(...facts.reaches.map(({ behindMs }) => behindMs))]
      : [],
  );
  // Until some alert sees data there is nothing to say: the one that looks back least comes first.
  const soonestMs = Math.max(0, Math.min(...behind));
  return {
    family: 'rules',
    randomness: 'none',
    score: 'graded',
    learns: false,
    warmupRows: 1 + Math.ceil((longestMs + soonestMs) / SHORTEST_STEP_MS),
    memoryRows: 'unbounded', // ranges are in time, and an alert may fire for ever
    claims: [],
  };
}

/**
 * Which alerts count, by place of the rule.
 * @throws InputError `prometheus/no-alerts` where that is none
 */
function judgedAlerts({ rules }: RuleProgram, severity: readonly string[]): readonly boolean[] {
  const alerts = rules.map(({ rule, facts }) => {
    if (rule.kind !== 'alert' || facts === null) return false;
    const own = rule.labels.find(({ name }) => name === 'severity')?.source.text ?? '';
    return severity.length === 0 || severity.includes(own);
  });
  if (alerts.includes(true)) return alerts;
  const which = severity.length === 0 ? 'can be evaluated' : `has severity ${severity.join(' or ')}`;
  throw InputError.of('prometheus/no-alerts', `prometheus: no alert in these files ${which}`);
}

function watcherOf(program: RuleProgram, { gaps, sha256 }: Config, alerts: readonly boolean[]): Watcher {
  return prometheusWatcher(program, sha256, { gaps, alerts });
}
