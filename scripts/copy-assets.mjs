// The build copies what the compiler leaves behind: rule files, schemas, styles and the report's client script.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

for (const path of readdirSync('src', { recursive: true })) {
  if (/\.(yaml|json|css|js|html)$/.test(path)) cpSync(join('src', path), join('dist', path), { recursive: true });
}
