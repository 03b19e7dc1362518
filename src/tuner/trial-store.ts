import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../record/write-atomically.ts';
import { type TrialOutcome, trialOutcomeSchema } from './trial-outcome.ts';

/**
 * Finished trials of a tune that is not finished yet, one file a trial, named by the digest of its settings, in a folder
 * named by the digest of everything else. The folder goes when the tune is complete. Failures are not kept: what crashed
 * for want of memory may go through next time.
 */
export interface TrialStore {
  readonly folder: string;
  load(): Promise<Map<string, TrialOutcome>>;
  save(digest: string, outcome: TrialOutcome): Promise<void>;
  clear(): Promise<void>;
}

export function trialStore(out: string, planDigest: string): TrialStore {
  const folder = join(out, `.unfinished-tune-${hex(planDigest).slice(0, 16)}`);
  return {
    folder,
    async load() {
      const outcomes = new Map<string, TrialOutcome>();
      const names = await readdir(folder).catch(() => [] as string[]);
      for (const name of names.filter((name) => name.endsWith('.json')).sort()) {
        // A file that does not parse was cut short: its trial is simply run again.
        const parsed = trialOutcomeSchema.safeParse(
          await readFile(join(folder, name), 'utf8')
            .then(JSON.parse)
            .catch(() => null),
        );
        if (parsed.success) outcomes.set(`sha256:${name.slice(0, -'.json'.length)}`, parsed.data);
      }
      return outcomes;
    },
    async save(digest, outcome) {
      if (outcome.kind === 'failed') return;
      await mkdir(folder, { recursive: true });
      await writeAtomically(join(folder, `${hex(digest)}.json`), JSON.stringify(outcome));
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

const hex = (digest: string): string => digest.replace('sha256:', '');
