import type { RunRecord } from '../../../record/schema.ts';
import { provenanceOf } from '../../provenance.ts';
import { html, type Markup } from '../markup.ts';

/** What one needs to get the same numbers again; the settings of every contender in full. */
export function provenanceSection(record: RunRecord): Markup {
  const settings = record.plan.contenders.map(({ name, use, config }) => ({ name, use, config }));
  return html`<section id="provenance" aria-labelledby="provenance-h">
<h2 id="provenance-h">Provenance</h2>
<dl class="provenance">${provenanceOf(record).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<details><summary>Settings of every contender</summary><pre tabindex="0"><code>${JSON.stringify(settings, null, 1)}</code></pre></details>
</section>`;
}
