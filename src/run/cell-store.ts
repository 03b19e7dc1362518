import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cell, cellSchema } from '../record/schema.ts';
import { writeAtomically } from '../record/write-atomically.ts';

/**
 * Finished cells of a run that is not finished yet, one file a cell, so that an interrupted run goes on where it
 * stopped. Cells are found by the digest of their plan: a changed plan starts afresh. The folder goes when the run is
 * complete. Latency is never kept: a figure of another moment is not a figure of this run.
 */
export interface CellStore {
  readonly folder: string;
  load(): Promise<Map<string, Cell>>;
  save(cell: Cell): Promise<void>;
  clear(): Promise<void>;
}

export function cellStore(out: string, planDigest: string): CellStore {
  const folder = join(out, `.unfinished-${planDigest.replace('sha256:', '').slice(0, 16)}`);
  return {
    folder,
    async load() {
      const cells = new Map<string, Cell>();
      const names = await readdir(folder).catch(() => [] as string[]);
      for (const name of names.filter((name) => name.endsWith('.json')).sort()) {
        // A file that does not parse was cut short: its cell is simply run again.
        const parsed = cellSchema.safeParse(
          await readFile(join(folder, name), 'utf8')
            .then(JSON.parse)
            .catch(() => null),
        );
        if (parsed.success) cells.set(parsed.data.id, parsed.data);
      }
      return cells;
    },
    async save(cell) {
      if (cell.study === 'latency' || cell.outcome.kind !== 'measured') return;
      await mkdir(folder, { recursive: true });
      await writeAtomically(join(folder, `${encodeURIComponent(cell.id)}.json`), JSON.stringify(cell));
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
