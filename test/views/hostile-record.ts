import type { RunRecord } from '../../src/record/schema.ts';
import { exampleRecord } from '../record/example-record.ts';

/** A name that breaks out of every place a view could put it, if that view lets it. */
export const HOSTILE = `</script><img src=x onerror="document.title='owned'">'"&\u2028\`|*_@you\u001b[31m<!--`;

/** The example with the hostile text in every place that comes from a file of the user. */
export function hostileRecord(): RunRecord {
  const record = JSON.parse(
    JSON.stringify(exampleRecord()).replaceAll('"autoencoder"', JSON.stringify(HOSTILE)),
  ) as RunRecord;
  const { plan } = record;
  plan.title = HOSTILE;
  plan.dataset.title = HOSTILE;
  plan.dataset.name = HOSTILE;
  plan.dataset.source = HOSTILE;
  for (const recording of plan.dataset.recordings) {
    for (const event of [...recording.incidents, ...recording.benign]) event.kind = HOSTILE;
  }
  for (const [i, channel] of plan.dataset.channels.entries()) channel.name = `${i}${HOSTILE}`;
  for (const { channels } of record.timelines)
    for (const [i, channel] of channels.entries()) channel.channel = `${i}${HOSTILE}`;
  for (const card of record.metricCards) {
    card.title = HOSTILE;
    card.definition = HOSTILE;
  }
  for (const { outcome } of record.cells) {
    if (outcome.kind === 'failed') outcome.message = HOSTILE;
    if (outcome.kind === 'not-measured') outcome.reason = HOSTILE;
    if (outcome.kind !== 'measured') continue;
    const { result } = outcome;
    if (result.kind === 'accuracy') {
      for (const { alerts } of result.perRecording) {
        for (const { causes } of alerts) for (const cause of causes) cause.text = HOSTILE;
      }
      for (const { value } of result.metrics) if (value.kind === 'undefined') value.reason = HOSTILE;
    }
    if (result.kind === 'behaviour') {
      for (const { outcome: found } of result.properties) {
        if (found.kind === 'violated') {
          found.message = HOSTILE;
          found.counterexample = { [HOSTILE]: HOSTILE };
        }
      }
    }
  }
  return record;
}
