import { readFile } from 'node:fs/promises';
import { type Fault, InputError, throwIfAny } from '../../../../faults.ts';
import { capFaults } from '../../../../telemetry/cap-faults.ts';
import { collectFaults } from '../../../../telemetry/collect-faults.ts';
import { readFault } from '../../../../telemetry/read-fault.ts';
import type { RuleFiles, RuleGroup, RuleRefusal } from '../rule-file.ts';
import { byPlace } from './by-place.ts';
import { fileText } from './positioned-text.ts';
import { readResources } from './read-resources.ts';

/** A rule file of ten thousand rules has a tenth of this. */
const MOST_BYTES = 16 * 1024 * 1024;

/** A file, and what it is called in faults. */
export interface NamedFile {
  readonly path: string;
  readonly shown: string;
}

/**
 * Rule files of Prometheus as teams have them: plain (`groups:`), `PrometheusRule` resources, ConfigMaps with rule
 * files in them, lists of these, several documents in one file, YAML or JSON.
 * @throws InputError with every fault of every file, each with line and column: `prometheus/rule`,
 * `prometheus/expression`, `prometheus/template`, `prometheus/label`, `prometheus/duration`, `prometheus/group`,
 * `prometheus/no-rules`, and `document/…` for what is wrong with the YAML
 */
export async function readRuleFiles(files: readonly (string | NamedFile)[]): Promise<RuleFiles> {
  const faults: Fault[] = [];
  const read: RuleFiles[] = [];
  for (const each of files) {
    const { path, shown } = typeof each === 'string' ? { path: each, shown: each } : each;
    const parsed = await collectFaults(faults, async () => parseRuleFile(await textOf(path, shown), shown));
    if (parsed !== null) read.push(parsed);
  }
  throwIfAny(faults);
  return joined(read);
}

/** The same for text already read; `file` names it in faults. */
export function parseRuleFile(text: string, file: string): RuleFiles {
  const { faults, ...read } = examineRuleText(text, file);
  throwIfAny(faults);
  return read;
}

/** What could be read, and what was wrong beside it. */
export interface ExaminedFiles extends RuleFiles {
  /** In order of place. */
  readonly faults: readonly Fault[];
}

/** Reads on past what is wrong, to say all there is to say. Nobody should run rules of a file with faults. */
export async function examineRuleFiles(files: readonly NamedFile[]): Promise<ExaminedFiles> {
  const faults: Fault[] = [];
  const read: RuleFiles[] = [];
  for (const { path, shown } of files) {
    const examined = await collectFaults(faults, async () => examineRuleText(await textOf(path, shown), shown));
    if (examined === null) continue;
    faults.push(...examined.faults);
    read.push(examined);
  }
  return { ...joined(read), faults };
}

function examineRuleText(text: string, file: string): ExaminedFiles {
  const faults: Fault[] = [];
  const groups: RuleGroup[] = [];
  const refusals: RuleRefusal[] = [];
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  readResources(fileText(file, source), file, { faults, groups, refusals });
  faults.sort(byPlace);
  return { groups, refusals, sources: [{ file, text: source }], faults: capFaults(faults, file) };
}

/** Several files as one, in order. Groups of one name in different files stay different groups. */
export function joined(files: readonly RuleFiles[]): RuleFiles {
  return {
    groups: files.flatMap(({ groups }) => groups),
    refusals: files.flatMap(({ refusals }) => refusals),
    sources: files.flatMap(({ sources }) => sources),
  };
}

async function textOf(path: string, file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw readFault('document/unreadable', file, error);
  }
  if (bytes.byteLength > MOST_BYTES) {
    throw InputError.of('document/too-large', `${bytes.byteLength} bytes; at most ${MOST_BYTES} are read`, { file });
  }
  return bytes.toString('utf8');
}
