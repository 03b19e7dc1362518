import type { Channel } from '../../telemetry/recording.ts';
import type { Cause } from '../contract.ts';
import { rarityText } from './calibration/calibration.ts';
import { type ChannelScale, fromSigmas } from './scaling.ts';

/** Causes named per row. */
const MOST_CAUSES = 3;

/**
 * The channels with the largest shares of the error, largest first. A share is of the error as it is scored (over the
 * last rows), observed and limit are of this row.
 */
export function reconstructionCauses(input: {
  readonly channels: readonly Channel[];
  readonly names: readonly string[];
  readonly scales: readonly ChannelScale[];
  readonly readings: Float64Array;
  /** Reconstruction of this row, in sigmas. */
  readonly reconstructed: Float64Array;
  readonly shares: Float64Array;
  /** Of so large an error on an ordinary row; null: not known. */
  readonly probability: number | null;
}): Cause[] {
  const { channels, names, scales, readings, reconstructed, shares, probability } = input;
  const rarity = probability === null ? '' : `; ${rarityText(probability)}`;
  return [...shares.keys()]
    .filter((c) => shares[c]! > 0)
    .sort((a, b) => shares[b]! - shares[a]! || a - b)
    .slice(0, MOST_CAUSES)
    .map((c) => {
      const observed = readings[c]!;
      const limit = boundedReading(fromSigmas(reconstructed[c]!, scales[c]!));
      const share = shares[c]!;
      const text = `${names[c]} reconstructs to ${formatReading(limit, channels[c]!)}, was ${formatReading(observed, channels[c]!)} (${Math.round(share * 100)} % of the error)${rarity}`;
      return { source: 'reconstruction', channel: names[c]!, observed, limit, share, text };
    });
}

const unitOf = ({ unit, kind }: Channel): string => {
  const plain = unit === '1' ? '' : ` ${unit}`;
  return kind === 'counter' ? `${plain}/s` : plain;
};

/** Four significant digits and the unit; of a counter, whose readings are its increases, per second. */
export const formatReading = (value: number, channel: Channel): string =>
  `${Number(value.toPrecision(4))}${unitOf(channel)}`;

/** A reconstruction may lie beyond the largest double when the readings do nearly so. */
export const boundedReading = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
