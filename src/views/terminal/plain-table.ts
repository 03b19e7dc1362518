import Table from 'cli-table3';

const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'left', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('mid', 'mid-mid')
    .map((part) => [part, '']),
);

/** A table without lines: columns apart by a space, cells wrapped at words. */
export function plainTable(
  columns: readonly { readonly head: string; readonly width: number; readonly align: 'left' | 'right' }[],
): Table.Table {
  return new Table({
    head: columns.map(({ head }) => head),
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align),
    wordWrap: true,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    chars: { ...NO_BORDERS, middle: ' ' },
  });
}

/** Room for the longest name, within reason. */
export function nameWidth(names: readonly string[]): number {
  return Math.min(22, Math.max(11, ...names.map((name) => name.length + 2)));
}
