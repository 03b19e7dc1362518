import { z } from 'zod';
import { prettyJson } from './dataset-files.ts';
import { manifestSchema } from './manifest.ts';

/** JSON Schema of `dataset.json`, for editors: `datasets/dataset.schema.json`. */
export const manifestJsonSchema = (): string => prettyJson(z.toJSONSchema(manifestSchema, { io: 'input' }));
