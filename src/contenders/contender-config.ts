import type { z } from 'zod';
import { type Fault, InputError } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { suggestionHint } from '../telemetry/suggest.ts';

/**
 * A contender's settings with every default filled in.
 * @throws InputError `contender/config`, every fault at once
 */
export function parseContenderConfig<Schema extends z.ZodObject>(
  contender: string,
  schema: Schema,
  raw: unknown,
): z.output<Schema> & JsonObject {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data as z.output<Schema> & JsonObject;
  const known = Object.keys(schema.shape);
  const faults = parsed.error.issues.flatMap((issue): Fault[] => {
    const where = [contender, ...issue.path.map(String)].join('.');
    if (issue.code !== 'unrecognized_keys')
      return [{ code: 'contender/config', message: `${where}: ${issue.message}` }];
    return issue.keys.map((key) => ({
      code: 'contender/config',
      message: `${where}: unknown setting ${JSON.stringify(key)}`,
      hint: suggestionHint(key, known) ?? 'it has no settings',
    }));
  });
  throw new InputError(faults as [Fault, ...Fault[]]); // a failed parse names at least one issue
}
