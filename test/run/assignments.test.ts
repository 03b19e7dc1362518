import { describe, expect, it } from 'vitest';
import { assignmentsOf, protocolOf, recordingsOfPart } from '../../src/run/assignments.ts';
import type { Dataset, DatasetRecording, Role } from '../../src/telemetry/dataset.ts';
import { rowCount } from '../../src/telemetry/recording.ts';

function entry(id: string, role: Role, scoredFromRow = 0, group = id): DatasetRecording {
  return {
    recording: {
      id,
      channels: [{ labels: { __name__: 'value' }, unit: '1', kind: 'gauge' }],
      timestampsMs: Float64Array.from({ length: 10 }, (_, i) => i * 1000),
      columns: [Float64Array.from({ length: 10 }, (_, i) => i)],
    },
    incidents: [
      { id: 'early', startMs: 0, endMs: 1000, kind: 'spike' },
      { id: 'across', startMs: 2000, endMs: 6000, kind: 'spike' },
    ],
    benign: [],
    role,
    group,
    scoredFromRow,
  };
}

const dataset = (recordings: readonly DatasetRecording[]): Dataset => ({
  name: 'd',
  title: 'D',
  licence: 'none',
  source: 'test',
  digest: 'sha256:0',
  channels: [],
  recordings,
  rulesFile: null,
});

describe('sharing out the data', () => {
  it('by roles: fitted on train, tuned on validation, judged on test, nothing twice', () => {
    const data = dataset([entry('a', 'train'), entry('b', 'validation'), entry('c', 'test'), entry('d', 'test')]);
    expect(protocolOf(data)).toEqual({ kind: 'split' });
    const [assignment, ...others] = assignmentsOf(data, { kind: 'split' });
    expect(others).toEqual([]);
    expect(assignment!.train.map(({ recording }) => recording.id)).toEqual(['a']);
    expect(assignment!.tune.map(({ labelled }) => labelled.recording.id)).toEqual(['b']);
    expect(assignment!.judged.map(({ labelled }) => labelled.recording.id)).toEqual(['c', 'd']);
  });

  it('by leaving one out: each learns from its own start alone and is judged on the rest', () => {
    const data = dataset([entry('x', 'train-then-test', 4, 'g'), entry('y', 'train-then-test', 4, 'g')]);
    const assignments = assignmentsOf(data, protocolOf(data));
    expect(assignments).toHaveLength(2);
    for (const { train, tune, judged } of assignments) {
      expect(rowCount(train[0]!.recording)).toBe(4);
      expect(tune).toEqual([]);
      expect(judged[0]).toMatchObject({ fromRow: 4 });
      expect(rowCount(judged[0]!.labelled.recording)).toBe(10);
    }
  });

  it('gives an incident that reaches into the judged rows to the judged part alone', () => {
    const [{ train }] = assignmentsOf(dataset([entry('x', 'train-then-test', 4)]), {
      kind: 'leave-one-out',
      foldedBy: 'recording',
    }) as [ReturnType<typeof assignmentsOf>[number]];
    expect(train[0]!.incidents.map(({ id }) => id)).toEqual(['early']);
  });

  it('leaves out together what shares a group where asked to', () => {
    const data = dataset([entry('x', 'train-then-test', 4, 'g'), entry('y', 'train-then-test', 4, 'h')]);
    const groups = assignmentsOf(data, { kind: 'leave-one-out', foldedBy: 'group' }).map(
      ({ judged }) => judged[0]!.group,
    );
    expect(groups).toEqual(['g', 'h']);
  });

  it.each([
    ['by roles', [entry('a', 'train'), entry('b', 'validation'), entry('c', 'test'), entry('d', 'test')]],
    ['leaving one out', [entry('a', 'train-then-test', 4), entry('b', 'train-then-test', 3)]],
  ] as const)('%s: the recordings of a part give the same part', (_, recordings) => {
    const data = dataset(recordings);
    const protocol = protocolOf(data);
    const all = recordings.map(({ recording: { id }, role }) => ({ id, role }));
    const [whole] = assignmentsOf(data, protocol);
    const partly = (part: 'first-assignment' | 'first-judged') => {
      const wanted = recordingsOfPart(all, protocol, part);
      return assignmentsOf(dataset(recordings.filter(({ recording }) => wanted.has(recording.id))), protocol)[0]!;
    };
    expect(partly('first-assignment')).toEqual({ ...whole, tune: [] });
    expect(partly('first-judged').judged).toEqual(whole!.judged.slice(0, 1));
  });
});
