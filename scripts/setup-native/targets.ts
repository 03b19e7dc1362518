import process from 'node:process';
import { TENSORFLOW_VERSION } from '../../src/contenders/model/native-cache.ts';
import { stop } from './problem.ts';

/** One platform: the Python wheel whose libraries fit it, fixed by its sha256, and how to link against them. */
export interface Target {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** `tensorflow-cpu` has wheels for x64 alone; elsewhere `tensorflow` itself is without GPU code. */
  readonly wheelPackage: string;
  readonly wheelTag: string;
  readonly wheelSha256: string;
  readonly libraries: readonly [string, string];
  readonly linkerFlags: readonly string[];
  /** False: the same recipe, never run on such a machine. */
  readonly isTested: boolean;
}

const LINUX = {
  platform: 'linux',
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  linkerFlags: ['-Wl,-rpath,$ORIGIN/lib'],
} as const;

/** The libraries do not link Python, so one Python version's wheel (3.11) does for all. Checksums: PyPI, TensorFlow 2.20.0. */
export const TARGETS: readonly Target[] = [
  {
    ...LINUX,
    arch: 'x64',
    wheelPackage: 'tensorflow-cpu',
    wheelTag: 'manylinux_2_17_x86_64',
    wheelSha256: 'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
    isTested: true,
  },
  {
    ...LINUX,
    arch: 'arm64',
    wheelPackage: 'tensorflow',
    wheelTag: 'manylinux_2_17_aarch64',
    wheelSha256: '3e9568c8efcb05c0266be223e3269c62ebf7ad3498f156438311735f6fa5ced5',
    isTested: false,
  },
  {
    platform: 'darwin',
    arch: 'arm64',
    wheelPackage: 'tensorflow',
    wheelTag: 'macosx_12_0_arm64',
    wheelSha256: '5f964016c5035d09b85a246a6b739be89282a7839743f3ea63640224f0c63aee',
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    linkerFlags: ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/lib'],
    isTested: false,
  },
];

/** @throws SetupStopped where there are no libraries for the platform */
export function targetFor(platform: string, arch: string, isMusl: boolean): Target {
  const target = TARGETS.find((candidate) => candidate.platform === platform && candidate.arch === arch);
  if (target !== undefined && !isMusl) return target;
  const where = isMusl ? `${platform} ${arch} with musl` : `${platform} ${arch}`;
  return stop(
    `native TensorFlow ${TENSORFLOW_VERSION} is not supported on ${where}`,
    'use the wasm backend (backend: wasm, or auto): it needs no set-up and is the faster one for small models',
  );
}

/** Alpine and the like: no glibc in the process's own report. */
export function runsOnMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}
