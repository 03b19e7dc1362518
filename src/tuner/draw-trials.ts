import { deriveSeed, type Random, seededRandom } from '../chance.ts';
import { readableDuration, readableNumber } from '../contenders/readable-value.ts';
import type { Dimension, SearchSpace, TrialValues } from '../contenders/search-space.ts';
import { parseDurationMs } from '../duration.ts';
import { canonicalJson, type Json } from '../json.ts';

/**
 * The settings of every trial: first the contender as shipped, then random draws. What is drawn depends on the seed and
 * on the space alone, not on who else takes part nor on how many trials there are: more trials go on from fewer.
 * @param space null: there is nothing to choose, so every trial is the contender as shipped
 */
export function drawTrials(space: SearchSpace | null, count: number, seed: number): TrialValues[] {
  if (space === null) return Array.from({ length: count }, () => ({}));
  const random = seededRandom(deriveSeed(seed, canonicalJson(space.dimensions as unknown as Json)));
  return Array.from({ length: count }, (_, trial) => {
    if (trial === 0) return {};
    return Object.fromEntries(space.dimensions.map((dimension) => [dimension.name, draw(dimension, random)]));
  });
}

function draw(dimension: Dimension, random: Random): Json {
  switch (dimension.kind) {
    case 'choice':
      return dimension.values[Math.floor(random() * dimension.values.length)]!;
    case 'integer':
      return dimension.low + Math.floor(random() * (dimension.high - dimension.low + 1));
    case 'log':
      return within(dimension, readableNumber(logUniform(dimension.low, dimension.high, random)));
    case 'duration': {
      const [lowMs, highMs] = [parseDurationMs(dimension.low), parseDurationMs(dimension.high)];
      const drawn = readableDuration(logUniform(lowMs, highMs, random));
      const drawnMs = parseDurationMs(drawn);
      return drawnMs < lowMs ? dimension.low : drawnMs > highMs ? dimension.high : drawn;
    }
  }
}

const logUniform = (low: number, high: number, random: Random): number => low * (high / low) ** random();

const within = ({ low, high }: { readonly low: number; readonly high: number }, value: number): number =>
  Math.min(high, Math.max(low, value));
