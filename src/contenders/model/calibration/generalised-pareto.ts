/** The tail P(Y > y) = (1 + shape · y / scale)^(-1/shape) of excesses y > 0; shape 0 is its limit, exp(-y / scale). */
export type GeneralisedPareto = { readonly shape: number; readonly scale: number };

/** Nearer to 0 than this, in units of one over the mean excess, theta tells nothing but the exponential tail. */
const LEAST_THETA = 1e-6;
/** A heavier tail than theta reaches at this many times one over the mean is none that anybody has seen. */
const MOST_THETA = 1e6;
/** How near theta may come to one over the largest excess, where the likelihood has no bound. */
const NEAREST_TO_END = 1e-9;
/** Neighbouring roots of the likelihood equation are further apart than this grid is fine, in all that was tried. */
const GRID_STEPS = 200;

/**
 * Maximum likelihood by Grimshaw's method: with theta = -shape / scale the likelihood of both parameters is one of theta
 * alone, whose stationary points are the roots of one equation. Of all of them, and of the exponential tail, the
 * likeliest is taken. Source: S. D. Grimshaw, Technometrics 35 (1993), 185-191.
 * @param excesses all greater than 0; at least two different ones
 */
export function fitGeneralisedPareto(excesses: Float64Array): GeneralisedPareto {
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / excesses.length;
  const scaled = excesses.map((excess) => excess / mean);
  const candidates = stationaryThetas(scaled).map((theta) => {
    const shape = meanLog(scaled, theta);
    return { shape, scale: -shape / theta };
  });
  const exponential: GeneralisedPareto = { shape: 0, scale: 1 };
  // A shape of -1 or less is a density that grows towards its end: a likelihood without bound, and no tail.
  const best = [exponential, ...candidates.filter(({ shape, scale }) => shape > -1 && scale > 0)].reduce(
    (one, other) => (logLikelihood(scaled, other) > logLikelihood(scaled, one) ? other : one),
  );
  return { shape: best.shape, scale: best.scale * mean };
}

/** P(Y > excess); 0 beyond the end of a bounded tail. */
export function exceedance({ shape, scale }: GeneralisedPareto, excess: number): number {
  if (shape === 0) return Math.exp(-excess / scale);
  const inner = (shape * excess) / scale;
  return inner <= -1 ? 0 : Math.exp(-Math.log1p(inner) / shape);
}

/** The excess that is exceeded with this probability. */
export function excessAt({ shape, scale }: GeneralisedPareto, probability: number): number {
  const log = Math.log(probability);
  return shape === 0 ? -scale * log : (scale * Math.expm1(-shape * log)) / shape;
}

export function logLikelihood(excesses: Float64Array, { shape, scale }: GeneralisedPareto): number {
  let sum = 0;
  for (const excess of excesses)
    sum += shape === 0 ? excess / scale : (1 + 1 / shape) * Math.log1p((shape * excess) / scale);
  return -excesses.length * Math.log(scale) - sum;
}

/** Mean of log(1 - theta y): the likeliest shape for a given theta. */
function meanLog(excesses: Float64Array, theta: number): number {
  let sum = 0;
  for (const excess of excesses) sum += Math.log1p(-theta * excess);
  return sum / excesses.length;
}

/** Zero where the likelihood, as a function of theta alone, is stationary; 0 at theta = 0 always. */
function slope(excesses: Float64Array, theta: number): number {
  let inverse = 0;
  for (const excess of excesses) inverse += 1 / (1 - theta * excess);
  return (inverse / excesses.length) * (1 + meanLog(excesses, theta)) - 1;
}

function stationaryThetas(excesses: Float64Array): number[] {
  const end = 1 / excesses.reduce((most, excess) => Math.max(most, excess), 0);
  const heavy = spaced(MOST_THETA, LEAST_THETA).map((theta) => -theta);
  const light = spaced(LEAST_THETA, end / 2);
  const towardsEnd = spaced(1 / 2, NEAREST_TO_END).map((share) => end * (1 - share));
  return [...rootsOn(excesses, heavy), ...rootsOn(excesses, [...light, ...towardsEnd])];
}

/** From one to the other, evenly on a logarithmic scale. */
function spaced(from: number, to: number): number[] {
  return Array.from({ length: GRID_STEPS + 1 }, (_, i) => from * (to / from) ** (i / GRID_STEPS));
}

function rootsOn(excesses: Float64Array, grid: readonly number[]): number[] {
  const values = grid.map((theta) => slope(excesses, theta));
  return grid.slice(1).flatMap((theta, i) => {
    const isCrossed = Math.sign(values[i]!) * Math.sign(values[i + 1]!) < 0;
    return isCrossed ? [rootBetween(excesses, grid[i]!, theta)] : [];
  });
}

/** By halving until the two ends are neighbouring numbers. */
function rootBetween(excesses: Float64Array, from: number, to: number): number {
  const sign = Math.sign(slope(excesses, from));
  let [near, far] = [from, to];
  for (;;) {
    const middle = near + (far - near) / 2;
    if (middle === near || middle === far) return middle;
    if (Math.sign(slope(excesses, middle)) === sign) near = middle;
    else far = middle;
  }
}
