import type { Cause, Verdict } from '../contract.ts';
import type { Side } from './hybrid-kind.ts';

export type Scored = Extract<Verdict, { readonly kind: 'scored' }>;

const ARTICLE: Readonly<Record<Side, string>> = { rules: 'the rules', model: 'the model' };

/** Three significant digits. */
export const brief = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * What a part named, each source prefixed by the part. A part that alerts and names nothing is named by its score.
 * A share is of the hybrid's score, so only the part that carries it keeps its shares.
 * @param at the part's own threshold
 */
export function causesFrom(side: Side, verdict: Scored, at: number, part: 'carries-score' | 'beside'): Cause[] {
  if (verdict.causes.length === 0 && verdict.score >= at) {
    const text = `${ARTICLE[side]} score${side === 'model' ? 's' : ''} ${brief(verdict.score)}, at or above ${brief(at)}`;
    return [{ source: `${side}: score`, channel: null, observed: verdict.score, limit: at, share: null, text }];
  }
  return verdict.causes.map((cause) => ({
    ...cause,
    source: `${side}: ${cause.source}`,
    share: part === 'carries-score' ? cause.share : null,
  }));
}

/** A cause of the hybrid's own: a veto, a fallback, a confirmation. */
export function ownCause(source: string, text: string, numbers: Partial<Cause> = {}): Cause {
  return { source, channel: null, observed: null, limit: null, share: null, ...numbers, text };
}

/** Says that a score rests on one part alone, because the other could not tell. */
export function blindCause(source: string, blind: Side, reason: string): Cause {
  const other = blind === 'rules' ? 'the model alone decides' : 'the rules alone decide';
  return ownCause(source, `${ARTICLE[blind]} cannot tell (${reason}), so ${other}`);
}

export const abstained = (reason: string): Verdict => ({ kind: 'abstained', reason });

export const neitherCanTell = (rulesReason: string, modelReason: string): Verdict =>
  abstained(rulesReason === modelReason ? rulesReason : `neither can tell: ${rulesReason}; ${modelReason}`);
