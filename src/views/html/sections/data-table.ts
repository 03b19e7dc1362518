import { html, type Markup } from '../markup.ts';

type Content = Markup | string;

export interface DataTable {
  readonly id: string;
  readonly caption: Content;
  readonly head: readonly Content[];
  /** First cell of each row is its header. A row of two stretches its second cell over all columns. */
  readonly rows: readonly (readonly Content[])[];
  /** Columns from this one on hold numbers. */
  readonly numbersFrom?: number;
}

/** A table that scrolls sideways on a narrow screen and can be reached and scrolled by keyboard. */
export function dataTable({ id, caption, head, rows, numbersFrom = Number.POSITIVE_INFINITY }: DataTable): Markup {
  const cell = (content: Content, column: number, row: readonly Content[]) => {
    if (column === 0) return html`<th scope="row">${content}</th>`;
    if (row.length === 2 && head.length > 2) return html`<td colspan="${head.length - 1}">${content}</td>`;
    return column >= numbersFrom ? html`<td class="num">${content}</td>` : html`<td>${content}</td>`;
  };
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}">${caption}</caption>
<thead><tr>${head.map((content, column) => th(content, column >= numbersFrom))}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((content, column) => cell(content, column, row))}</tr>\n`)}</tbody>
</table>
</div>`;
}

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
