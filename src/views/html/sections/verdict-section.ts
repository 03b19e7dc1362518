import type { RunRecord } from '../../../record/schema.ts';
import type { Verdict } from '../../../verdict/verdict.ts';
import { verdictText } from '../../verdict-sentence.ts';
import type { ChartData } from '../chart-data.ts';
import { html, type Markup, nothing } from '../markup.ts';

/** The answer, the sentence behind it, what speaks for care, and the two interval charts. */
export function verdictSection(record: RunRecord, verdict: Verdict, data: ChartData): Markup {
  const { answer, headline, caveats } = verdictText(record, verdict);
  return html`<section id="verdict" aria-labelledby="verdict-h">
<p class="kicker">Verdict</p>
<h2 id="verdict-h" class="answer answer-${verdict.decision.kind}">${answer}</h2>
<p class="headline">${headline}</p>
${caveats.length === 0 ? nothing : html`<ul class="caveats">${caveats.map(({ weight, text }) => html`<li class="${weight}"><span class="mark" aria-hidden="true">${weight === 'serious' ? '!' : 'i'}</span>${text}</li>`)}</ul>`}
${data.forest === null ? nothing : forestFigure(data)}
</section>`;
}

function forestFigure({ forest, difference }: ChartData): Markup {
  const rows = forest!.rows.map(({ name, text }) => `${name} ${text}`).join('; ');
  return html`<div class="figures">
<figure>
<figcaption>${forest!.title} with 95 % intervals, threshold held out</figcaption>
<div class="chart" id="forest" data-rows="${forest!.rows.length}" role="img" aria-label="Dot and interval per contender. ${rows}."></div>
</figure>
${
  difference === null
    ? nothing
    : html`<figure>
<figcaption>Paired difference: ${difference.name}</figcaption>
<div class="chart" id="difference" role="img" aria-label="${difference.text}. The shaded band is the margin, the line is 0."></div>
<p class="small">Dot: ${difference.text}. Shaded: the margin declared before the run; inside it a difference is no difference.</p>
</figure>`
}
</div>`;
}
