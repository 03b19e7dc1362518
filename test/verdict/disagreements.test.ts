import { describe, expect, it } from 'vitest';
import { resultOf } from '../../src/record/lookup.ts';
import type { RecordedAlert, RecordingInfo, RunRecord } from '../../src/record/schema.ts';
import { caughtByKind } from '../../src/verdict/caught-by-kind.ts';
import { disagreementsOf } from '../../src/verdict/disagreements.ts';
import { changedRecord, setOutcome } from '../record/change-record.ts';
import { exampleRecord } from '../record/example-record.ts';

const HOUR = 3_600_000;

function quietRecord(change: (record: RunRecord, info: RecordingInfo) => void): RunRecord {
  return changedRecord((record) => {
    for (const contender of ['rules', 'autoencoder']) {
      for (const result of resultOf(record, 'accuracy', contender)!.perRecording) result.alerts = [];
    }
    change(record, record.plan.dataset.recordings.find(({ id }) => id === 'test-a')!);
  });
}

function alertsOf(record: RunRecord, contender: string): RecordedAlert[] {
  return resultOf(record, 'accuracy', contender)!.perRecording.find(({ recording }) => recording === 'test-a')!.alerts;
}

function alert(startMs: number, endMs: number, incidents: string[] = []): RecordedAlert {
  return { startMs, endMs, spans: [[startMs, endMs]], peakScore: 2, causes: [], incidents, benign: [] };
}

describe('disagreements', () => {
  it('are none between two who said the same', () => {
    const record = quietRecord(() => {});
    expect(disagreementsOf(record, 'rules', 'autoencoder')).toEqual([]);
    expect(disagreementsOf(exampleRecord(), 'rules', 'rules')).toEqual([]);
  });

  it('hold an incident one side caught and the other missed', () => {
    const record = quietRecord((changed, info) => {
      const [first] = info.incidents;
      alertsOf(changed, 'rules').push(alert(first!.startMs, first!.endMs, [first!.id]));
    });
    const [only, ...others] = disagreementsOf(record, 'rules', 'autoencoder');
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      kind: 'caught-by-one',
      raisedBy: 'rules',
      quiet: 'autoencoder',
      incident: { id: 'test-a-i1' },
    });
  });

  it('hold a false alarm only when the other had no alert up at the time', () => {
    const record = quietRecord((changed, { startMs }) => {
      alertsOf(changed, 'rules').push(alert(startMs, startMs + HOUR), alert(startMs + 5 * HOUR, startMs + 6 * HOUR));
      alertsOf(changed, 'autoencoder').push(alert(startMs + HOUR, startMs + 2 * HOUR));
    });
    const found = disagreementsOf(record, 'rules', 'autoencoder');
    expect(found.map(({ kind, raisedBy }) => [kind, raisedBy])).toEqual([['false-alarm-of-one', 'rules']]);
  });

  it('do not count the pause between two spans of one page as being up', () => {
    const record = quietRecord((changed, { startMs }) => {
      const page = alert(startMs, startMs + 10 * HOUR);
      page.spans = [
        [startMs, startMs + HOUR],
        [startMs + 9 * HOUR, startMs + 10 * HOUR],
      ];
      alertsOf(changed, 'rules').push(page);
      alertsOf(changed, 'autoencoder').push(alert(startMs + 4 * HOUR, startMs + 5 * HOUR));
    });
    expect(disagreementsOf(record, 'rules', 'autoencoder')).toHaveLength(2);
  });

  it('say what the quiet side scored meanwhile, or that it abstained', () => {
    const record = quietRecord((changed, info) => {
      const [first, second] = info.incidents;
      for (const incident of [first!, second!])
        alertsOf(changed, 'rules').push(alert(incident.startMs, incident.endMs, [incident.id]));
      const { curve } = resultOf(changed, 'accuracy', 'autoencoder')!.perRecording[0]!;
      const width = curve.timestampsMs[1]! - curve.timestampsMs[0]!;
      const touches = (incident: typeof first, time: number) =>
        time <= incident!.endMs && time + width > incident!.startMs;
      curve.scores = curve.timestampsMs.map((time) => (touches(first, time) ? null : touches(second, time) ? 1.5 : 0));
    });
    const said = disagreementsOf(record, 'rules', 'autoencoder').map(({ incident, quietSaid }) => [
      incident!.id,
      quietSaid,
    ]);
    expect(Object.fromEntries(said)).toEqual({
      'test-a-i1': { kind: 'abstained' },
      'test-a-i2': { kind: 'scored', peakScore: 1.5, threshold: 3.127 },
    });
  });

  it('come with incidents first and the longest first, in the same order whoever is named first', () => {
    const found = disagreementsOf(exampleRecord(), 'rules', 'autoencoder');
    const lengths = found.map(
      ({ incident, alert: raised }) => (incident ?? raised).endMs - (incident ?? raised).startMs,
    );
    const caught = found.filter(({ incident }) => incident !== null).length;
    expect(caught).toBeGreaterThan(3);
    expect(found.slice(caught).every(({ incident }) => incident === null)).toBe(true);
    expect(lengths.slice(0, caught)).toEqual(lengths.slice(0, caught).toSorted((a, b) => b - a));
    expect(disagreementsOf(exampleRecord(), 'autoencoder', 'rules')).toEqual(found);
  });

  it('are none where a side has no accuracy', () => {
    const record = changedRecord((changed) =>
      setOutcome(changed, 'accuracy', 'rules', { kind: 'not-measured', reason: 'no' }),
    );
    expect(disagreementsOf(record, 'rules', 'autoencoder')).toEqual([]);
  });
});

describe('incidents caught by kind', () => {
  it('adds up to the incidents of the judged recordings', () => {
    const rows = caughtByKind(exampleRecord());
    expect(rows.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(28);
    for (const { caught } of rows) expect(caught.null).toBe(0);
  });

  it('agrees with event recall', () => {
    const record = exampleRecord();
    const caught = caughtByKind(record).reduce((sum, row) => sum + row.caught.rules!, 0);
    const recall = resultOf(record, 'accuracy', 'rules')!.metrics.find(
      ({ metric }) => metric === 'event-recall',
    )!.value;
    expect(recall).toEqual({ kind: 'defined', value: caught / 28 });
  });

  it('leaves out incidents that were over before the first row that counts', () => {
    const record = changedRecord((changed) => {
      for (const recording of changed.plan.dataset.recordings) {
        recording.scoredFromRow = recording.rows / 2;
        recording.scoredFromMs = recording.startMs + recording.scoredFromRow * recording.stepMs!;
      }
    });
    expect(caughtByKind(record).reduce((sum, { incidents }) => sum + incidents, 0)).toBe(14);
  });

  it('knows no number for a contender without accuracy', () => {
    const record = changedRecord((changed) =>
      setOutcome(changed, 'accuracy', 'rules', { kind: 'not-measured', reason: 'no' }),
    );
    expect(caughtByKind(record)[0]!.caught.rules).toBeNull();
  });
});
