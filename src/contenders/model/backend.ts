import { InputError } from '../../faults.ts';
import { backendOrder, type Workload } from './backend-choice.ts';
import { openCpu } from './backend-cpu.ts';
import { openNative, probeNative } from './backend-native.ts';
import { openWasm } from './backend-wasm.ts';
import type { TensorFlow } from './tensorflow.ts';

export const BACKEND_NAMES = ['native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];
export type BackendChoice = BackendName | 'auto';

/** An engine that runs TensorFlow.js operations. Several may be open in one process; one is active at a time. */
export interface Backend {
  readonly name: BackendName;
  /** What computes, with versions: `tfjs 4.22.0, TensorFlow 2.20.0`. */
  readonly engine: string;
  readonly tf: TensorFlow;
  /** Windows of one call, or null where any number gives the same bits. Fewer are padded up to it. */
  readonly fixedBatch: number | null;
  /** Makes it the one that computes. Cheap when it already is; call it before every operation. */
  activate(): void;
}

export interface OpenedBackend {
  readonly backend: Backend;
  /** Backends that were preferred, and why they are not used. */
  readonly passedOver: readonly { readonly name: BackendName; readonly reason: string }[];
}

export interface BackendProbe {
  readonly name: BackendName;
  readonly available: boolean;
  /** Versions when available, otherwise why not. */
  readonly detail: string;
}

const OPENERS: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  native: openNative,
  wasm: openWasm,
  cpu: openCpu,
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * `auto` takes the fastest for the workload (see backendOrder) and falls back to the next, keeping the reason.
 * @throws InputError `model/backend-unavailable` when the backend asked for, or under `auto` every one, cannot be opened
 */
export function openBackend(choice: BackendChoice, workload: Workload): Promise<OpenedBackend> {
  return openFirst(choice === 'auto' ? backendOrder(workload) : [choice], OPENERS);
}

/** Where trained networks of so many units are asked row by row. @throws InputError `model/backend-unavailable` */
export async function openForInference(choice: BackendChoice, units: number): Promise<Backend> {
  return (await openBackend(choice, { purpose: 'predict', units, batch: 1 })).backend;
}

/** The first that opens, with the reasons of those before it. */
export async function openFirst(
  order: readonly BackendName[],
  openers: Readonly<Record<BackendName, () => Promise<Backend>>>,
): Promise<OpenedBackend> {
  const passedOver: { name: BackendName; reason: string }[] = [];
  for (const name of order) {
    try {
      return { backend: await openers[name](), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw InputError.of(
    'model/backend-unavailable',
    `no TensorFlow.js backend could be opened (${reasons})`,
    undefined,
    'backend: auto takes one that works',
  );
}

/** What is there, and for the rest why not. Native is loaded in a child process, so that asking costs no memory here. */
export async function probeBackends(): Promise<BackendProbe[]> {
  const here = async (name: BackendName): Promise<BackendProbe> => {
    try {
      return { name, available: true, detail: (await OPENERS[name]()).engine };
    } catch (error) {
      return { name, available: false, detail: reasonOf(error) };
    }
  };
  return [{ name: 'native', ...(await probeNative()) }, await here('wasm'), await here('cpu')];
}
