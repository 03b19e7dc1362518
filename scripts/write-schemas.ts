import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ruleFileJsonSchema } from '../src/contenders/rules/rule-file-json-schema.ts';
import { configSchema } from '../src/run/config.ts';

// The published JSON Schemas of what users write; tests fail when one is out of date.
const SCHEMAS: Readonly<Record<string, object>> = {
  '../watchbench.config.schema.json': {
    title: 'watchbench configuration',
    ...z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }),
  },
  '../src/contenders/rules/rule-file.schema.json': ruleFileJsonSchema(),
};
for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
