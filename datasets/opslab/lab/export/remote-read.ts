import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';
import { bytesField, fieldsOf, varintField } from './protobuf.ts';
import { packSnappy, unpackSnappy } from './snappy.ts';

/**
 * Every stored sample of the series with one of the names, from a Prometheus' remote read. Unlike its query API this
 * gives staleness markers too, as the NaN with the one payload that means it.
 * Source: prometheus/prometheus v2.42, prompb/remote.proto and prompb/types.proto; model/value for the payload.
 */
export async function remoteRead(
  url: string,
  names: readonly string[],
  fromMs: number,
  untilMs: number,
): Promise<RawSeries[]> {
  const REGEX = 2;
  const matcher = [varintField(1, REGEX), bytesField(2, '__name__'), bytesField(3, names.join('|'))];
  const query = [varintField(1, fromMs), varintField(2, untilMs), bytesField(3, Buffer.concat(matcher))];
  const response = await fetch(`${url}/api/v1/read`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-read-version': '0.1.0',
    },
    body: Buffer.from(packSnappy(bytesField(1, Buffer.concat(query)))),
  });
  if (!response.ok) throw new Error(`remote read: ${response.status} ${await response.text()}`);
  const message = unpackSnappy(new Uint8Array(await response.arrayBuffer()));
  const parts = (bytes: Uint8Array, number: number) =>
    [...fieldsOf(bytes)].filter((field) => field.number === number).map((field) => field.bytes);
  return parts(message, 1)
    .flatMap((result) => parts(result, 1))
    .map(seriesOf);
}

const STALE_HIGH = 0x7ff00000;
const STALE_LOW = 2;

function seriesOf(message: Uint8Array): RawSeries {
  const labels: Record<string, string> = {};
  const times: number[] = [];
  const values: number[] = [];
  const stale: number[] = [];
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) {
      const [name, value] = pairOf(bytes);
      labels[name] = value;
    } else if (number === 2) {
      const sample = sampleOf(bytes);
      times.push(sample.timestampMs);
      values.push(sample.value);
      stale.push(sample.stale ? 1 : 0);
    }
  }
  return {
    labels,
    timestampsMs: Float64Array.from(times),
    values: Float64Array.from(values),
    stale: Uint8Array.from(stale),
  };
}

function pairOf(message: Uint8Array): [string, string] {
  const text = new TextDecoder();
  const pair: [string, string] = ['', ''];
  for (const { number, bytes } of fieldsOf(message)) if (number <= 2) pair[number - 1] = text.decode(bytes);
  return pair;
}

/** proto3 leaves out what is zero. */
function sampleOf(message: Uint8Array): { timestampMs: number; value: number; stale: boolean } {
  let [timestampMs, value, stale] = [0, 0, false];
  for (const { number, integer, bytes } of fieldsOf(message)) {
    if (number === 2) timestampMs = integer;
    else if (number === 1) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
      stale = view.getUint32(4, true) === STALE_HIGH && view.getUint32(0, true) === STALE_LOW;
      value = stale ? Number.NaN : view.getFloat64(0, true);
    }
  }
  return { timestampMs, value, stale };
}
