import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from './targets.ts';
import { extractEntry, listZip } from './zip.ts';

/** What the addon includes, directly or not (`g++ -MM`). Under `tensorflow/include/` in the wheel. */
const HEADERS = [
  ...['c_api', 'c_api_macros', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor', 'tf_tstring'].map(
    (name) => `tensorflow/c/${name}.h`,
  ),
  'tensorflow/c/eager/c_api.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
];

/** Two libraries, the headers and the notices their licences ask for; the rest of the wheel stays packed. */
export async function unpackWheel(wheel: string, target: Target, folder: string): Promise<void> {
  const wanted = new Map<string, string>([
    ...target.libraries.map((name) => [`tensorflow/${name}`, join('lib', name)] as const),
    ...HEADERS.map((name) => [`tensorflow/include/${name}`, join('include', name)] as const),
    ['tensorflow/THIRD_PARTY_NOTICES.txt', 'THIRD_PARTY_NOTICES.txt'] as const,
  ]);
  const entries = (await listZip(wheel)).filter(({ name }) => wanted.has(name));
  const found = new Set(entries.map(({ name }) => name));
  const missing = [...wanted.keys()].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`the wheel lacks ${missing.join(', ')}`);
  await Promise.all(
    entries.map(async (entry) => {
      const destination = join(folder, wanted.get(entry.name)!);
      await mkdir(dirname(destination), { recursive: true });
      await extractEntry(wheel, entry, destination);
    }),
  );
}
