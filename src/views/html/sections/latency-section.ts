import { resultOf, whyNoResult } from '../../../record/lookup.ts';
import type { LatencyResult, RunRecord } from '../../../record/schema.ts';
import { bytes, duration, microseconds, significant, whole } from '../../format.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { absent, dataTable, nameTag } from './data-table.ts';

/** Percentiles with a column: p50 is the median, p90 says little beside p95. */
const PERCENTS = [95, 99, 99.9] as const;

/** Warm apart from cold, no percentile below its sample floor, the ratio with its interval. */
export function latencySection(record: RunRecord): Markup {
  if (!record.plan.studies.includes('latency')) return nothing;
  const { contenders, latency } = record.plan;
  const head = [
    '',
    'Median',
    ...PERCENTS.map((percent) => `p${percent}`),
    `Ratio to ${latency.against}`,
    'Samples',
    'Cold start',
    'Training',
    'Artefact',
    'Session',
  ];
  const rows = contenders.map(({ name, traits }) => {
    const result = resultOf(record, 'latency', name);
    const tag = nameTag(name, traits.family);
    if (result !== undefined) return [tag, ...figures(result)];
    return [tag, absent(whyNoResult(record, 'latency', name) ?? 'not run')];
  });
  const scenarios = contenders.flatMap(({ name }) => {
    const result = resultOf(record, 'latency', name);
    return result === undefined ? [] : [html`<li>${name}: ${result.scenario}</li>`];
  });
  const warnings = contenders.flatMap(({ name }) =>
    (resultOf(record, 'latency', name)?.measurement.timer.warnings ?? []).map(
      (warning) => html`<li>${name}: ${warning}</li>`,
    ),
  );
  return html`<section id="latency" aria-labelledby="latency-h">
<h2 id="latency-h">Latency</h2>
<p>Measured in turns with ${latency.against}, so that both meet the same noise; the ratio is taken within each round.</p>
${dataTable({ id: 'latency-c', caption: 'Per decision, warm; first decision in a fresh process apart', head, rows, numbersFrom: 1 })}
${warnings.length === 0 ? nothing : html`<ul class="small">${warnings}</ul>`}
<details><summary>How each was timed</summary><ul class="small">${scenarios}</ul></details>
</section>`;
}

function figures({ backend, measurement: { warm, cold, ratio, trainMs, memory } }: LatencyResult): (Markup | string)[] {
  const { low, high } = ratio.interval;
  const middle = [...cold.firstDecisionMs].sort((a, b) => a - b)[cold.firstDecisionMs.length >> 1];
  return [
    html`${microseconds(warm.medianUs)}<small>± ${microseconds(warm.madUs)}${backend === null ? '' : `, ${backend}`}</small>`,
    ...PERCENTS.map((percent) => percentileMarkup(warm.percentiles.find((each) => each.percent === percent))),
    html`${significant(ratio.value)}×<small>[${significant(low)}, ${significant(high)}]</small>`,
    whole(warm.samples),
    middle === undefined
      ? absent('no cold start was run')
      : html`${duration(middle)}<small>median of ${cold.samples}</small>`,
    duration(trainMs),
    bytes(memory.artefactBytes),
    bytes(memory.snapshotBytes),
  ];
}

function percentileMarkup(
  percentile: LatencyResult['measurement']['warm']['percentiles'][number] | undefined,
): Markup | string {
  if (percentile === undefined) return absent('not asked for');
  if (percentile.kind === 'measured') return microseconds(percentile.us);
  return absent(`${percentile.samples} samples, ${percentile.floor} are needed`);
}
