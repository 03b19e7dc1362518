import { decodeState, encodeState, type State } from '../state-codec.ts';
import type { BackendName } from './backend.ts';
import type { Weights } from './dense-layers.ts';
import type { NetworkSize } from './network.ts';
import type { ScoreSettings } from './score.ts';
import type { WindowShape } from './windows.ts';

/** All an autoencoder has learned: enough to watch with, and decide the same. */
export type Learned =
  | {
      readonly kind: 'trained';
      /** Where it was trained. */
      readonly backend: BackendName;
      /** What computed when it was trained, with versions. */
      readonly engine: string;
      readonly shape: WindowShape;
      readonly size: NetworkSize;
      /** One network a member. */
      readonly members: readonly Weights[];
      readonly inference: 'compiled' | 'backend';
      readonly scoring: ScoreSettings;
    }
  /** The training part held too little; every row gets this reason. */
  | { readonly kind: 'untrained'; readonly reason: string };

const FORMAT = 'watchbench-autoencoder';
const VERSION = 2;

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
