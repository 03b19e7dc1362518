import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/chance.ts';
import type { Backend } from '../../../src/contenders/model/backend.ts';
import { backendOrder, type Workload } from '../../../src/contenders/model/backend-choice.ts';
import { initialWeights, layersOf, Network } from '../../../src/contenders/model/network.ts';
import { openBackend, openFirst, probeBackends } from '../../../src/contenders/model/open-backend.ts';
import { liveTensorCount } from '../../../src/contenders/model/tensorflow.ts';

const SIZE = { input: 52, hidden: 24, code: 6, output: 48 };
const random = seededRandom(3);
const WINDOWS = 70;
const inputs = Float32Array.from({ length: WINDOWS * SIZE.input }, () => 10 * random() - 5);
const open = async (name: 'wasm' | 'cpu') =>
  (await openBackend(name, { purpose: 'predict', units: 24, batch: 1 })).backend;

describe('choice of a backend', () => {
  it.each<[string, Workload, string]>([
    ['one window of a small network', { purpose: 'predict', units: 16, batch: 1 }, 'wasm'],
    ['many windows of a small network', { purpose: 'predict', units: 16, batch: 4096 }, 'wasm'],
    ['64 units, 32 windows', { purpose: 'predict', units: 64, batch: 32 }, 'wasm'],
    ['64 units, 256 windows', { purpose: 'predict', units: 64, batch: 256 }, 'native'],
    ['1,024 units, one window', { purpose: 'predict', units: 1024, batch: 1 }, 'wasm'],
    ['1,024 units, 32 windows', { purpose: 'predict', units: 1024, batch: 32 }, 'native'],
    ['training 64 units', { purpose: 'train', units: 64, batch: 64 }, 'wasm'],
    ['training 256 units', { purpose: 'train', units: 256, batch: 64 }, 'native'],
  ])('prefers for %s', (_, workload, preferred) => {
    const order = backendOrder(workload);
    expect(order[0]).toBe(preferred);
    expect(order.slice(-2)).toEqual(['wasm', 'cpu']);
  });

  it('opens what is asked for', async () => {
    expect((await openBackend('cpu', { purpose: 'predict', units: 1024, batch: 4096 })).backend.name).toBe('cpu');
    const { backend, passedOver } = await openBackend('auto', { purpose: 'train', units: 16, batch: 64 });
    expect(backend.name).toBe('wasm');
    expect(passedOver).toEqual([]);
  });

  it('falls back on the next that opens and keeps the reasons, or says why none does', async () => {
    const backend = await open('cpu');
    const broken = (reason: string) => () => Promise.reject(new Error(reason));
    const openers = { native: broken('not built'), wasm: broken('no SIMD'), cpu: () => Promise.resolve(backend) };
    expect(await openFirst(['native', 'wasm', 'cpu'], openers)).toEqual({
      backend,
      passedOver: [
        { name: 'native', reason: 'not built' },
        { name: 'wasm', reason: 'no SIMD' },
      ],
    });
    await expect(openFirst(['native'], openers)).rejects.toThrow(/native: not built[\s\S]*backend: auto/);
  });

  it('says of each backend whether it is there, with versions or a reason', async () => {
    const probes = await probeBackends();
    expect(probes.map(({ name }) => name)).toEqual(['native', 'wasm', 'cpu']);
    expect(probes[1]).toEqual({ name: 'wasm', available: true, detail: 'tfjs 4.22.0, WebAssembly' });
    expect(probes[0]!.detail).toMatch(
      probes[0]!.available ? /^tfjs 4\.22\.0, TensorFlow \d/ : /not installed|not built|Error/,
    );
  });
});

describe.each(['wasm', 'cpu'] as const)('a network on %s', (name) => {
  const outputsBy = (network: Network, batch: number): Float32Array => {
    const out = new Float32Array(WINDOWS * SIZE.output);
    for (let from = 0; from < WINDOWS; from += batch) {
      out.set(network.run(inputs.subarray(from * SIZE.input, (from + batch) * SIZE.input)), from * SIZE.output);
    }
    return out;
  };

  it('gives a window the same bits alone and among others', async () => {
    const backend = await open(name);
    const network = new Network(backend, layersOf(SIZE), initialWeights(backend, SIZE, 5));
    const together = network.run(inputs);
    expect(together.some((value) => Math.abs(value) > 0.1)).toBe(true);
    for (const batch of [1, 7, 32]) expect(outputsBy(network, batch)).toEqual(together);
    network.dispose();
  });

  it('leaves no tensor behind', async () => {
    const backend = await open(name);
    const before = liveTensorCount();
    const network = new Network(backend, layersOf(SIZE), initialWeights(backend, SIZE, 5));
    network.run(inputs);
    expect(liveTensorCount()).toBe(before + 8);
    network.dispose();
    expect(liveTensorCount()).toBe(before);
  });
});

it('switches between backends call by call without changing a bit', async () => {
  const on = async (backend: Backend) => new Network(backend, layersOf(SIZE), initialWeights(backend, SIZE, 5));
  const [wasm, cpu] = [await on(await open('wasm')), await on(await open('cpu'))];
  const [first, second] = [wasm.run(inputs), cpu.run(inputs)];
  expect(first).not.toEqual(second);
  for (let i = 0; i < first.length; i++) expect(first[i]!).toBeCloseTo(second[i]!, 4);
  expect(wasm.run(inputs)).toEqual(first);
  expect(cpu.run(inputs)).toEqual(second);
  wasm.dispose();
  cpu.dispose();
});
