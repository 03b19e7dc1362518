import { median } from '../../src/latency/location.ts';
import { ratioOfMedians } from '../../src/latency/ratio.ts';
import { duration, short, table } from '../accuracy/comparison.ts';
import { FLEET_QUERIES } from './fleet-queries.ts';
import { prometheusVersion, startPrometheus } from './prometheus-server.ts';
import type { Recordings } from './recordings.ts';
import { type SideBySide, sideBySide } from './side-by-side.ts';
import { ALERT_STEPS_MS, wholeDay } from './whole-day.ts';

const FLEET_ROUNDS = 7;
const ALERT_ROUNDS = 5;
const BOOTSTRAP_SEED = 1;

/** Both sides on the same samples, and what their results have in common. */
export async function prometheusSection(
  recordings: Recordings,
  pinned: readonly string[],
  progress: (what: string) => void,
): Promise<string> {
  const version = await prometheusVersion();
  if (version === null) return 'Not run: prometheus and promtool are not installed here.';
  progress('blocks for Prometheus');
  const { fleet, alerted } = recordings;
  const server = await startPrometheus([...fleet.series, ...(alerted?.series ?? [])], pinned);
  try {
    const place = { source: fleet.source, server, range: wholeDay(15_000) };
    const rows = [...(await sideBySide(FLEET_QUERIES, place, FLEET_ROUNDS, progress))];
    if (alerted !== null) {
      const queries = alerted.alerts.evaluated.map(({ text }) => text);
      for (const stepMs of ALERT_STEPS_MS) {
        const name = `all ${queries.length} alerts, ${stepMs / 1000} s`;
        const there = { source: alerted.source, server, range: wholeDay(stepMs) };
        rows.push(...(await sideBySide([{ name, queries }], there, ALERT_ROUNDS, progress)));
      }
    }
    return `${version}.\n\n${comparisonTable(rows)}\n\n${notes(rows)}`;
  } finally {
    await server.stop();
  }
}

function comparisonTable(rows: readonly SideBySide[]): string {
  const lines = rows.map(({ name, oursMs, theirsMs, comparisons }) => {
    const { value, interval } = ratioOfMedians({ ours: oursMs, theirs: theirsMs, seed: BOOTSTRAP_SEED });
    const values = comparisons.reduce((sum, one) => sum + one.valueCount, 0);
    const differences = comparisons.reduce((sum, one) => sum + one.differenceCount, 0);
    const worst = Math.max(...comparisons.map(({ worstRatio }) => worstRatio));
    return [
      name,
      duration(median(theirsMs) / 1000),
      duration(median(oursMs) / 1000),
      `${short(value)} [${short(interval.low)}, ${short(interval.high)}]`,
      values.toLocaleString('en-GB'),
      differences === 0
        ? `all the same, to ${worst === 0 ? 'the bit' : worst.toExponential(0)}`
        : `${differences} differ`,
    ];
  });
  return table(['', 'Prometheus', 'watchbench', 'ratio [95 %]', 'values compared', 'results'], lines);
}

function notes(rows: readonly SideBySide[]): string {
  const differing = rows.flatMap(({ name, comparisons }) =>
    comparisons.flatMap(({ firstDifference }) => (firstDifference === null ? [] : [`- ${name}: ${firstDifference}`])),
  );
  const inner = median(rows.map(({ theirsMs, theirsInnerMs }) => median(theirsInnerMs) / median(theirsMs)));
  const list =
    differing.length === 0
      ? ''
      : `\n\nFirst differences (a release that adds up without compensation, as 2.42 does, may differ in the last digit, and a filter
that stands on that digit then falls the other way):\n\n${differing.join('\n')}`;
  return `Prometheus' time is \`evalTotalTime\` of its own statistics (\`stats=all\`): selection, evaluation and sorting, without
rendering or sending the answer; ${short(inner * 100)} % of it is \`innerEvalTime\`, which includes reading compressed chunks from
blocks in the page cache. Ours is \`evaluateRange\` of the parsed expression: selection, evaluation and sorting too, from
arrays in memory. The row of the instant selector is little but that reading. ${FLEET_ROUNDS} rounds in turns (${ALERT_ROUNDS} for the alerts), who
goes first changing from round to round; medians, and the ratio with its interval over rounds. Both clean up after
earlier queries on the same core, Prometheus after rendering them too. The results of every query are compared value by
value before, to 1e-9 of the greater; samples and steps keep off each other's times, so that windows closed on the left
(before Prometheus 3.0) and open ones hold the same.${list}`;
}
