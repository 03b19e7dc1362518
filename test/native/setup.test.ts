import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillWhole } from '../../scripts/setup-native/cache-folder.ts';
import { SetupStopped } from '../../scripts/setup-native/problem.ts';
import { runsOnMusl, TARGETS, targetFor } from '../../scripts/setup-native/targets.ts';
import { checkWheel } from '../../scripts/setup-native/wheel.ts';
import { nativeCacheFolder } from '../../src/contenders/model/native-cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchbench-setup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('targets of the native set-up', () => {
  it('are Linux x64, and untested Linux arm64 and macOS arm64', () => {
    expect(TARGETS.map(({ platform, arch, isTested }) => [platform, arch, isTested])).toEqual([
      ['linux', 'x64', true],
      ['linux', 'arm64', false],
      ['darwin', 'arm64', false],
    ]);
    for (const { wheelSha256 } of TARGETS) expect(wheelSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['win32', 'x64', false],
    ['darwin', 'x64', false],
    ['linux', 'x64', true],
  ])('do not hold %s %s (musl: %s), where wasm does the work', (platform, arch, isMusl) => {
    expect(() => targetFor(platform, arch, isMusl)).toThrow(/not supported[\s\S]*wasm/);
  });
});

describe('the cache folder', () => {
  const at = { home: '/home/me', platform: 'linux', arch: 'x64' };

  it('lies outside the checkout and is named by all that decides its files', () => {
    const name = 'watchbench/native-r1-tfjs-node-4.22.0-tensorflow-2.20.0-linux-x64';
    expect(nativeCacheFolder({ ...at, env: {} })).toBe(`/home/me/.cache/${name}`);
    expect(nativeCacheFolder({ ...at, env: { XDG_CACHE_HOME: '' } })).toBe(`/home/me/.cache/${name}`);
    expect(nativeCacheFolder({ ...at, env: { XDG_CACHE_HOME: '/var/cache' } })).toBe(`/var/cache/${name}`);
  });

  it('is there whole or not at all, and what a killed set-up left is swept away', async () => {
    const cache = join(folder, 'cache');
    const goesWrong = fillWhole(cache, async (partial) => {
      await writeFile(join(partial, 'half'), '');
      throw new Error('out of disk');
    });
    await expect(goesWrong).rejects.toThrow('out of disk');
    expect(await readdir(folder)).toEqual([]);

    await mkdir(join(folder, 'cache.partial-999999999'));
    await fillWhole(cache, (partial) => writeFile(join(partial, 'whole'), ''));
    expect(await readdir(folder)).toEqual(['cache']);
    expect(await readdir(cache)).toEqual(['whole']);
  });
});

it('a wheel that is not the pinned one is refused', async () => {
  const wheel = join(folder, 'other.whl');
  await writeFile(wheel, 'something else');
  await expect(checkWheel(wheel, TARGETS[0]!)).rejects.toThrow(SetupStopped);
  await expect(checkWheel(join(folder, 'nowhere.whl'), TARGETS[0]!)).rejects.toThrow('cannot be read');
});

const isTarget =
  TARGETS.some(({ platform, arch }) => platform === process.platform && arch === process.arch) && !runsOnMusl();

describe.skipIf(!isTarget)('npm run setup:native (skipped on a platform without libraries)', () => {
  const setup = (env: Record<string, string>) => {
    const options = {
      env: { PATH: folder, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
      encoding: 'utf8',
    } as const;
    return spawnSync(process.execPath, ['scripts/setup-native.mjs'], options);
  };

  it('names every missing tool at once and ends with 2', () => {
    const { status, stdout, stderr } = setup({});
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Python with pip was not found');
    expect(stderr).toContain('no C++ compiler was found (tried g++, clang++, c++)');
  });

  it('leaves nothing behind when the wheel given is the wrong one', async () => {
    const wheel = join(folder, 'wrong.whl');
    await writeFile(wheel, 'not a wheel');
    // `true` stands for a compiler that answers; it is not reached.
    const { status, stderr } = setup({ WATCHBENCH_TENSORFLOW_WHEEL: wheel, CXX: '/bin/true' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/wrong\.whl has sha256 [0-9a-f]{64}, expected/);
    expect(await readdir(join(folder, 'cache', 'watchbench'))).toEqual([]);
  });
});
