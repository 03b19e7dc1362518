import { resultOf } from '../../../record/lookup.ts';
import type { RecordingInfo, RunRecord } from '../../../record/schema.ts';
import { causesText } from '../../disagreement-text.ts';
import { count, duration, time } from '../../format.ts';
import { hitText, type RecordingChart } from '../chart-data.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { dataTable, nameTag } from './data-table.ts';

/** A chart per judged recording, each with its incidents and alerts as tables. */
export function timelineSection(record: RunRecord, charts: readonly RecordingChart[]): Markup {
  if (charts.length === 0) return nothing;
  return html`<section id="timelines" aria-labelledby="timelines-h">
<h2 id="timelines-h">What happened, and who said so</h2>
<p>Readings, scores and alerts of each judged recording, over one time axis (UTC).</p>
${legend(record, charts)}
${charts.length > 1 ? html`<nav aria-label="Recordings"><ul class="jump">${charts.map(({ id }, i) => html`<li><a href="#recording-${i}">${id}</a></li>`)}</ul></nav>` : nothing}
${charts.map((chart, i) => recordingFigure(record, chart, i))}
</section>`;
}

function legend(record: RunRecord, charts: readonly RecordingChart[]): Markup {
  const families = [...new Set(record.plan.contenders.map(({ traits }) => traits.family))];
  return html`<ul class="legend" aria-label="Legend">
<li><span class="swatch incident"></span>incident, with its number</li>
<li><span class="swatch benign"></span>look-alike: alarming, and was nothing</li>
${charts.some(({ scoredFromMs }) => scoredFromMs !== null) ? html`<li><span class="swatch unscored"></span>not judged: for learning and warming up</li>` : nothing}
<li><span class="swatch alert"></span>alert on an incident</li>
<li><span class="swatch false-alarm"></span>false alarm</li>
${families.map((family) => html`<li>${nameTag(family, family)}</li>`)}
</ul>`;
}

function recordingFigure(record: RunRecord, chart: RecordingChart, index: number): Markup {
  const info = record.plan.dataset.recordings.find(({ id }) => id === chart.id);
  const about = [
    duration(chart.endMs - chart.startMs),
    info === undefined ? '' : count(info.rows, 'row'),
    count(chart.incidents.length, 'incident'),
    count(chart.benign.length, 'look-alike'),
  ];
  const summary = chart.lanes
    .map(({ contender, alerts }) => `${contender} ${count(alerts.length, 'alert')}`)
    .join(', ');
  return html`<article class="recording" id="recording-${index}" aria-labelledby="recording-${index}-h" data-recording="${index}">
<h3 id="recording-${index}-h">${chart.id}</h3>
<p class="small">${about.filter((part) => part !== '').join(' · ')}</p>
<div class="controls">
<label>Readings of <select data-role="channel">${chart.channels.map(({ name, unit }, i) => html`<option value="${i}">${name}${unit === '1' ? '' : ` (${unit})`}</option>`)}</select></label>
<label>Scores of <select data-role="lane">${chart.lanes.map(({ contender }, i) => html`<option value="${i}">${contender}</option>`)}</select></label>
<span class="buttons"><button type="button" data-role="previous">Previous alert</button><button type="button" data-role="next">Next alert</button><button type="button" data-role="whole">Whole recording</button></span>
</div>
<div class="chart timeline" data-lanes="${chart.lanes.length}" role="img" aria-label="Timeline of ${chart.id}: ${summary}. The tables below say the same."></div>
<p class="said" data-role="said" aria-live="polite"></p>
${incidentTable(record, chart, info, index)}
${alertTable(record, chart, info, index)}
</article>`;
}

function incidentTable(
  record: RunRecord,
  chart: RecordingChart,
  info: RecordingInfo | undefined,
  index: number,
): Markup {
  if (info === undefined || info.incidents.length === 0) return nothing;
  const results = record.plan.contenders.map(({ name }) => ({
    name,
    result: resultOf(record, 'accuracy', name)?.perRecording.find(({ recording }) => recording === chart.id),
  }));
  const rows = info.incidents.map(({ id, kind, startMs, endMs }, i) => {
    const caughtBy = results.flatMap(({ name, result }) =>
      result?.alerts.some(({ incidents }) => incidents.includes(id)) ? [name] : [],
    );
    return [String(i + 1), kind, time(startMs), duration(endMs - startMs), caughtBy.join(', ') || 'nobody'];
  });
  return html`<details><summary>Incidents of ${chart.id} (${info.incidents.length})</summary>
${dataTable({ id: `incidents-${index}-c`, caption: `Incidents of ${chart.id}`, head: ['No.', 'Kind', 'Start (UTC)', 'Length', 'Caught by'], rows })}
</details>`;
}

/** More rows than this in one table help nobody; the record holds them all. */
const LISTED_ALERTS = 300;

function alertTable(record: RunRecord, chart: RecordingChart, info: RecordingInfo | undefined, index: number): Markup {
  const alerts = record.plan.contenders
    .flatMap((contender) => {
      const results = resultOf(record, 'accuracy', contender.name)?.perRecording ?? [];
      return (results.find(({ recording }) => recording === chart.id)?.alerts ?? []).map((alert) => ({
        contender,
        alert,
      }));
    })
    .sort((a, b) => a.alert.startMs - b.alert.startMs);
  if (alerts.length === 0) return html`<p class="small">No contender raised an alert here.</p>`;
  const rows = alerts
    .slice(0, LISTED_ALERTS)
    .map(({ contender, alert }) => [
      time(alert.startMs),
      duration(alert.endMs - alert.startMs),
      nameTag(contender.name, contender.traits.family),
      hitText(alert, info),
      causesText(alert),
    ]);
  const more = alerts.length - rows.length;
  return html`<details><summary>Alerts of ${chart.id} (${alerts.length})</summary>
${dataTable({ id: `alerts-${index}-c`, caption: `Alerts of ${chart.id}, in time order`, head: ['Start (UTC)', 'Length', 'Contender', 'Fell on', 'Cause'], rows })}
${more > 0 ? html`<p class="small">and ${more} more; the record holds them all.</p>` : nothing}
</details>`;
}
