import type { Dimension, Grain, TrialValues } from '../contenders/search-space.ts';
import type { MetricCard, MetricValue, PolicySettings, Protocol } from '../record/schema.ts';
import type { PairedDifference } from '../verdict/paired-difference.ts';
import type { FoldChoice } from './choose-settings.ts';

/** What `tune --json` prints. Nothing in it depends on the clock but how many trials there was time for. */
export interface TuneReport {
  readonly dataset: { readonly name: string; readonly digest: string };
  readonly protocol: Protocol;
  readonly metric: MetricCard;
  readonly policy: PolicySettings;
  readonly seed: number;
  readonly grain: Grain;
  /** Trials of every side: as many as were asked for, or as all had when time ran out. */
  readonly trials: { readonly asked: number; readonly used: number };
  /** A smaller difference is no difference. */
  readonly margin: number;
  readonly contenders: readonly TunedContender[];
}

export type TunedContender = { readonly name: string; readonly use: string } & (
  | ({ readonly kind: 'tuned' } & Tuned)
  /** As shipped it does not work: there is nothing to tune. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
);

export interface Tuned {
  /** Empty: it declares nothing to choose, so tuned is as shipped. */
  readonly dimensions: readonly Dimension[];
  /** Different settings among the trials, and how many of the trials failed. */
  readonly differentSettings: number;
  readonly failedTrials: number;
  readonly asShipped: { readonly heldOut: MetricValue };
  readonly tuned: {
    /** Settings and threshold chosen on the judged recordings themselves. */
    readonly inSample: MetricValue;
    /** Settings and threshold chosen where they are not judged. */
    readonly heldOut: MetricValue;
  };
  /** In-sample over held-out: how much better than it is the tuned contender looks where it was chosen. */
  readonly optimism: Estimate;
  /** Tuned minus as shipped, both held out. */
  readonly gain: PairedDifference;
  /**
   * The settings to go on with: under `split` those chosen on validation; under `leave-one-out` those chosen on all
   * recordings, where `heldOut` is what choosing in this way is worth.
   */
  readonly chosen: { readonly trial: number; readonly values: TrialValues };
  readonly folds: readonly FoldChoice[];
  readonly inSampleFold: FoldChoice;
  /** Of every trial its settings, and its objective in each fold, on what is not judged there; null: it failed. */
  readonly trials: readonly { readonly values: TrialValues; readonly objectives: readonly MetricValue[] | null }[];
}

export type Estimate =
  | {
      readonly kind: 'defined';
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly level: number;
    }
  | { readonly kind: 'undefined'; readonly reason: string };
