/** A GitHub table. Cells are Markdown already: text from outside goes through `md` first. */
export function mdTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rightFrom = Number.POSITIVE_INFINITY,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i >= rightFrom ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
