import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { alwaysContender } from '../contenders/baselines/always.ts';
import { lastValueContender } from '../contenders/baselines/last-value.ts';
import { metronomeContender } from '../contenders/baselines/metronome.ts';
import { nullContender } from '../contenders/baselines/null.ts';
import { randomContender } from '../contenders/baselines/random.ts';
import { rollingMadContender } from '../contenders/baselines/rolling-mad.ts';
import { parseContenderConfig } from '../contenders/contender-config.ts';
import type { Contender } from '../contenders/contract.ts';
import { hybridContender } from '../contenders/hybrid/hybrid-contender.ts';
import type { HybridKind } from '../contenders/hybrid/hybrid-kind.ts';
import { HYBRID_KINDS } from '../contenders/hybrid/kinds.ts';
import { autoencoderOnEngine, forecasterOnEngine } from '../contenders/model/artefact-engine.ts';
import { bindRules } from '../contenders/rules/bind-rules.ts';
import { rulesContender, rulesFromConfig } from '../contenders/rules/contender.ts';
import { isPrometheusRules } from '../contenders/rules/prometheus/reading/recognise.ts';
import { readRuleFile } from '../contenders/rules/read-rule-file.ts';
import { InputError } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { ContenderSettings as SettingsOfPlan } from '../record/errand.ts';
import type { ContenderInfo } from '../record/schema.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { artefactContender, artefactFromConfig } from './artefact-contender.ts';
import { hybridParts } from './hybrid-parts.ts';

/** One way to watch, by the name a configuration uses. */
interface LineUpEntry {
  readonly use: string;
  readonly about: string;
  /** false: takes part only where a configuration names it. */
  readonly byDefault?: boolean;
  /** From the user's settings, with every default filled in. */
  create(settings: JsonObject, dataset: Dataset | null): Contender | Promise<Contender>;
  /** From the filled-in settings of a plan, in any process. */
  recreate(config: JsonObject): Contender | Promise<Contender>;
  /** What it learned, to be run on another engine; absent: there is none to choose. */
  onEngine?(artefact: Uint8Array, settings: JsonObject): Uint8Array;
}

/** Read when somebody takes part: the fresh process of a contender then reads what it runs, and nothing else. */
const prometheusRules = () => import('../contenders/rules/prometheus/contender.ts');
const cloudwatchAlarms = () => import('../contenders/rules/cloudwatch/contender.ts');
const promqlAlarms = () => import('../contenders/rules/cloudwatch/promql-stream.ts');

type Make = (settings: JsonObject) => Contender | Promise<Contender>;

const plain = (use: string, about: string, make: Make): LineUpEntry => ({
  use,
  about,
  create: make,
  recreate: make,
});

const GENERIC_RULES = fileURLToPath(new URL('../contenders/rules/generic.rules.yaml', import.meta.url));

const rulesSettingsSchema = z.strictObject({ file: z.string().optional() });

const rules: LineUpEntry = {
  use: 'rules',
  about: 'a YAML rule file: the one given as `file`, else the dataset’s own, else rules that fit any channel',
  async create(settings, dataset) {
    const given = typeof settings.file === 'string' ? settings.file : (dataset?.rulesFile ?? null);
    if (given !== null && (await isPrometheusRules(given)))
      return (await prometheusRules()).prometheusContender(withOwn(settings, dataset), given);
    const { file } = parseContenderConfig('rules', rulesSettingsSchema, settings);
    const source = await readRuleFile(file ?? dataset?.rulesFile ?? GENERIC_RULES);
    // Here the file is at hand, so that a rule on a channel that is not there is named by line and column.
    if (dataset !== null) bindRules(source, dataset.channels);
    return rulesContender({ parsed: source });
  },
  recreate: async (config) =>
    'files' in config ? (await prometheusRules()).prometheusFromConfig(config) : rulesFromConfig(config),
};

/** What the dataset says of its own rules, under what the user says; nothing where the user brings other rules. */
const withOwn = (settings: JsonObject, dataset: Dataset | null): JsonObject =>
  'file' in settings || 'files' in settings ? settings : { ...dataset?.rulesSettings, ...settings };

const prometheus: LineUpEntry = {
  use: 'prometheus',
  about: 'Prometheus rule files (`file` or `files`), evaluated as Prometheus does, else the dataset’s own',
  byDefault: false,
  async create(settings, dataset) {
    const own = dataset?.rulesFile ?? null;
    const isOwn = own !== null && (await isPrometheusRules(own));
    const { prometheusContender } = await prometheusRules();
    return prometheusContender(isOwn ? withOwn(settings, dataset) : settings, isOwn ? own : null);
  },
  recreate: async (config) => (await prometheusRules()).prometheusFromConfig(config),
};

const cloudwatch: LineUpEntry = {
  use: 'cloudwatch',
  about: 'CloudWatch alarms as describe-alarms returns them (`file`), evaluated as CloudWatch does',
  byDefault: false,
  async create(settings, dataset) {
    const [{ cloudwatchContender }, { promqlQueries }] = await Promise.all([cloudwatchAlarms(), promqlAlarms()]);
    return cloudwatchContender(settings, dataset, promqlQueries);
  },
  async recreate(config) {
    const [{ cloudwatchFromConfig }, { promqlQueries }] = await Promise.all([cloudwatchAlarms(), promqlAlarms()]);
    return cloudwatchFromConfig(config, promqlQueries);
  },
};

/** Who takes part in a hybrid that does not say: the dataset's rules and the model. */
const DEFAULT_PARTS = { rules: 'rules', model: 'autoencoder' };

