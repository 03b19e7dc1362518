/** Rows of the summary's table over the seeds that answer the README's question, and columns worth a README's width. */
const ROWS = [
  'random',
  'rolling-mad',
  'forecaster',
  'history-rules',
  'history-or-forecaster',
  'without-season',
  'without-season-or-forecaster',
];
const COLUMNS = ['', 'seeds', 'as written: mean (sd)', 'group left out', 'in sample', 'pages another seed has not'];
const PAIRS = ['history-rules − history-or-forecaster', 'without-season-or-forecaster − without-season'];

/** The part of a committed summary about one question. Nothing is computed: rows and columns are picked. */
export function readmeSeeds(summary: string, path: string): string {
  const over = tableAfter(summary, '## Over the seeds');
  const pairs = tableAfter(summary, '## Which differences the data support');
  const at = COLUMNS.map((head) => {
    const column = over[0]!.indexOf(head);
    if (column === -1) throw new Error(`${path} has no column ${JSON.stringify(head)}`);
    return column;
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(at.map((column) => over[0]![column]!)),
    line(at.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...ROWS.map((name) => line(at.map((column) => rowOf(over, name, path)[column]!))),
    '',
    ...PAIRS.map((pair) => {
      const [, asWritten, , says] = rowOf(pairs, pair, path);
      return `- ${pair}: ${asWritten}; ${says}`;
    }),
    '',
    `Everything is in [\`${path}\`](${path}).`,
  ].join('\n');
}

function rowOf(table: readonly (readonly string[])[], name: string, path: string): readonly string[] {
  const row = table.find(([first]) => first === name);
  if (row === undefined) throw new Error(`${path} has no row ${JSON.stringify(name)}`);
  return row;
}

/** Cells of the first table after a heading, without its ruler. */
function tableAfter(text: string, heading: string): string[][] {
  const lines = text.slice(text.indexOf(heading)).split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'));
  return lines
    .slice(from, from + length)
    .filter((_, i) => i !== 1)
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}
