import { InvalidArgumentError } from 'commander';
import { parseDurationMs } from '../duration.ts';
import type { JsonObject } from '../json.ts';

/** Parsers of option values, for commander: what is wrong is named with the option it came in. */

export const list = (text: string): string[] => text.split(',').map((part) => part.trim());

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!(Number.isInteger(number) && number >= 1))
    throw new InvalidArgumentError(`expected a whole number from 1 up, got ${JSON.stringify(text)}`);
  return number;
}

/** More seeds than anyone waits for: a number above this was meant as the seed itself. */
const MOST_SEEDS = 1000;

/** `10`: from 1 to 10. `7,8`: these two. `7,`: this one. */
export function seeds(text: string): number[] {
  const count = Number(text);
  if (!text.includes(',') && Number.isInteger(count) && count > MOST_SEEDS && count <= 0x7fffffff) {
    throw new InvalidArgumentError(`${text} seeds are too many; for the one seed ${text} write "${text},"`);
  }
  if (!text.includes(',') && Number.isInteger(count) && count >= 1 && count <= MOST_SEEDS) {
    return Array.from({ length: count }, (_, i) => i + 1);
  }
  return list(text.replace(/,\s*$/, '')).map((part) => {
    const seed = Number(part);
    if (!(Number.isInteger(seed) && seed >= 1 && seed <= 0x7fffffff)) {
      throw new InvalidArgumentError(`a seed is a whole number from 1 to 2147483647, got ${JSON.stringify(part)}`);
    }
    return seed;
  });
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError(`expected a number above 0, got ${JSON.stringify(text)}`);
  return number;
}

/** `30s`, `1h30m` → milliseconds. */
export function positiveDurationMs(text: string): number {
  const ms = parseDurationMs(text);
  if (ms > 0) return ms;
  throw new InvalidArgumentError(`expected a duration above 0, got ${JSON.stringify(text)}`);
}

/** Between 0 and 1, neither included. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError(`expected a number between 0 and 1, got ${text}`);
  return value;
}

export function seed(text: string): number {
  const number = wholeNumber(text);
  if (number <= 0x7fffffff) return number;
  throw new InvalidArgumentError(`a seed is at most 2147483647, got ${text}`);
}

export function jsonObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // said below
  }
  throw new InvalidArgumentError(`expected a JSON object such as {"steps": 400}, got ${text}`);
}
