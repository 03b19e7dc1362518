import { formatDuration } from '../duration.ts';
import { resultOf } from '../record/lookup.ts';
import type { RunRecord } from '../record/schema.ts';
import { count, duration, list } from './format.ts';

/** Where the numbers come from, as pairs of a name and a value: what one needs to get them again. */
export function provenanceOf(record: RunRecord): (readonly [string, string])[] {
  const { plan, environment } = record;
  const { dataset, policy, accuracy } = plan;
  const roles = [...new Set(dataset.recordings.map(({ role }) => role))].map((role) => {
    return `${dataset.recordings.filter((recording) => recording.role === role).length} ${role}`;
  });
  return [
    ['dataset', `${dataset.title} (${dataset.name}), ${dataset.licence}, ${dataset.source}`],
    ['dataset digest', dataset.digest],
    [
      'recordings',
      `${count(dataset.recordings.length, 'recording')}: ${list(roles)}; ${count(dataset.channels.length, 'channel')}`,
    ],
    ['protocol', protocolText(plan.protocol)],
    [
      'alert policy',
      `hold ${formatDuration(policy.holdMs)}, keep ${formatDuration(policy.keepMs)}, cool-down ${formatDuration(policy.cooldownMs)}, clears below ${policy.clearRatio} of the threshold`,
    ],
    ['thresholds', `${accuracy.thresholdTrials} candidates for every contender, chosen by ${accuracy.primaryMetric}`],
    ...(accuracy.iKnow === undefined
      ? []
      : ([
          ['primary metric', `noise does well on it: ${accuracy.iKnow.noise}; chosen because ${accuracy.iKnow.why}`],
        ] as const)),
    ['margin', `${accuracy.margin} of ${accuracy.primaryMetric}, declared before the run`],
    ['seeds', plan.seeds.join(', ')],
    ['plan digest', record.planDigest],
    ['watchbench', environment.watchbench],
    [
      'runtime',
      `Node.js ${environment.node.replace(/^v/, '')}, V8 ${environment.v8}, ${environment.platform} ${environment.arch}`,
    ],
    ['machine', `${environment.cpu}, ${count(environment.cores, 'core')}`],
    [
      'backends',
      environment.backends
        .map(({ name, available, detail }) => `${name}: ${available ? 'available' : 'not available'} (${detail})`)
        .join('; '),
    ],
    ...ranOn(record),
    [
      'packages',
      Object.entries(environment.packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    [
      'pinned',
      Object.entries(environment.pins)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ') || 'nothing',
    ],
    ['run', `started ${environment.measurement.startedAt}, took ${duration(record.measurement.durationMs)}`],
  ];
}

/** Which backend ran, for contenders that have one and whose accuracy was measured. */
function ranOn(record: RunRecord): (readonly [string, string])[] {
  const ran = record.plan.contenders.flatMap(({ name }) => {
    const backend = resultOf(record, 'accuracy', name)?.backend ?? null;
    return backend === null ? [] : [`${name} on ${backend}`];
  });
  return ran.length === 0 ? [] : [['backend that ran', ran.join(', ')]];
}

function protocolText(protocol: RunRecord['plan']['protocol']): string {
  if (protocol.kind === 'split') return 'split: fitted on train, threshold on validation, judged on test';
  return `leave one ${protocol.foldedBy} out: each recording fitted on its own start, judged on the rest, threshold from all others`;
}
