import { type Channel, channelName } from '../../../telemetry/recording.ts';
import type { Cause } from '../../contract.ts';
import { rarityText } from '../calibration/calibration.ts';
import { boundedReading, formatReading } from '../causes.ts';

/** Causes named per row. */
const MOST_CAUSES = 3;

/** What is said of one channel on one row. */
export interface ChannelJudgement {
  readonly channel: Channel;
  /** 1: an alert is meant. */
  readonly score: number;
  readonly rarity: /** How far its newest errors lie above the mean of all earlier ones, in their standard deviations. */
    | { readonly kind: 'deviations'; readonly deviations: number }
    /** Of an error so large on an ordinary row. */
    | { readonly kind: 'probability'; readonly probability: number };
  readonly reading: number;
  readonly forecast: number;
}

/**
 * The channels that score above 0, highest first. Scores are of errors over the last rows, observed and limit are of
 * this row; a share is that of the channel in the sum of these scores.
 */
export function forecastCauses(judgements: readonly ChannelJudgement[]): Cause[] {
  const positive = judgements.filter(({ score }) => score > 0);
  const total = positive.reduce((sum, { score }) => sum + score, 0);
  return positive
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_CAUSES)
    .map(({ channel, score, rarity, reading, forecast }) => {
      const name = channelName(channel);
      const limit = boundedReading(forecast);
      const text = `${name} was ${formatReading(reading, channel)}, forecast ${formatReading(limit, channel)}; ${wordsOf(rarity)}`;
      return { source: 'forecast', channel: name, observed: reading, limit, share: score / total, text };
    });
}

const wordsOf = (rarity: ChannelJudgement['rarity']): string =>
  rarity.kind === 'deviations'
    ? `its errors are ${rarity.deviations.toFixed(1)} sd above their mean`
    : rarityText(rarity.probability);
