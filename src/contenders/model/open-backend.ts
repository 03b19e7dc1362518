import { InputError } from '../../faults.ts';
import type { Backend, BackendChoice, BackendName } from './backend.ts';
import { backendOrder, type Workload } from './backend-choice.ts';
import { openCpu } from './backend-cpu.ts';
import { openNative, probeNative } from './backend-native.ts';
import { openWasm } from './backend-wasm.ts';

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
