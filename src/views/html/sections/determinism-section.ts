import { resultOf, whyNoResult } from '../../../record/lookup.ts';
import type { Rung, RunRecord } from '../../../record/schema.ts';
import { unstableRungs } from '../../../verdict/caveats.ts';
import { percent, significant } from '../../format.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { absent, dataTable, nameTag } from './data-table.ts';

/** Rung × contender: what was held, what was varied, and whether anything came out otherwise. */
export function determinismSection(record: RunRecord): Markup {
  if (!record.plan.studies.includes('determinism')) return nothing;
  const { contenders } = record.plan;
  const results = contenders.map(({ name }) => ({ name, rungs: resultOf(record, 'determinism', name)?.rungs }));
  const rungs = new Map(results.flatMap(({ rungs }) => rungs ?? []).map((rung) => [rung.rung, rung]));
  const rows = [...rungs.values()].map(({ rung, varied }) => [
    html`${rung}<small>${varied}</small>`,
    ...results.map(({ name, rungs: own }) => {
      const found = own?.find((each) => each.rung === rung);
      if (found === undefined) return absent(whyNoResult(record, 'determinism', name) ?? 'not run');
      return rungMarkup(found, unstableRungs(record, name).includes(rung));
    }),
  ]);
  return html`<section id="determinism" aria-labelledby="determinism-h">
<h2 id="determinism-h">Determinism</h2>
<p>Each rung runs the contender several times and compares what it learned, its scores and its alerts, byte for byte.</p>
${dataTable({ id: 'determinism-c', caption: 'Same on every run, or how far runs differ', head: ['', ...contenders.map(({ name, traits }) => nameTag(name, traits.family))], rows })}
</section>`;
}

function rungMarkup({ outcome, held }: Rung, unstable: boolean): Markup {
  if (outcome.kind === 'not-applicable') return absent(outcome.reason);
  const { repeats, distinctArtefacts, distinctScores, distinctAlerts, instabilityBound95, churn, alertSetChurn } =
    outcome;
  if (Math.max(distinctArtefacts ?? 1, distinctScores, distinctAlerts) === 1) {
    const bound = instabilityBound95 === null ? '' : percent(instabilityBound95);
    return html`<span class="cell good" title="held: ${held}"><span class="sign" aria-hidden="true">✓</span>same<small>${repeats} runs${bound === '' ? nothing : html`,<br>&lt; ${bound}`}</small></span>`;
  }
  const alerts = alertSetChurn.kind === 'defined' ? percent(alertSetChurn.value) : `n/a (${alertSetChurn.reason})`;
  return html`<span class="cell ${unstable ? 'bad' : 'plain'}" title="held: ${held}">${unstable ? html`<span class="sign" aria-hidden="true">✕</span>` : nothing}differs<small>${distinctScores} score sets, ${distinctAlerts} alert sets in ${repeats} runs; decisions flip ${percent(churn)}, alerts ${alerts}; scores up to ${significant(outcome.maxScoreDifference)} apart</small></span>`;
}
