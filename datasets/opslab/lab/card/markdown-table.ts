const FIGURE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** A table of Markdown; figures to the right, thousands apart. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const isFigure = (column: number) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number');
  return [
    line(head),
    line(head.map((_, column) => (isFigure(column) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'number' ? FIGURE.format(cell) : cell)))),
  ].join('\n');
}
