import { deriveSeed } from '../../../chance.ts';
import { channelName } from '../../../telemetry/recording.ts';
import type { Calibration } from '../calibration/calibration.ts';
import { CompiledNetwork } from '../compiled-network.ts';
import type { Outputs } from '../inference.ts';
import { fromSigmas } from '../scaling.ts';
import { CalibratedErrors, SmoothedErrors, type SmoothedErrorsState } from './calibrated-errors.ts';
import type { ChannelJudgement } from './forecast-causes.ts';
import { clip, InputKeeper, type InputKeeperState, inputCount } from './forecast-inputs.ts';
import { meanError, meanForecast } from './forecasts.ts';
import { LateLearner, type LateLearnerState } from './late-learning.ts';
import type { LearnedChannel, LearnedForecaster } from './learned-forecaster.ts';
import { type OrdinaryErrors, PastErrors, type PastErrorsSettings, type PastErrorsState } from './past-errors.ts';

type Trained = Extract<LearnedForecaster, { kind: 'trained' }>;

export type ChannelWatchState = {
  readonly keeper: InputKeeperState;
  readonly past: PastErrorsState | SmoothedErrorsState;
  readonly learner: LateLearnerState | null;
};

/** One channel on one row: what the network is asked, and what its answer is held against. */
export interface ChannelQuestion {
  readonly inputs: Float32Array;
  /** The reading; NaN: none. */
  reading: number;
  /** The reading in sigmas; NaN: it cannot be held against a forecast. */
  sigmas: number;
  /** Rows that the window before it held. */
  heldRows: number;
}

/** One pass over one channel. */
export class ChannelWatch {
  readonly #learned: LearnedChannel;
  readonly #alertAt: number;
  readonly #keeper: InputKeeper;
  readonly #past: PastErrors | CalibratedErrors;
  /** Networks of its own, which change as they learn on; null: they stay as they were trained. */
  readonly #own: readonly CompiledNetwork[] | null;
  readonly #learner: LateLearner | null;

  constructor(
    { layers, late, scoring, calibration, seed }: Trained,
    learned: LearnedChannel,
    from?: ChannelWatchState,
  ) {
    this.#learned = learned;
    this.#alertAt = scoring.alertAt;
    this.#keeper = new InputKeeper(learned.shape, from?.keeper);
    this.#past = errorsFor(scoring, learned.ordinary, calibration, from?.past);
    if (late.kind === 'none') {
      this.#own = null;
      this.#learner = null;
      return;
    }
    this.#own = learned.members.map((weights) => CompiledNetwork.fromWeights(layers, weights));
    const lateSeed = deriveSeed(seed, `late ${channelName(learned.channel)}`);
    this.#learner = new LateLearner(late, this.#own, lateSeed, from?.learner ?? undefined);
  }

  question(): ChannelQuestion {
    const inputs = new Float32Array(inputCount(this.#learned.shape));
    return { inputs, reading: Number.NaN, sigmas: Number.NaN, heldRows: 0 };
  }

  push(timestampMs: number, reading: number, into: ChannelQuestion): void {
    into.reading = reading;
    into.sigmas = this.#keeper.push(timestampMs, reading, into.inputs);
    into.heldRows = this.#keeper.heldRows;
  }

  /** Forecasts of its own networks, one a member; null: it has none. */
  forecasts({ inputs }: ChannelQuestion): readonly Outputs[] | null {
    return this.#own?.map((network) => network.forward(inputs)) ?? null;
  }

  /** @param isNew false: training has seen the row */
  judge(
    { inputs, reading, sigmas }: ChannelQuestion,
    forecasts: readonly Outputs[],
    at: number,
    isNew: boolean,
  ): ChannelJudgement {
    const { channel, shape } = this.#learned;
    const score = this.#past.score(meanError(sigmas, forecasts, at));
    const forecast = fromSigmas(meanForecast(forecasts, at), shape.scale);
    this.#learner?.take(inputs, clip(sigmas, shape.clipSigmas), isNew);
    const rarity =
      this.#past instanceof CalibratedErrors
        ? ({ kind: 'probability', probability: this.#past.probability } as const)
        : ({ kind: 'deviations', deviations: score * this.#alertAt } as const);
    return { channel, score, rarity, reading, forecast };
  }

  state(): ChannelWatchState {
    return { keeper: this.#keeper.state(), past: this.#past.state(), learner: this.#learner?.state() ?? null };
  }
}

/** @param from of a session of the same model, so of the same kind */
function errorsFor(
  scoring: PastErrorsSettings,
  ordinary: OrdinaryErrors,
  calibration: Calibration | undefined,
  from: ChannelWatchState['past'] | undefined,
): PastErrors | CalibratedErrors {
  if (calibration === undefined) return new PastErrors(scoring, ordinary, from as PastErrorsState | undefined);
  return new CalibratedErrors(new SmoothedErrors(scoring.smoothingRows, ordinary.mean, from), calibration);
}
