import { type Channel, channelName } from '../../telemetry/recording.ts';
import type { Selector } from './common-fields.ts';

/** A name with its braces and quotes, a glob (`*`: any text, `?`: any one letter), or globs over name and labels. */
export function selects(selector: Selector, channel: Channel): boolean {
  if (typeof selector === 'string') {
    const name = channelName(channel);
    return selector === name || glob(selector).test(name);
  }
  const { __name__: name = '', ...labels } = channel.labels;
  return (
    glob(selector.name).test(name) &&
    Object.entries(selector.labels).every(([label, pattern]) => glob(pattern).test(labels[label] ?? ''))
  );
}

/** `cpu_*`, or `cpu_* with host web-* and role front`. */
export function selectorWords(selector: Selector): string {
  if (typeof selector === 'string') return selector;
  const labels = Object.entries(selector.labels).map(([label, value]) => `${label} ${value}`);
  return `${selector.name}${labels.length === 0 ? '' : ` with ${labels.join(' and ')}`}`;
}

export const isGlob = (selector: Selector): boolean => typeof selector !== 'string' || /[*?]/.test(selector);

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
