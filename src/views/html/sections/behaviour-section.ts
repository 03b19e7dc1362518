import { resultOf, whyNoResult } from '../../../record/lookup.ts';
import type { PropertyResult, RunRecord } from '../../../record/schema.ts';
import { count, percent } from '../../format.ts';
import { replayCommand } from '../../replay-command.ts';
import { SCOPE_MEANING, type Violation, violationsOf } from '../../violations.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { absent, dataTable, nameTag } from './data-table.ts';

/** Violations first, each with a way to see it again, then property × contender. */
export function behaviourSection(record: RunRecord): Markup {
  if (!record.plan.studies.includes('behaviour')) return nothing;
  const violations = violationsOf(record);
  return html`<section id="behaviour" aria-labelledby="behaviour-h">
<h2 id="behaviour-h">Behaviour</h2>
${violations.length === 0 ? html`<p>No property was seen violated.</p>` : html`<h3>Violated</h3><ul class="violations">${violations.map(violationMarkup)}</ul>`}
${propertyTable(record)}
</section>`;
}

function violationMarkup({ contender, property, found }: Violation): Markup {
  return html`<li class="${property.scope}"><p class="what"><strong>${contender}: ${property.property}</strong> <span class="small">${SCOPE_MEANING[property.scope]}</span></p>
<p>${property.claim}</p>
<p>Instead: ${found.message}</p>
<p class="small">Found in run ${found.runs}, shrunk ${found.shrinks} times, seed ${found.seed}; reproduces ${found.reproduces}. See it again, where the record is:</p>
<pre tabindex="0"><code>${replayCommand(contender, property.property)}</code></pre>
<details><summary>Counterexample</summary><pre tabindex="0"><code>${JSON.stringify(found.counterexample, null, 1)}</code></pre></details></li>`;
}

function propertyTable(record: RunRecord): Markup {
  const { contenders, behaviour } = record.plan;
  const results = contenders.map((contender) => ({ contender, result: resultOf(record, 'behaviour', contender.name) }));
  const known = new Map(
    results.flatMap(({ result }) => result?.properties ?? []).map((property) => [property.property, property]),
  );
  const rows = behaviour.properties.map((id) => [
    html`${id}<small>${known.get(id)?.claim ?? ''}</small>`,
    ...results.map(({ result }) => {
      const property = result?.properties.find((each) => each.property === id);
      return property === undefined
        ? absent(result === undefined ? 'no result, see below' : 'not run')
        : outcomeMarkup(property);
    }),
  ]);
  const missing = contenders.flatMap(({ name }) => {
    const why = whyNoResult(record, 'behaviour', name);
    return why === undefined ? [] : [html`<p class="small">${name}: ${why}</p>`];
  });
  const table = dataTable({
    id: 'properties-c',
    caption:
      'Properties: held in every run (violated in less than the given share of cases, at 95 %), violated, or not applicable',
    head: ['', ...contenders.map(({ name, traits }) => nameTag(name, traits.family))],
    rows,
  });
  return html`${table}${missing}`;
}

function outcomeMarkup({ outcome, scope }: PropertyResult): Markup {
  if (outcome.kind === 'not-applicable') return absent(outcome.reason);
  if (outcome.kind === 'held')
    return html`<span class="cell good"><span class="sign" aria-hidden="true">✓</span>held<small>${count(outcome.runs, 'run')},<br>&lt; ${percent(outcome.violationBound95)}</small></span>`;
  const serious = scope !== 'characterise';
  return html`<span class="cell ${serious ? 'bad' : 'warn'}"><span class="sign" aria-hidden="true">${serious ? '✕' : '△'}</span>violated<small>${SCOPE_MEANING[scope]}</small></span>`;
}
