import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { configSchema } from '../src/run/config.ts';

// The published JSON Schema of the configuration; a test fails when it is out of date.
const schema = {
  title: 'watchbench configuration',
  ...z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }),
};
writeFileSync(new URL('../watchbench.config.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
