import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// What the tests of one file leave in the folder for temporary files, and the commands they start, goes with them.
const before = process.env.TMPDIR;
const folder = mkdtempSync(join(tmpdir(), 'watchbench-test-'));
chmodSync(folder, 0o755); // the ops lab's PostgreSQL runs as a user of its own
process.env.TMPDIR = folder;

afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
