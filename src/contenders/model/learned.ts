import type { Channel } from '../../telemetry/recording.ts';
import { decodeState, encodeState, type State } from '../state-codec.ts';
import type { BackendName } from './backend.ts';
import type { NetworkSize, Weights } from './network.ts';
import type { ScoreSettings } from './score.ts';
import type { WindowShape } from './windows.ts';

/** All an autoencoder has learned: enough to watch with, on the same backend, and decide the same. */
export type Learned =
  | {
      readonly kind: 'trained';
      readonly backend: BackendName;
      /** What computed when it was trained, with versions. */
      readonly engine: string;
      readonly shape: WindowShape;
      readonly size: NetworkSize;
      readonly weights: Weights;
      readonly scoring: ScoreSettings;
    }
  /** The training part held too little; every row gets this reason. */
  | { readonly kind: 'untrained'; readonly reason: string };

const FORMAT = 'watchbench-autoencoder';
const VERSION = 1;

export const encodeLearned = (learned: Learned): Uint8Array =>
  encodeState({ format: FORMAT, version: VERSION, learned: learned as unknown as State });

/** @throws Error when the bytes are not an autoencoder's artefact of this version */
export function decodeLearned(artefact: Uint8Array): Learned {
  const state = decodeState(artefact) as { readonly [key: string]: State } | null;
  if (state === null || typeof state !== 'object' || state.format !== FORMAT) {
    throw new Error('these bytes are not the artefact of an autoencoder');
  }
  if (state.version !== VERSION) throw new Error(`artefact version ${state.version} is not ${VERSION}`);
  return state.learned as unknown as Learned;
}

/** Why a session on these channels cannot be judged, or null when each learned channel is there with its unit. */
export function channelMismatch(
  learned: readonly Channel[],
  given: readonly Channel[],
  nameOf: (channel: Channel) => string,
): string | null {
  const byName = new Map(given.map((channel) => [nameOf(channel), channel]));
  for (const channel of learned) {
    const name = nameOf(channel);
    const match = byName.get(name);
    if (match === undefined) return `channels differ from training: ${name} is missing`;
    if (match.unit !== channel.unit || match.kind !== channel.kind) {
      return `channels differ from training: ${name} is a ${match.kind} in ${match.unit}, was a ${channel.kind} in ${channel.unit}`;
    }
  }
  return null;
}
