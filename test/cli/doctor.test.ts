import { expect, it } from 'vitest';
import { doctorCommand } from '../../src/cli/doctor.ts';
import type { DoctorReport } from '../../src/cli/doctor-report.ts';
import { environmentSchema } from '../../src/record/schema.ts';
import { toldWorld } from './told-world.ts';

async function doctor(...args: string[]): Promise<string> {
  const { io, said } = toldWorld({
    err: () => {
      throw new Error('doctor has nothing to warn of');
    },
    env: { XDG_CACHE_HOME: '/nowhere' },
  });
  await doctorCommand(io).parseAsync(args, { from: 'user' });
  return said.out;
}

it('prints one JSON document: environment, cache folder, timer and noise', async () => {
  const report = JSON.parse(await doctor('--json')) as DoctorReport;
  expect(environmentSchema.safeParse(report.environment).error).toBeUndefined();
  expect(report.environment.backends.map(({ name }) => name)).toEqual(['native', 'wasm', 'cpu']);
  expect(report.environment.pins.TF_NUM_INTRAOP_THREADS).toBe('1');
  expect(report.nativeCache.folder).toMatch(/^\/nowhere\/watchbench\/native-.*4\.22\.0.*2\.20\.0/);
  expect(report.nativeCache.exists).toBe(false);
  expect(report.timer.resolutionNs).toBeGreaterThan(0);
  expect(report.noise.medianUs).toBeGreaterThan(0);
  expect(report.noise.worstUs).toBeGreaterThanOrEqual(report.noise.medianUs);
});

it('says for a person which backends are there, and why one is not', async () => {
  const text = await doctor();
  expect(text).toMatch(/wasm +available +tfjs 4\.22\.0, WebAssembly/);
  expect(text).toMatch(/native +(available +tfjs 4\.22\.0, TensorFlow|not available +\S)/);
  expect(text).toMatch(/would be cached in +\/nowhere\/watchbench/);
  expect(text).toMatch(/timer resolution +\d+ ns/);
  expect(text).toMatch(/the worst repeat took [\d.]+ times the median/);
});
