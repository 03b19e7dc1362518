import { type Labels, labelsOfRecord } from '../../../promql/labels.ts';
import type { Channel } from '../../../telemetry/recording.ts';
import type { Observation } from '../../contract.ts';
import type { State } from '../../state-codec.ts';
import { sawDataAt } from '../prometheus/evaluation/data-seen.ts';
import { DEFAULT_ENGINE } from '../prometheus/evaluation/engine-options.ts';
import { forgetting } from '../prometheus/evaluation/forgetting.ts';
import { instantVector } from '../prometheus/evaluation/instant-vector.ts';
import { layeredSource } from '../prometheus/evaluation/layered-source.ts';
import { liveWindow } from '../prometheus/evaluation/live-window.ts';
import { type QueryFacts, queryFacts } from '../prometheus/evaluation/query-facts.ts';
import { isSelected } from '../prometheus/evaluation/rule-reads.ts';
import type { FedSample } from '../prometheus/watching/sample-feed.ts';
import type { OpenQuery, QueryStream } from './promql-query.ts';
import { readPromql } from './read-promql.ts';

interface Saved {
  readonly nowMs: number;
  readonly prunedAtMs: number;
  readonly window: State;
}

/** Beyond this there are no dates. */
const LAST_DATE_MS = 8.64e15;

/**
 * Queries of PromQL alarms by the engine that Prometheus rules run on, with Prometheus' lookback of five minutes. Only
 * samples that an evaluation yet to come may need are kept.
 */
export const promqlQueries: OpenQuery = {
  refusal(query) {
    const read = evaluable(query);
    return read.kind === 'refused' ? read.reason : null;
  },
  reads(query) {
    const read = evaluable(query);
    return (labels) => read.kind !== 'refused' && isSelected(read.facts.selectors, labels);
  },
  open(query, channels, from) {
    const read = evaluable(query);
    if (read.kind === 'refused') throw new Error(`this query is not evaluated: ${read.reason}`);
    return queryStream(read, channels, from);
  },
};

type Evaluable = Extract<ReturnType<typeof readPromql>, { kind: 'evaluable' }> & {
  readonly facts: QueryFacts;
  readonly reachMs: number;
};

function evaluable(query: string): Evaluable | { readonly kind: 'refused'; readonly reason: string } {
  const read = readPromql(query);
  if (read.kind === 'refused') return read;
  if (read.kind === 'invalid') return { kind: 'refused', reason: read.faults.map(({ message }) => message).join('; ') };
  const facts = queryFacts(read.expression, DEFAULT_ENGINE.lookbackMs);
  const { reachMs } = facts;
  if (reachMs !== null) return { ...read, facts, reachMs };
  return { kind: 'refused', reason: '`@` with a fixed time cannot be watched in bounded memory' };
}

function queryStream({ expression, facts, reachMs }: Evaluable, channels: readonly Channel[], from?: State) {
  const saved = from as unknown as Saved | undefined;
  const window = liveWindow(saved?.window);
  const forget = forgetting(window, reachMs, saved?.prunedAtMs);
  const samplesOf = readSamples(facts, channels);
  let nowMs = saved?.nowMs ?? Number.NEGATIVE_INFINITY;
  let queryMs = nowMs;
  // A negative offset finds nothing: what it asks for has not happened yet.
  const source = layeredSource(window, { select: () => [] }, () => queryMs);

  const stream: QueryStream = {
    take(at) {
      if (!(at.timestampMs > nowMs && Math.abs(at.timestampMs) <= LAST_DATE_MS)) return;
      // Evaluations still to come are later than the row before this one.
      forget.upTo(nowMs);
      for (const { labels, atMs, value, stale } of samplesOf(at)) window.append(labels, atMs, value, stale);
      nowMs = at.timestampMs;
    },
    evaluate(atMs) {
      queryMs = atMs;
      const found = instantVector(expression, source, atMs, DEFAULT_ENGINE);
      if (found.kind !== 'vector') return { kind: 'failed', reason: found.message };
      const contributors = found.elements.map(({ labels, value }) => ({
        labels: Object.fromEntries(labels.pairs),
        value,
      }));
      return { kind: 'returned', contributors, sawData: sawDataAt(facts, source, atMs, () => false) };
    },
    state: () => ({ nowMs, prunedAtMs: forget.lastMs, window: window.state() }) as unknown as State,
  };
  return stream;
}

type LabelRecord = Readonly<Record<string, string>>;

/** What a row brings of the series that the query looks at: scraped samples where it has them, else its readings. */
function readSamples({ selectors }: QueryFacts, channels: readonly Channel[]) {
  const read = (labels: LabelRecord): Labels | null => (isSelected(selectors, labels) ? labelsOfRecord(labels) : null);
  const columns = channels.map(({ labels }) => read(labels));
  const known = new WeakMap<LabelRecord, Labels | null>();
  const knownOf = (raw: LabelRecord): Labels | null => {
    if (!known.has(raw)) known.set(raw, read(raw));
    return known.get(raw) ?? null;
  };
  return ({ timestampMs, values, samples }: Observation): readonly FedSample[] => {
    if (samples === undefined) {
      return columns.flatMap((labels, i) => {
        const value = values[i]!;
        return labels === null || Number.isNaN(value) ? [] : [{ labels, atMs: timestampMs, value, stale: false }];
      });
    }
    return samples.flatMap(({ labels: raw, timestampMs: atMs, value, stale }) => {
      const labels = knownOf(raw);
      return labels === null ? [] : [{ labels, atMs, value, stale }];
    });
  };
}
