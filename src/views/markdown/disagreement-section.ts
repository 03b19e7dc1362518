import type { Disagreement } from '../../verdict/disagreements.ts';
import { disagreementText } from '../disagreement-text.ts';
import { count } from '../format.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

/** More would not be read; the HTML report lists them all. */
const LISTED = 20;

export function disagreementSection(disagreements: readonly Disagreement[]): string {
  if (disagreements.length === 0) return '';
  const rows = disagreements.slice(0, LISTED).map((disagreement) => {
    const { title, when, raised, quiet } = disagreementText(disagreement);
    return [md(disagreement.recording), md(when), md(title), `${md(raised)}<br>${md(quiet)}`];
  });
  const more = disagreements.length - rows.length;
  const tail = more > 0 ? `\n\nand ${more} more.` : '';
  const caught = disagreements.filter(({ kind }) => kind === 'caught-by-one').length;
  const intro = `${count(caught, 'incident')} caught by one side only, ${count(disagreements.length - caught, 'false alarm')} of one side only; incidents first, the longest first. Times are UTC.`;
  return `## Where rules and model part\n\n${intro}\n\n${mdTable(['recording', 'when', 'what', 'why'], rows)}${tail}`;
}
