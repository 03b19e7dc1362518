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

export const isGlob = (selector: Selector): boolean => typeof selector !== 'string' || /[*?]/.test(selector);

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
