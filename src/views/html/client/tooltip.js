import { digits, timesOf } from './series-data.js';

/** Text of a tooltip as elements: nothing that came from a file is read as HTML. */
export function tip(/** @type {string[]} */ lines) {
  const box = document.createElement('div');
  box.style.cssText = 'max-width:360px;white-space:normal;line-height:1.4';
  lines.forEach((line, i) => {
    const row = document.createElement(i === 0 ? 'strong' : 'div');
    row.textContent = line;
    box.append(row);
  });
  return box;
}

const clock = (/** @type {number} */ time) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What holds at a moment: reading, score, incident. */
export function momentLines(
  /** @type {any} */ recording,
  /** @type {any} */ channel,
  /** @type {any} */ lane,
  /** @type {number} */ time,
) {
  const at = (/** @type {any} */ times) => {
    const all = timesOf(times);
    let found = 0;
    for (let i = 0; i < all.length && all[i] <= time; i++) found = i;
    return found;
  };
  const i = at(recording.times);
  const [low, high] = [channel.low[i] ?? null, channel.high[i] ?? null];
  const unit = channel.unit === '1' ? '' : ` ${channel.unit}`;
  const lines = [clock(time)];
  lines.push(
    low === null || high === null
      ? `${channel.name}: no reading`
      : `${channel.name}: ${digits(low)} to ${digits(high)}${unit}`,
  );
  if (lane !== undefined) {
    const score = lane.scores[at(lane.times ?? recording.times)] ?? null;
    lines.push(
      score === null
        ? `${lane.contender}: abstained`
        : `${lane.contender}: score ${digits(score)}, threshold ${digits(lane.threshold)}`,
    );
  }
  for (const { startMs, endMs, label } of recording.incidents)
    if (time >= startMs && time <= endMs) lines.push(`incident: ${label}`);
  for (const { startMs, endMs, label } of recording.benign)
    if (time >= startMs && time <= endMs) lines.push(`look-alike: ${label}`);
  return lines;
}
