import type { RunRecord } from '../record/schema.ts';

/** One way to show a record: a pure function. Deleting a view changes no number. */
export interface View {
  /** As `--format` calls it. */
  readonly name: string;
  readonly about: string;
  /** The file it is written to in an output folder. */
  readonly fileName: string;
  render(record: RunRecord): string;
}
