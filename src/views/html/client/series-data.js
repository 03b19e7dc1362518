/** From what the page holds to what a chart is fed with. */

/** @returns {number[]} */
export function timesOf(/** @type {any} */ { startMs, stepMs, stepsMs, length }) {
  if (stepsMs === undefined) return Array.from({ length }, (_, i) => startMs + i * stepMs);
  let time = startMs;
  return [startMs, ...stepsMs.map((/** @type {number} */ step) => (time += step))];
}

export const pairs = (/** @type {any} */ times, /** @type {(number | null)[]} */ values) =>
  timesOf(times).map((time, i) => [time, values[i] ?? null]);

/** Four significant digits. */
export const digits = (/** @type {number} */ value) => String(Number(value.toPrecision(4)));

/** Short enough for an axis: `12.5k`, `3.1G`. */
export const compact = (/** @type {number} */ value) => {
  const size = Math.abs(value);
  for (const [least, letter] of /** @type {[number, string][]} */ ([
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ])) {
    if (size >= least) return `${digits(value / (letter === 'k' ? 1e3 : least))}${letter}`;
  }
  return digits(value);
};
