import { spawn } from 'node:child_process';

/** Runs a program and waits. @throws Error with the last lines it printed when it does not end well */
export function runProgram(command: readonly string[], signal: AbortSignal): Promise<string> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      all += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      if (code === 0) return resolve(out);
      const tail = all.trimEnd().split('\n').slice(-15).join('\n');
      reject(new Error(`${program} ended with ${killedBy ?? `exit code ${code}`}:\n${tail}`));
    });
  });
}
