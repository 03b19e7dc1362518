import type { Disagreement } from '../../../verdict/disagreements.ts';
import { disagreementText } from '../../disagreement-text.ts';
import { count } from '../../format.ts';
import type { RecordingChart } from '../chart-data.ts';
import { html, type Markup, nothing } from '../markup.ts';

/** Shown at once; the rest opens on request. */
const SHOWN = 10;

/** Where the two sides part, each with what both said and a way to the chart. */
export function disagreementSection(disagreements: readonly Disagreement[], charts: readonly RecordingChart[]): Markup {
  if (disagreements.length === 0) return nothing;
  const caught = disagreements.filter(({ kind }) => kind === 'caught-by-one').length;
  const items = disagreements.map((disagreement) => itemMarkup(disagreement, charts));
  const rest = items.slice(SHOWN);
  return html`<section id="disagreements" aria-labelledby="disagreements-h">
<h2 id="disagreements-h">Where rules and model part</h2>
<p>${count(caught, 'incident')} caught by one side only and ${count(disagreements.length - caught, 'false alarm')} of one side only. Incidents first, the longest first. Times are UTC.</p>
<ol class="disagreements">${items.slice(0, SHOWN)}</ol>
${rest.length === 0 ? nothing : html`<details><summary>${rest.length} more</summary><ol class="disagreements" start="${SHOWN + 1}">${rest}</ol></details>`}
</section>`;
}

function itemMarkup(disagreement: Disagreement, charts: readonly RecordingChart[]): Markup {
  const { title, when, raised, quiet } = disagreementText(disagreement);
  const { startMs, endMs } = disagreement.incident ?? disagreement.alert;
  const index = charts.findIndex(({ id }) => id === disagreement.recording);
  const link =
    index < 0
      ? html`${disagreement.recording}`
      : html`<a href="#recording-${index}" data-show="${index}" data-from="${startMs}" data-to="${endMs}">${disagreement.recording}</a>`;
  return html`<li class="${disagreement.kind}"><p class="what"><strong>${title}</strong> <span class="small">${link} · ${when}</span></p>
<p class="why">${raised}</p>
<p class="why">${quiet}</p></li>`;
}
