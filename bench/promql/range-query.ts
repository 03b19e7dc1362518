import type { StepRange } from '../../src/promql/evaluate/steps.ts';

/** What the server says of a range query, timings in seconds as under `stats=all`. */
export interface Answer {
  /** Preparation, evaluation and sorting: all the engine does, without waiting for its turn and without rendering. */
  readonly evalTotalTime: number;
  /** Of that, the evaluation itself, reading the blocks included. */
  readonly innerEvalTime: number;
  /** With the time in the queue. */
  readonly execTotalTime: number;
  /** The response as text; only where asked for. */
  readonly body: string | null;
}

/** The statistics come last in the response; the rest can be hundreds of megabytes, and is only kept where asked for. */
const TAIL_BYTES = 10_000;

/** @throws Error with the server's words where it has no answer */
export async function askRange(address: string, query: string, range: StepRange, keepBody: boolean): Promise<Answer> {
  const form = new URLSearchParams({
    query,
    start: String(range.startMs / 1000),
    end: String(range.endMs / 1000),
    step: String(range.stepMs / 1000),
    stats: 'all',
  });
  const response = await fetch(`http://${address}/api/v1/query_range`, { method: 'POST', body: form });
  if (!response.ok || response.body === null) throw new Error(`${query}: ${await response.text()}`);
  const kept: Buffer[] = [];
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of response.body) {
    const bytes = Buffer.from(chunk as Uint8Array);
    if (keepBody) kept.push(bytes);
    tail = Buffer.concat([tail, bytes]).subarray(-TAIL_BYTES);
  }
  return { ...timingsIn(tail.toString()), body: keepBody ? Buffer.concat(kept).toString() : null };
}

function timingsIn(tail: string): Omit<Answer, 'body'> {
  const timings = /"timings":(\{[^}]*\})/.exec(tail)?.[1];
  if (timings === undefined) throw new Error('a response without timings');
  const { evalTotalTime, innerEvalTime, execTotalTime } = JSON.parse(timings) as Omit<Answer, 'body'>;
  return { evalTotalTime, innerEvalTime, execTotalTime };
}
