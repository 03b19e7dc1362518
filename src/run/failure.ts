import { InputError } from '../faults.ts';
import type { Outcome } from '../record/schema.ts';
import { ContractBreach } from '../replay/replay.ts';

/** What a thrown value becomes in the record: a code and words, never a stack (it differs between machines). */
export function failureOf(thrown: unknown): Extract<Outcome, { kind: 'failed' }> {
  if (thrown instanceof InputError) return { kind: 'failed', code: thrown.faults[0].code, message: thrown.message };
  if (thrown instanceof ContractBreach)
    return { kind: 'failed', code: 'contender/contract-breach', message: thrown.message };
  if (thrown instanceof WorkerDied) return { kind: 'failed', code: 'contender/crashed', message: thrown.message };
  return {
    kind: 'failed',
    code: 'contender/threw',
    message: thrown instanceof Error ? thrown.message : String(thrown),
  };
}

/** The process of a cell or errand ended before it answered. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}
