import { makeServer } from '../run/serve.ts';
import { runInFreshProcess } from '../run/worker-process.ts';
import type { ToWorker } from '../run/worker-protocol.ts';

/** Started by a run for its cells and errands, never by a person: answers messages until its parent goes away. */
export async function main(): Promise<void> {
  const entry = process.argv[1]!;
  const serve = makeServer((plan, source) => (errand) => runInFreshProcess({ entry, plan, source }, errand));
  process.on('message', async (message: ToWorker) => {
    const answer = await serve(message);
    if (process.connected) process.send?.(answer);
  });
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
  process.exit(0);
}
