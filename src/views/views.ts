import { renderHtml } from './html/render.ts';
import { renderJson } from './json/render.ts';
import { renderMarkdown } from './markdown/render.ts';
import { renderTerminal } from './terminal/render.ts';
import type { View } from './view.ts';

/** Every view. A new one is a folder and one line here. */
export const VIEWS: readonly View[] = [
  {
    name: 'terminal',
    about: 'verdict and tables for a terminal',
    fileName: 'report.txt',
    render: (record) => renderTerminal(record),
  },
  { name: 'html', about: 'one self-contained page with charts', fileName: 'report.html', render: renderHtml },
  { name: 'markdown', about: 'a summary for GitHub', fileName: 'summary.md', render: renderMarkdown },
  { name: 'json', about: 'the record itself', fileName: 'record.json', render: renderJson },
];
