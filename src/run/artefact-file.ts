import { z } from 'zod';
import { sha256 } from '../digest.ts';
import { InputError } from '../faults.ts';
import { canonicalJson, type Json } from '../json.ts';
import { channelSchema, contenderInfoSchema } from '../record/schema.ts';
import { type PositionedDocument, readDocument } from '../telemetry/positioned-document.ts';
import { validateDocument } from '../telemetry/validate-document.ts';

const FORMAT = 'watchbench-artefact';
const VERSION = 1;

const contentSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Of watchbench, that wrote it. */
  writtenBy: z.string(),
  contender: contenderInfoSchema,
  seed: z.number().int(),
  /** What it learned from. */
  data: z.strictObject({
    name: z.string(),
    title: z.string(),
    licence: z.string(),
    /** Of the whole dataset, judged recordings included. */
    digest: z.string(),
    recordings: z.array(
      z.strictObject({ id: z.string(), rows: z.number().int(), startMs: z.number(), endMs: z.number() }),
    ),
    /** Median over the recordings; null: time does not advance. */
    stepMs: z.number().nullable(),
    channels: z.array(channelSchema),
  }),
  /** Engine that decides, for a contender that has one. */
  backend: z.string().nullable(),
  /** The score from which on it means "alert". */
  threshold: z.number(),
  /** All it learned, base64: scaling, weights and calibration of a model, what is usual of rules. */
  learned: z.base64(),
});
const fileSchema = contentSchema.extend({ sha256: z.string() });

/** A contender that has learned, in a file: enough to watch with, and decide the same. */
export type ArtefactContent = Omit<z.output<typeof contentSchema>, 'format' | 'version'>;
export type ArtefactFile = z.output<typeof fileSchema>;

/** The digest is over all else that the file says, so that a changed setting is seen as well as a changed weight. */
export function artefactFile(content: ArtefactContent): ArtefactFile {
  const whole = { format: FORMAT, version: VERSION, ...content } as const;
  return { ...whole, sha256: digestOf(whole) };
}

export const artefactText = (file: ArtefactFile): string => `${JSON.stringify(file, null, 2)}\n`;

const digestOf = ({ sha256: _, ...content }: Omit<ArtefactFile, 'sha256'> & { readonly sha256?: string }): string =>
  sha256(canonicalJson(content as unknown as Json));

const HINT = '"watchbench fit <contender> --write <file>" writes one';

/**
 * @throws InputError `artefact/not-an-artefact`, `artefact/version`, `artefact/digest`, and those of `readDocument` and
 * `validateDocument`
 */
export async function readArtefactFile(path: string): Promise<ArtefactFile> {
  const document = await readDocument(path);
  assertArtefact(document);
  const file = validateDocument(fileSchema, document);
  const digest = digestOf(file);
  if (digest === file.sha256) return file;
  throw InputError.of(
    'artefact/digest',
    `what it says has the digest ${digest}, not ${file.sha256}: it was changed after it was written`,
    document.placeOf(['sha256']),
    HINT,
  );
}

function assertArtefact(document: PositionedDocument): void {
  const { value, file } = document;
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || (value as { format?: unknown }).format !== FORMAT) {
    const message = `expected a saved contender (a JSON object with "format": "${FORMAT}"), got something else`;
    throw InputError.of('artefact/not-an-artefact', message, { file }, HINT);
  }
  const { version } = value as { version?: unknown };
  if (version === VERSION) return;
  const what = `it is of version ${JSON.stringify(version)}, this watchbench reads version ${VERSION}`;
  const hint = typeof version === 'number' && version > VERSION ? 'a newer watchbench wrote it' : 'fit it anew';
  throw InputError.of('artefact/version', what, document.placeOf(['version']), hint);
}
