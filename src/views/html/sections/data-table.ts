import { html, type Markup } from '../markup.ts';

type Content = Markup | string;

export interface DataTable {
  readonly id: string;
  readonly caption: Content;
  readonly head: readonly Content[];
  /** First cell of each row is its header. */
  readonly rows: readonly (readonly Content[])[];
  /** Columns from this one on hold numbers. */
  readonly numbersFrom?: number;
}

/** A table that scrolls sideways on a narrow screen and can be reached and scrolled by keyboard. */
export function dataTable({ id, caption, head, rows, numbersFrom = Number.POSITIVE_INFINITY }: DataTable): Markup {
  const number = (column: number) => (column >= numbersFrom ? ' class="num"' : '');
  const cells = (row: readonly Content[]) =>
    row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : td(cell, number(i) !== '')));
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}">${caption}</caption>
<thead><tr>${head.map((cell, i) => th(cell, number(i) !== ''))}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table>
</div>`;
}

const td = (cell: Content, isNumber: boolean): Markup =>
  isNumber ? html`<td class="num">${cell}</td>` : html`<td>${cell}</td>`;

function th(cell: Content, isNumber: boolean): Markup {
  if (cell === '') return html`<td></td>`;
  return isNumber ? html`<th scope="col" class="num">${cell}</th>` : html`<th scope="col">${cell}</th>`;
}

/** `n/a`, with the reason in small print below and on hover. */
export function absent(reason: string): Markup {
  return html`<span class="absent" title="${reason}">n/a<small>${reason}</small></span>`;
}

export function nameTag(name: string, family: string): Markup {
  return html`<span class="name family-${family}">${name}</span>`;
}
