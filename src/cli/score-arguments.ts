import { InvalidArgumentError } from 'commander';
import { COST_NAMES, type CostTable, DEFAULT_COSTS } from '../accuracy/cost-table.ts';
import { NAB_PROFILES, type NabProfileId } from '../accuracy/nab/profiles.ts';
import { parseDurationMs } from '../duration.ts';
import { InputError } from '../faults.ts';

/** One function per kind of argument: text → value, or commander's own error. */

export function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

export function profiles(text: string): NabProfileId[] {
  const known = NAB_PROFILES.map(({ id }) => id);
  return list(text).map((id) => {
    const profile = known.find((one) => one === id);
    if (profile === undefined)
      throw new InvalidArgumentError(`expected ${known.join(', ')}; got ${JSON.stringify(id)}`);
    return profile;
  });
}

export function threshold(text: string): number | 'published' | 'sweep' | 'leave-group-out' {
  if (text === 'published' || text === 'sweep' || text === 'leave-group-out') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError(
      `expected a number, published, sweep or leave-group-out; got ${JSON.stringify(text)}`,
    );
  }
  return value;
}

export function duration(text: string): number {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof InputError) throw new InvalidArgumentError(error.faults[0].message);
    throw error;
  }
}

export function positiveDuration(text: string): number {
  const ms = duration(text);
  if (ms <= 0) throw new InvalidArgumentError(`expected a duration above 0, got ${text}`);
  return ms;
}

/** `missedIncident=100,falsePage=3`; what is not named keeps its default. */
export function costs(text: string): CostTable {
  const table = { ...DEFAULT_COSTS };
  for (const part of list(text)) {
    const [name = '', value = '', ...more] = part.split('=');
    const known = COST_NAMES.find((one) => one === name.trim());
    const cost = Number(value);
    if (known === undefined)
      throw new InvalidArgumentError(`expected ${COST_NAMES.join(', ')}; got ${JSON.stringify(name)}`);
    if (more.length > 0 || value.trim() === '' || !(cost >= 0 && Number.isFinite(cost))) {
      throw new InvalidArgumentError(`expected ${known}=NUMBER with a number from 0, got ${JSON.stringify(part)}`);
    }
    table[known] = cost;
  }
  return table;
}

export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError(`expected a number above 0 and up to 1, got ${text}`);
  return value;
}

export function points(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError(`expected a number from 0, got ${JSON.stringify(text)}`);
  }
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(Number.isInteger(value) && value >= 0)) {
    throw new InvalidArgumentError(`expected a whole number, got ${JSON.stringify(text)}`);
  }
  return value;
}

export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('expected a whole number from 1, got 0');
  return value;
}
