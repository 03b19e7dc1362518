import { z } from 'zod';
import { ruleFileSchema } from './schema.ts';

/** JSON Schema of a rule file, for editors: published as `rule-file.schema.json` beside this file. */
export const ruleFileJsonSchema = (): object => ({
  title: 'watchbench rule file',
  ...z.toJSONSchema(ruleFileSchema, { io: 'input' }),
});
