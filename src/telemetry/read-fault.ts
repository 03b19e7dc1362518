import { InputError } from '../faults.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'expected a file, got a folder',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'not allowed to read this',
};

/** What the operating system said about a file, in words. A failure that is not about a file is passed on as it is. */
export function readFault(code: string, file: string, error: unknown): Error {
  const { code: systemCode } = error as NodeJS.ErrnoException;
  if (systemCode === undefined) return error instanceof Error ? error : new Error(String(error));
  return InputError.of(code, WORDS[systemCode] ?? `cannot be read (${systemCode})`, { file });
}
