import { z } from 'zod';
import { parseContenderConfig } from '../contenders/contender-config.ts';
import type { ClaimId, Contender, Traits, Watcher } from '../contenders/contract.ts';
import { InputError, throwIfAny } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { channelName } from '../telemetry/recording.ts';
import { type ArtefactFile, readArtefactFile } from './artefact-file.ts';

/** What the line-up knows about the contender that the file is of. */
export interface ArtefactKind {
  recreate(config: JsonObject): Contender | Promise<Contender>;
  /** The same learned state on another engine; absent: it has none to choose. */
  onEngine?(artefact: Uint8Array, settings: JsonObject): Uint8Array;
}

const configSchema = z.strictObject({
  /** The digest that the file had when the plan was made. */
  sha256: z.string(),
  of: z.string(),
  seed: z.number().int(),
  learnedFrom: z.strictObject({ name: z.string(), digest: z.string() }),
  engine: z.record(z.string(), z.json()),
});

/**
 * A saved contender takes part as it is: it learns nothing, and a seed changes nothing.
 * @param settings on which engine it decides, where there is a choice
 * @throws InputError `artefact/channels` where the dataset lacks what it learned on, `artefact/learned` where its bytes
 * are not what the contender reads, `artefact/no-engine`, and those of `readArtefactFile`
 */
export async function artefactContender(
  path: string,
  settings: JsonObject,
  kindOf: (use: string) => Promise<ArtefactKind>,
  dataset: Dataset | null,
): Promise<Contender> {
  const file = await readArtefactFile(path);
  if (dataset !== null) assertChannels(file, dataset, path);
  const contender = await fromFile(file, path, settings, await kindOf(file.contender.use));
  (await contender.fit({ train: [], seed: 1 })).dispose(); // here at the door, and not first in a worker
  return contender;
}

/** The same from the config of a plan. @throws InputError `artefact/changed` besides */
export async function artefactFromConfig(
  path: string,
  config: JsonObject,
  kindOf: (use: string) => Promise<ArtefactKind>,
): Promise<Contender> {
  const { sha256, engine } = parseContenderConfig(path, configSchema, config);
  const file = await readArtefactFile(path);
  if (file.sha256 !== sha256) {
    const message = `it has the digest ${file.sha256}, the plan was made with ${sha256}`;
    throw InputError.of('artefact/changed', message, { file: path });
  }
  return fromFile(file, path, engine, await kindOf(file.contender.use));
}

async function fromFile(
  { contender: info, learned, sha256, seed, data }: ArtefactFile,
  path: string,
  engine: JsonObject,
  kind: ArtefactKind,
): Promise<Contender> {
  const made = await kind.recreate(info.config);
  const bytes = onEngine(Buffer.from(learned, 'base64'), engine, kind, path);
  return {
    name: info.name,
    traits: traitsOf(made.traits),
    config: { sha256, of: info.use, seed, learnedFrom: { name: data.name, digest: data.digest }, engine },
    ...(made.reads && { reads: (labels) => made.reads!(labels) }),
    fit: () => restore(made, bytes, path),
    restore: (artefact) => made.restore(artefact),
  };
}

function onEngine(learned: Uint8Array, engine: JsonObject, kind: ArtefactKind, path: string): Uint8Array {
  if (Object.keys(engine).length === 0) return learned;
  if (kind.onEngine !== undefined) return kind.onEngine(learned, engine);
  const names = Object.keys(engine).join(', ');
  throw InputError.of('artefact/no-engine', `a saved contender of this kind has no settings, got ${names}`, {
    file: path,
  });
}

/** Promises about learning anew are none of a contender that does not. */
function traitsOf(traits: Traits): Traits {
  const isOfRefits = (claim: ClaimId) => claim.endsWith('-after-refit');
  return {
    ...traits,
    learns: false,
    randomness: traits.randomness === 'unseeded' ? 'unseeded' : 'none',
    claims: traits.claims.filter((claim) => !isOfRefits(claim)),
  };
}

async function restore(made: Contender, learned: Uint8Array, path: string): Promise<Watcher> {
  try {
    return await made.restore(learned);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw InputError.of('artefact/learned', `what it learned cannot be read: ${why}`, { file: path }, 'fit it anew');
  }
}

function assertChannels({ data }: ArtefactFile, dataset: Dataset, path: string): void {
  const given = new Map(dataset.channels.map((channel) => [channelName(channel), channel]));
  throwIfAny(
    data.channels.flatMap(({ name, unit, kind }) => {
      const channel = given.get(name);
      if (channel?.unit === unit && channel.kind === kind) return [];
      const came = channel === undefined ? 'which is not there' : `here it is a ${channel.kind} in ${channel.unit}`;
      const message = `it learned on ${name}, a ${kind} in ${unit}; ${came}`;
      return [
        {
          code: 'artefact/channels',
          message,
          place: { file: path },
          hint: `learned on ${data.name}, asked to watch ${dataset.name}`,
        },
      ];
    }),
  );
}
