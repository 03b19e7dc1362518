import { gzipSync } from 'node:zlib';
import { seededRandom } from '../../../../src/chance.ts';

/** Shops are wordy, and the words cost CPU on the way out. */
const WORDS =
  'light warm soft strong classic modern outdoor kitchen garden winter summer travel family office sport cotton wool steel wood paper glass every day night season colour size fits washes lasts ships returns warranty gift set pair piece bundle offer price value quality hand made local organic recycled limited edition new best favourite customers love because it simply works well and looks great'.split(
    ' ',
  );
const BLURBS = 200;
const WORDS_EACH = 320;
const LEAST_ITEMS = 14;

const blurbs = makeBlurbs();

/** An answer as a browser gets it: every row as an item with its blurb, the whole compressed. */
export function renderPage(rowsJson: string): Uint8Array {
  const rows = JSON.parse(rowsJson) as Readonly<Record<string, unknown>>[];
  const items = Array.from({ length: Math.max(LEAST_ITEMS, rows.length) }, (_, i) => {
    const row = rows[i % Math.max(1, rows.length)] ?? {};
    const cells = Object.entries(row).map(([name, value]) => `<td class="${name}">${escaped(String(value))}</td>`);
    const blurb = blurbs[(Number(row.id ?? 0) + 7 * i) % BLURBS];
    return `<li><table><tr>${cells.join('')}</tr></table><p>${blurb}</p></li>`;
  });
  return gzipSync(`<html><body><ul>${items.join('')}</ul></body></html>`);
}

/** The same for every instance and release. */
function makeBlurbs(): string[] {
  const random = seededRandom(1);
  const word = () => WORDS[Math.floor(random() * WORDS.length)]!;
  return Array.from({ length: BLURBS }, () => Array.from({ length: WORDS_EACH }, word).join(' '));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
