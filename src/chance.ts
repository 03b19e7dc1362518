import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { InputError } from './faults.ts';

/** Draws from [0, 1). Chance always comes in as one of these; nothing reads Math.random. */
export type Random = () => number;

/**
 * A seeded stream of draws from [0, 1).
 * @throws InputError `chance/seed` unless the seed is a whole number in 1..2^31-1. Zero is refused because several
 * TensorFlow.js initialisers read seed 0 as "no seed".
 */
export function seededRandom(seed: number): Random {
  assertSeed(seed);
  // Mersenne, because its start spreads small seeds over the whole state; xoroshiro's first draws hardly differ by seed.
  const generator = mersenne(seed);
  return () => uniformFloat64(generator);
}

export function assertSeed(seed: number): void {
  if (!(Number.isInteger(seed) && seed >= 1 && seed <= 0x7fffffff)) {
    throw InputError.of('chance/seed', `a seed is a whole number from 1 to 2147483647, got ${seed}`);
  }
}

/** A seed for a part of a job, so that parts do not share a stream. Same name and seed, same answer. */
export function deriveSeed(seed: number, name: string): number {
  assertSeed(seed);
  let hash = seed ^ 0x811c9dc5; // FNV-1a over the UTF-16 code units
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x7fffffff || 1;
}

/** Normal draws (mean 0, standard deviation 1), Box–Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
