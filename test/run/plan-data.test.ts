import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/record/schema.ts';
import type { Assignment } from '../../src/replay/assignment.ts';
import { createContender } from '../../src/run/line-up.ts';
import { openDataset } from '../../src/run/open-dataset.ts';
import { makePlan } from '../../src/run/plan.ts';
import { planData } from '../../src/run/plan-data.ts';

const SOURCE = { path: 'datasets/opslab' };
const dataset = await openDataset(SOURCE);
const plan: Plan = await makePlan({ contenders: ['null', 'rules'] }, dataset);

async function sees(...uses: readonly string[]): Promise<boolean> {
  const made = await Promise.all(uses.map((use) => createContender(use, {}, dataset)));
  const [assignment] = await planData(plan, SOURCE).assignmentsFor(made.map(({ contender }) => contender));
  return assignment!.judged.every(({ labelled }) => labelled.recording.series !== undefined);
}

describe('the recordings of a plan', () => {
  it('bring raw series to whoever looks at them, a hybrid for its rules, and to nobody else', async () => {
    expect(await sees('rules')).toBe(true);
    expect(await sees('rules-or-model')).toBe(true);
    expect(await sees('null', 'rules')).toBe(true);
    expect(await sees('null')).toBe(false);
    expect(await sees('autoencoder')).toBe(false);
  });

  it('are the same but for that, whoever was first to ask', async () => {
    const data = planData(plan, SOURCE);
    const reading = { reads: () => true };
    const before = await data.assignmentsFor([{}]);
    const whole = await data.assignmentsFor([reading]);
    const after = await data.assignmentsFor([{}]);
    expect(after).toEqual(before);
    expect(whole[0]!.judged[0]!.labelled.recording).toMatchObject(before[0]!.judged[0]!.labelled.recording);
  });

  it('are read as far as a part of the plan looks, and no further', async () => {
    const ids = async (part: 'all' | 'first-assignment' | 'first-judged') => {
      const [{ train, tune, judged }] = (await planData(plan, SOURCE).assignmentsFor([{}], part)) as [Assignment];
      return [
        train.map(({ recording }) => recording.id),
        ...[tune, judged].map((tasks) => tasks.map(({ labelled }) => labelled.recording.id)),
      ];
    };
    expect(await ids('all')).toEqual([['quiet'], ['validation'], ['test-a', 'test-b']]);
    expect(await ids('first-assignment')).toEqual([['quiet'], [], ['test-a', 'test-b']]);
    expect(await ids('first-judged')).toEqual([[], [], ['test-a']]);
    const whole = await planData(plan, SOURCE).assignmentsFor([{}]);
    const part = await planData(plan, SOURCE).assignmentsFor([{}], 'first-judged');
    expect(part[0]!.judged[0]).toEqual(whole[0]!.judged[0]);
  });

  it('are refused where they are no longer those the plan was made with', async () => {
    const other: Plan = { ...plan, dataset: { ...plan.dataset, digest: 'sha256:other' } };
    await expect(planData(other, SOURCE).assignmentsFor([{}])).rejects.toThrow('changed while the run was going on');
  });
});
