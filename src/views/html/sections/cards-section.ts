import type { RunRecord } from '../../../record/schema.ts';
import { html, type Markup } from '../markup.ts';

/** What each metric means, when it has no value, and where it comes from. */
export function cardsSection({ metricCards }: RunRecord): Markup {
  return html`<section id="metrics" aria-labelledby="metrics-h">
<h2 id="metrics-h">What the figures mean</h2>
<dl class="cards">${metricCards.map(
    (
      card,
    ) => html`<div id="metric-${card.id}"><dt>${card.title} <small>${card.id} v${card.version}, unit ${card.unit}</small></dt>
<dd>${card.definition}<small>Undefined when ${card.undefinedWhen}. Source: ${card.source}.</small></dd></div>\n`,
  )}</dl>
</section>`;
}
