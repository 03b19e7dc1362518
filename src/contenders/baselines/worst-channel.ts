import type { Verdict } from '../contract.ts';

/** What a per-channel score says about one channel: a score with its reason, or why there is none. */
export type ChannelSay =
  | { readonly kind: 'scored'; readonly score: number; readonly observed: number; readonly limit: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The worst channel speaks for the row. A row on which any channel cannot be judged is abstained on, so that a missing
 * reading never passes as a quiet one.
 */
export function worstChannel(
  source: string,
  names: readonly string[],
  says: readonly ChannelSay[],
  sentence: (name: string, say: ChannelSay & { kind: 'scored' }) => string,
): Verdict {
  let worst = -1;
  let worstSay: (ChannelSay & { kind: 'scored' }) | undefined;
  const unknown = new Map<string, string[]>();
  says.forEach((say, i) => {
    if (say.kind === 'unknown') unknown.set(say.reason, [...(unknown.get(say.reason) ?? []), names[i]!]);
    else if (worstSay === undefined || say.score > worstSay.score) {
      worst = i;
      worstSay = say;
    }
  });
  if (unknown.size > 0) {
    return { kind: 'abstained', reason: [...unknown].map(([why, who]) => `${why}: ${who.join(', ')}`).join('; ') };
  }
  if (worstSay === undefined) return { kind: 'abstained', reason: 'no channels' };
  const { score, observed, limit } = worstSay;
  if (score === 0) return { kind: 'scored', score, causes: [] };
  const channel = names[worst]!;
  const cause = { source, channel, observed, limit, share: null, text: sentence(channel, worstSay) };
  return { kind: 'scored', score, causes: [cause] };
}
