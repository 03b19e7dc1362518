import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../faults.ts';
import type { Json, JsonObject } from '../json.ts';
import { parseDocument, readDocument } from '../telemetry/positioned-document.ts';
import { validateDocument } from '../telemetry/validate-document.ts';
import { configSchema, type WatchbenchConfig } from './config.ts';

export const CONFIG_NAMES = ['yaml', 'yml', 'json', 'ts', 'js', 'mjs'].map((end) => `watchbench.config.${end}`);

/**
 * Reads and checks a configuration; paths in it become relative to the working directory.
 * @throws InputError every fault with line and column (for a module: with the path of the key)
 */
export async function readConfig(file: string): Promise<WatchbenchConfig> {
  const config = await parse(file);
  return resolvePaths(config, dirname(file));
}

async function parse(file: string): Promise<WatchbenchConfig> {
  if (['.yaml', '.yml', '.json'].includes(extname(file))) {
    return validateDocument(configSchema, await readDocument(file));
  }
  const module = (await import(pathToFileURL(resolve(file)).href).catch((cause: unknown) => {
    throw InputError.of('config/module', `cannot load it: ${cause instanceof Error ? cause.message : cause}`, { file });
  })) as { default?: unknown };
  if (typeof module.default !== 'object' || module.default === null) {
    throw InputError.of('config/module', 'the default export must be a configuration object', { file });
  }
  // Through JSON, so that the same reader names the fault and its place in the object.
  return validateDocument(configSchema, parseDocument(JSON.stringify(module.default, null, 2), `${file} (as JSON)`));
}

/** What becomes of the path of a file or folder, and of the name or path behind a `use`. */
export interface PathChange {
  readonly path: (path: string) => string;
  readonly use: (name: string) => string;
}

function resolvePaths(config: WatchbenchConfig, folder: string): WatchbenchConfig {
  const path = (path: string) => (isAbsolute(path) ? path : relative('', join(folder, path)) || '.');
  const use = (name: string) => (/^\.{1,2}[/\\]/.test(name) ? `./${path(name)}` : name);
  return withPaths(config, { path, use });
}

/** Every path that a configuration holds changed; also in the contenders that a hybrid is made of. */
export function withPaths(config: WatchbenchConfig, { path, use }: PathChange): WatchbenchConfig {
  const settings = (given: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => {
        if (key === 'file' && typeof value === 'string') return [key, path(value)];
        if (key === 'files' && Array.isArray(value)) return [key, value.map((one) => path(String(one)))];
        return [key, isPart(value) ? part(value) : value];
      }),
    );
  // A part of a hybrid is settings with a `use` of its own.
  const part = (given: JsonObject & { readonly use: string }): JsonObject => ({
    ...given,
    use: use(given.use),
    ...(isObject(given.with) && { with: settings(given.with) }),
  });
  const changed: WatchbenchConfig = {
    ...config,
    ...(config.data !== undefined && {
      data:
        typeof config.data === 'string'
          ? path(config.data)
          : {
              ...config.data,
              path: path(config.data.path),
              ...(config.data.incidents !== undefined && { incidents: path(config.data.incidents) }),
            },
    }),
  };
  if (config.contenders !== undefined) {
    changed.contenders = config.contenders.map((entry) =>
      typeof entry === 'string'
        ? use(entry)
        : { ...entry, use: use(entry.use), ...(entry.with && { with: settings(entry.with) }) },
    );
  }
  return changed;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPart = (value: Json): value is JsonObject & { readonly use: string } =>
  isObject(value) && typeof value.use === 'string';
