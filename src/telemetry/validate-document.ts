import type { z } from 'zod';
import { type Fault, InputError } from '../faults.ts';
import { capFaults } from './cap-faults.ts';
import { faultsOfIssues } from './issue-faults.ts';
import type { PositionedDocument } from './positioned-document.ts';

/**
 * The document as the schema's output type.
 * @throws InputError with every fault found, each with its line and column: `document/unknown-key`,
 * `document/missing-key`, `document/value`, or the code a custom check gives in `params.code`
 */
export function validateDocument<T>(schema: z.ZodType<T>, document: PositionedDocument): T {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const found = faultsOfIssues(schema, document, result.error.issues).sort(byPlace);
  const [first, ...rest] = capFaults(found, document.file);
  if (first === undefined) throw new Error(`a schema refused ${document.file} without naming an issue`);
  throw new InputError([first, ...rest]);
}

/** As a reader meets them; a schema names unknown keys last. */
function byPlace({ place: one }: Fault, { place: other }: Fault): number {
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
}
