import type { RunRecord } from '../../record/schema.ts';
import { verdictOf } from '../../verdict/verdict.ts';
import { disagreementsOfSides } from '../sides.ts';
import { chartData } from './chart-data.ts';
import { html, nothing } from './markup.ts';
import { page } from './page.ts';
import { accuracySection } from './sections/accuracy-section.ts';
import { behaviourSection } from './sections/behaviour-section.ts';
import { cardsSection } from './sections/cards-section.ts';
import { determinismSection } from './sections/determinism-section.ts';
import { disagreementSection } from './sections/disagreement-section.ts';
import { latencySection } from './sections/latency-section.ts';
import { matrixSection } from './sections/matrix-section.ts';
import { provenanceSection } from './sections/provenance-section.ts';
import { seedsSection } from './sections/seeds-section.ts';
import { timelineSection } from './sections/timeline-section.ts';
import { verdictSection } from './sections/verdict-section.ts';

/** The whole comparison as one file that opens from disk: verdict first, provenance last. */
export function renderHtml(record: RunRecord): string {
  const verdict = verdictOf(record);
  const data = chartData(record, verdict);
  const { title, dataset } = record.plan;
  const sections = [
    { id: 'verdict', title: 'Verdict', markup: verdictSection(record, verdict, data) },
    { id: 'matrix', title: 'Matrix', markup: matrixSection(record) },
    { id: 'seeds', title: 'Seeds', markup: seedsSection(record) },
    { id: 'accuracy', title: 'Accuracy', markup: accuracySection(record) },
    { id: 'timelines', title: 'Timelines', markup: timelineSection(record, data.recordings) },
    {
      id: 'disagreements',
      title: 'Disagreements',
      markup: disagreementSection(disagreementsOfSides(record, verdict), data.recordings),
    },
    { id: 'behaviour', title: 'Behaviour', markup: behaviourSection(record) },
    { id: 'determinism', title: 'Determinism', markup: determinismSection(record) },
    { id: 'latency', title: 'Latency', markup: latencySection(record) },
    { id: 'metrics', title: 'Figures', markup: cardsSection(record) },
    { id: 'provenance', title: 'Provenance', markup: provenanceSection(record) },
  ];
  const shown = sections.filter(({ markup }) => markup !== nothing);
  const body = html`<a class="skip" href="#main">Skip to the verdict</a>
<header>
<div><p class="brand">watchbench</p><h1>${title}</h1><p class="small">${dataset.title} · ${dataset.licence} · run of ${record.environment.measurement.startedAt.slice(0, 10)}</p></div>
<button type="button" id="theme" aria-pressed="false">Dark</button>
</header>
<nav aria-label="Sections" class="contents"><ul>${shown.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${shown.map(({ markup }) => html`${markup}\n`)}</main>
<noscript><p class="small">Charts need JavaScript; every figure is in the tables.</p></noscript>`;
  return page({ title: `${title} · watchbench`, body, data });
}
