import type { Channel } from '../../../telemetry/recording.ts';
import { decodeState, encodeState, type State } from '../../state-codec.ts';
import type { BackendName } from '../backend.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Layers, Weights } from '../dense-layers.ts';
import type { InputShape } from './forecast-inputs.ts';
import type { LateLearning } from './late-learning.ts';
import type { OrdinaryErrors, PastErrorsSettings } from './past-errors.ts';

/** What is known of one channel. */
export interface LearnedChannel {
  readonly channel: Channel;
  readonly shape: InputShape;
  /** One network a member. */
  readonly members: readonly Weights[];
  readonly ordinary: OrdinaryErrors;
}

/** All a forecaster has learned: enough to watch with, and decide the same. */
export type LearnedForecaster =
  | {
      readonly kind: 'trained';
      readonly layers: Layers;
      readonly channels: readonly LearnedChannel[];
      readonly scoring: PastErrorsSettings;
      /** Where errors are held against those of rows held back, and not against those of the stream itself. */
      readonly calibration?: Calibration;
      readonly late: LateLearning;
      /** Rows up to here have been learned from. */
      readonly trainedUntilMs: number;
      readonly seed: number;
      /** Null: in plain loops. */
      readonly trainedOn: BackendName | null;
      /** Null: compiled. */
      readonly runsOn: BackendName | null;
    }
  /** The training part held too little; every row gets this reason. */
  | { readonly kind: 'untrained'; readonly reason: string };

const FORMAT = 'watchbench-forecaster';
const VERSION = 1;

export const encodeForecaster = (learned: LearnedForecaster): Uint8Array =>
  encodeState({ format: FORMAT, version: VERSION, learned: learned as unknown as State });

/** @throws Error when the bytes are not a forecaster's artefact of this version */
export function decodeForecaster(artefact: Uint8Array): LearnedForecaster {
  const state = decodeState(artefact) as { readonly [key: string]: State } | null;
  if (state === null || typeof state !== 'object' || state.format !== FORMAT) {
    throw new Error('these bytes are not the artefact of a forecaster');
  }
  if (state.version !== VERSION) throw new Error(`artefact version ${state.version} is not ${VERSION}`);
  return state.learned as unknown as LearnedForecaster;
}
