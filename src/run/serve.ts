import { sha256 } from '../digest.ts';
import { timeFirstDecision } from '../latency/cold-start.ts';
import type { Errand, ErrandReport, SendErrand } from '../record/errand.ts';
import type { Plan } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { replay } from '../replay/replay.ts';
import { failureOf } from './failure.ts';
import { contenderFromInfo } from './line-up.ts';
import type { DatasetSource } from './open-dataset.ts';
import { type PlanData, planData } from './plan-data.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** What a worker process does with each message. `sendErrand` starts a further process. */
export function makeServer(sendErrandWith: (plan: Plan, source: DatasetSource) => SendErrand) {
  let opened: {
    readonly plan: Plan;
    readonly data: PlanData;
    readonly sendErrand: SendErrand;
  } | null = null;

  return async function serve(message: ToWorker): Promise<FromWorker> {
    try {
      if (message.kind === 'open') {
        const { plan, source } = message;
        opened = { plan, data: planData(plan, source), sendErrand: sendErrandWith(plan, source) };
        return { kind: 'opened' };
      }
      if (opened === null) throw new Error('a worker was given work before a plan');
      if (message.kind === 'errand') return { kind: 'errand-done', report: await runErrand(message.errand, opened) };
      const { cell } = message;
      const { executeCell } = await import('./execute-cell.ts'); // and with it all studies, which errands do without
      const outcome = await executeCell({ ...opened, cell }).then(
        (result) => ({ kind: 'measured', result }) as const,
        (thrown: unknown) => failureOf(thrown),
      );
      return { kind: 'cell-done', outcome };
    } catch (thrown) {
      const { code, message: words } = failureOf(thrown);
      return { kind: 'failed', code, message: words };
    }
  };
}

async function runErrand(
  errand: Errand,
  opened: { readonly plan: Plan; readonly data: PlanData },
): Promise<ErrandReport> {
  if (errand.kind === 'try-settings' || errand.kind === 'judge-picks') {
    const { runTuningErrand } = await import('./tuning-errands.ts');
    return runTuningErrand(errand, opened);
  }
  const contender = await contenderFromInfo(errand.contender);
  const part = errand.kind === 'first-decision' ? 'first-judged' : 'first-assignment';
  const [assignment] = (await opened.data.assignmentsFor([contender], part)) as [Assignment];
  if (errand.kind === 'first-decision') {
    const watcher = await contender.restore(Buffer.from(errand.artefactBase64, 'base64'));
    const firstDecisionMs = timeFirstDecision(watcher, assignment.judged[0]!.labelled.recording);
    watcher.dispose();
    return { kind: 'first-decision', firstDecisionMs };
  }
  const watcher = await contender.fit({ train: assignment.train, seed: errand.seed });
  const artefactDigest = sha256(watcher.artefact());
  const traces = assignment.judged.map(({ labelled: { recording } }) => {
    const { scores } = replay(watcher, recording);
    return {
      recording: recording.id,
      scoresBase64: Buffer.from(scores.buffer, scores.byteOffset, scores.byteLength).toString('base64'),
    };
  });
  watcher.dispose();
  return { kind: 'fit-and-replay', artefactDigest, traces };
}
