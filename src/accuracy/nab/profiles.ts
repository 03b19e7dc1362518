/** What a detection, a false detection and a missed window weigh. NAB's fourth weight, for true negatives, is never used. */
export interface NabProfile {
  /** NAB's own name, as in its configuration and result files. */
  readonly id: NabProfileId;
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

export type NabProfileId = 'standard' | 'reward_low_FP_rate' | 'reward_low_FN_rate';

/** Source: numenta/NAB, config/profiles.json. */
export const NAB_PROFILES: readonly NabProfile[] = [
  { id: 'standard', truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  { id: 'reward_low_FP_rate', truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  { id: 'reward_low_FN_rate', truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
];

export function nabProfile(id: NabProfileId): NabProfile {
  return NAB_PROFILES.find((profile) => profile.id === id)!;
}