const hybrid = (kind: HybridKind): LineUpEntry => {
  const from = async (settings: JsonObject, make: (use: string, settings: JsonObject) => Promise<Contender>) => {
    const { use, schema } = kind;
    const { own, parts } = await hybridParts({ use, schema, settings, defaults: DEFAULT_PARTS, make });
    return hybridContender(kind, parts, own);
  };
  return {
    use: kind.use,
    about: kind.about,
    byDefault: false,
    create: (settings, dataset) =>
      from(settings, async (use, given) => (await createContender(use, { with: given }, dataset)).contender),
    recreate: (config) => from(config, async (use, given) => recreate(use, given)),
  };
};

/** Everybody who can take part. A new contender is one more line here. */
export const LINE_UP: readonly LineUpEntry[] = [
  plain('null', 'never alerts: what silence is worth', nullContender),
  plain('random', 'seeded random scores: what chance is worth', randomContender),
  plain('always', 'always alerts: what shouting is worth', alwaysContender),
  plain('metronome', 'alerts by the clock and looks at nothing: what blind regularity is worth', metronomeContender),
  plain('last-value', 'size of the jump since the last reading', lastValueContender),
  plain('rolling-mad', 'distance from the rolling median, in robust standard deviations', rollingMadContender),
  rules,
  {
    ...plain(
      'autoencoder',
      'dense autoencoder over a window of all channels, trained with TensorFlow.js',
      async (settings) => (await import('../contenders/model/autoencoder.ts')).autoencoderContender(settings),
    ),
    onEngine: autoencoderOnEngine,
  },
  {
    ...plain(
      'forecaster',
      'a small network per channel that forecasts its next reading; frozen, refitted or updated online',
      async (settings) => (await import('../contenders/model/forecaster/forecaster.ts')).forecasterContender(settings),
    ),
    byDefault: false,
    onEngine: forecasterOnEngine,
  },
  prometheus,
  cloudwatch,
  ...HYBRID_KINDS.map(hybrid),
];

export interface ContenderSettings {
  readonly name?: string;
  readonly with?: JsonObject;
}

/**
 * @param use a name of the line-up, the path of a module whose default export makes a contender from its settings, or
 * that of a contender saved by `watchbench fit` (`.json`)
 * @throws InputError `contender/unknown`, and whatever the contender finds wrong with its settings
 */
export async function createContender(
  use: string,
  settings: ContenderSettings,
  dataset: Dataset | null,
): Promise<{ contender: Contender; info: ContenderInfo }> {
  const entry = await entryFor(use);
  const made = await entry.create({ ...settingsOfDataset(dataset, use), ...settings.with }, dataset);
  const name = settings.name ?? (isModulePath(use) ? made.name : use);
  const contender = { ...bound(made), name };
  return {
    contender,
    info: { name, use, traits: { ...made.traits, claims: [...made.traits.claims] }, config: made.config },
  };
}

/** What the dataset says of a contender, under what the user says. */
function settingsOfDataset(dataset: Dataset | null, use: string): JsonObject {
  const of = dataset?.defaults?.contenders ?? {};
  return Object.hasOwn(of, use) ? of[use]! : {};
}

/** The same contender in another process, from the plan alone. */
export async function contenderFromInfo({ name, use, config }: SettingsOfPlan): Promise<Contender> {
  return { ...bound(await recreate(use, config)), name };
}

async function recreate(use: string, config: JsonObject): Promise<Contender> {
  return (await entryFor(use)).recreate(config);
}

/** A contender may be a class instance; its methods keep their `this`. */
function bound(contender: Contender): Contender {
  return {
    name: contender.name,
    traits: contender.traits,
    config: contender.config,
    ...(contender.searchSpace && { searchSpace: contender.searchSpace }),
    ...(contender.reads && { reads: (labels) => contender.reads!(labels) }),
    fit: (task) => contender.fit(task),
    restore: (artefact) => contender.restore(artefact),
  };
}

/** A contender that has learned, from its file. */
const savedEntry = (path: string): LineUpEntry => ({
  use: path,
  about: `saved in ${path}`,
  create: (settings, dataset) => artefactContender(path, settings, entryFor, dataset),
  recreate: (config) => artefactFromConfig(path, config, entryFor),
});

const entryFor = async (use: string): Promise<LineUpEntry> => entryOf(use) ?? (await moduleEntry(use));

const entryOf = (use: string): LineUpEntry | undefined => LINE_UP.find((entry) => entry.use === use);
const isModulePath = (use: string): boolean => /[./\\]/.test(use);

async function moduleEntry(use: string): Promise<LineUpEntry> {
  if (!isModulePath(use)) {
    throw InputError.of(
      'contender/unknown',
      `there is no contender ${JSON.stringify(use)}`,
      undefined,
      `known: ${LINE_UP.map((entry) => entry.use).join(', ')}; or the path of a module, such as ./my-contender.ts, or of a saved contender, such as ./shop.artefact.json`,
    );
  }
  if (use.endsWith('.json')) return savedEntry(use);
  const module = (await import(pathToFileURL(resolve(use)).href).catch((cause: unknown) => {
    throw InputError.of('contender/module', `cannot load ${use}: ${cause instanceof Error ? cause.message : cause}`);
  })) as { default?: unknown };
  const make = module.default;
  if (typeof make !== 'function') {
    throw InputError.of(
      'contender/module',
      `${use}: the default export must be a function from settings to a contender`,
    );
  }
  return plain(use, `module ${use}`, make as (settings: JsonObject) => Contender);
}
