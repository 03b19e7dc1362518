/**
 * The definition of the history rule (the "recipe" of these tests), written down plainly: slow, over the whole past on
 * each row, without running sums, and with every length in rows. Times in seconds, in the order recorded.
 */
const DAY_S = 86_400;
const round = (y: number): number => Math.floor(y + 0.5);
const mean = (values: ArrayLike<number>, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
};
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Median of the positive gaps among the first rows. */
export function declaredStepS(timesS: readonly number[], rows: number): number {
  const gaps = timesS.slice(1, rows).map((time, i) => time - timesS[i]!);
  return median(gaps.filter((gap) => gap > 0));
}

interface Occasion {
  peak: number;
  last: number;
}

/** Highest z of the four signals per row, 0 before row 100; one fixed setting. */
export function recipeScores(timesS: readonly number[], x: readonly number[], stepS: number): Float64Array {
  const rows = (hours: number, least: number) => Math.min(1500, Math.max(least, round((hours * 3600) / stepS)));
  const k = Math.min(20, Math.max(1, round(1200 / stepS)));
  const [a, b, c] = [rows(3, 3), rows(24, 12), rows(12, 6)];
  const lags = [1, 2, 3, 4, 5, 6, 7, 7, 14, 21].map((days) => days * DAY_S);
  const pointers = lags.map(() => -1);
  const unexplained: number[] = [];
  const signals: number[][] = [[], [], [], []];
  const gates = signals.map(() => ({ closed: [] as Occasion[], open: null as Occasion | null }));
  const scores = new Float64Array(x.length);
  let largest = 0;

  for (let i = 0; i < x.length; i++) {
    const earlier = lags.map((lag, q) => {
      const target = timesS[i]! - lag;
      while (pointers[q]! + 1 < i && timesS[pointers[q]! + 1]! <= target) pointers[q]!++;
      const j = pointers[q]!;
      return j >= 0 && target - timesS[j]! <= 3 * stepS ? x[j]! : Number.NaN;
    });
    const days = earlier.slice(0, 7).filter((value) => !Number.isNaN(value));
    const weeks = earlier.slice(7).filter((value) => !Number.isNaN(value));
    const fromDays = days.length > 0 ? x[i]! - median(days) : 0;
    const fromWeeks = weeks.length > 0 ? x[i]! - median(weeks) : fromDays;
    unexplained.push(Math.abs(fromWeeks) <= Math.abs(fromDays) ? fromWeeks : fromDays);
    largest = Math.max(largest, Math.abs(x[i]!));

    const now = i + 1;
    signals[0]!.push(Math.abs(mean(unexplained, Math.max(0, now - k), now)));
    signals[1]!.push(i === 0 ? 0 : Math.abs(x[i]! - x[i - 1]!));
    signals[2]!.push(i < a ? 0 : Math.abs(mean(x, now - a, now) - mean(x, Math.max(0, now - a - b), now - a)));
    signals[3]!.push(i === 0 ? 0 : Math.abs(mean(x, Math.max(0, now - c), now) - mean(x, 0, i)));

    signals.forEach((signal, s) => {
      const level = mean(signal, Math.max(0, now - k), now);
      const mu = i === 0 ? 0 : mean(signal, 0, i);
      let squares = 0;
      for (let j = 0; j < i; j++) squares += (signal[j]! - mu) ** 2;
      const sd = i === 0 ? 0 : Math.max(Math.sqrt(squares / i), 0.001 * mu, 1e-9 * largest);
      let z = i >= 100 && sd > 0 ? (level - mu) / sd : 0;

      const gate = gates[s]!;
      if (gate.open !== null && i - gate.open.last > 50) {
        gate.closed.push(gate.open);
        gate.open = null;
      }
      const seen = gate.closed.filter(({ peak, last }) => i - last <= 8000 && peak >= level).length;
      if (z >= 3.5) {
        gate.open ??= { peak: level, last: i };
        gate.open.peak = Math.max(gate.open.peak, level);
        gate.open.last = i;
      }
      if (seen >= 3 && z > 0) z = 0;
      scores[i] = Math.max(scores[i]!, z);
    });
  }
  return scores;
}

/** Rows that alert: over the limit, and none over it within the quiet period before, counted in rows. */
export function recipeAlerts(scores: ArrayLike<number>, limit: number, quietRows: number, fromRow: number): number[] {
  const alerts: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i]! >= limit)) continue;
    if (i >= fromRow && i - last > quietRows) alerts.push(i);
    last = i;
  }
  return alerts;
}
