import { canonicalJson, type JsonObject } from '../../json.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, FitTask, Watcher } from '../contract.ts';
import { boundsAround } from '../search-space.ts';
import { decodeState, encodeState, type State } from '../state-codec.ts';
import type { HybridKind, Parts } from './hybrid-kind.ts';
import { hybridWatcher, type WatchingParts } from './hybrid-watcher.ts';
import { hybridSearchSpace } from './search-space.ts';
import { hybridTraits } from './traits.ts';

/**
 * Two contenders as one. Both learn from the same recordings with the same seed, not with seeds derived from it: each
 * part is then the very watcher that stands alone in the same run, and what differs in the table is the combination.
 * @throws InputError `contender/config`, every fault of the kind's own settings at once
 */
export function hybridContender(kind: HybridKind, parts: Parts, raw: unknown = {}): Contender {
  const settings = parseContenderConfig(kind.use, kind.schema, raw);
  const config: JsonObject = { ...settings, rules: configOf(parts.rules), model: configOf(parts.model) };
  const shipped = kind.schema.parse({}) as JsonObject;
  const own = kind.dimensions.map((dimension) => boundsAround(dimension, config, shipped));
  const searchSpace = hybridSearchSpace({ own, raw, config, parts });
  const watcherOf = (watching: WatchingParts, learned: State): Watcher =>
    hybridWatcher({
      parts: watching,
      artefact: encodeArtefact({ use: kind.use, settings, learned, watching }),
      open: (channels, from) => kind.open(settings, channels, learned, from),
    });
  return {
    name: kind.use,
    traits: hybridTraits(kind, settings, parts),
    config,
    ...(searchSpace && { searchSpace }),
    ...readsOf(parts),
    async fit(task) {
      const learned = kind.learn?.(task.train) ?? null;
      return watcherOf(await fitBoth(parts, task), learned);
    },
    async restore(artefact) {
      const { rules, model, learned } = decodeArtefact(artefact, kind.use, settings);
      return watcherOf(
        await both(parts.rules.contender.restore(rules), () => parts.model.contender.restore(model)),
        learned,
      );
    },
  };
}

/** The raw series of either part; nothing where both read channels. */
function readsOf({ rules, model }: Parts): Pick<Contender, 'reads'> {
  const readers = [rules.contender, model.contender].filter(({ reads }) => reads !== undefined);
  return readers.length === 0 ? {} : { reads: (labels) => readers.some((part) => part.reads!(labels)) };
}

const configOf = ({ use, contender }: Parts['rules']): JsonObject => ({ use, with: contender.config });

const fitBoth = ({ rules, model }: Parts, task: FitTask): Promise<WatchingParts> =>
  both(rules.contender.fit(task), () => model.contender.fit(task));

/** One after the other; when the second cannot be had, the first is not left behind. */
async function both(first: Promise<Watcher>, second: () => Promise<Watcher>): Promise<WatchingParts> {
  const rules = await first;
  try {
    return { rules, model: await second() };
  } catch (error) {
    rules.dispose();
    throw error;
  }
}

const FORMAT = 'watchbench-hybrid';
const VERSION = 1;

/** The settings travel along: the same bytes decide the same only under them. */
function encodeArtefact(of: {
  readonly use: string;
  readonly settings: JsonObject;
  readonly learned: State;
  readonly watching: WatchingParts;
}): Uint8Array {
  const { use, settings, learned, watching } = of;
  return encodeState({
    format: FORMAT,
    version: VERSION,
    use,
    settings: canonicalJson(settings),
    learned,
    rules: watching.rules.artefact(),
    model: watching.model.artefact(),
  });
}

interface Artefact {
  readonly rules: Uint8Array;
  readonly model: Uint8Array;
  readonly learned: State;
}

/** @throws Error when the bytes are not the artefact of this kind of hybrid, this version, these settings */
function decodeArtefact(bytes: Uint8Array, use: string, settings: JsonObject): Artefact {
  const state = decodeState(bytes) as { readonly [key: string]: State } | null;
  if (state === null || typeof state !== 'object' || state.format !== FORMAT || state.use !== use) {
    throw new Error(`these bytes are not the artefact of ${use}`);
  }
  if (state.version !== VERSION) throw new Error(`artefact version ${String(state.version)} is not ${VERSION}`);
  const expected = canonicalJson(settings);
  if (state.settings !== expected) {
    throw new Error(`this artefact was learned under other settings, ${String(state.settings)} instead of ${expected}`);
  }
  return state as unknown as Artefact;
}
