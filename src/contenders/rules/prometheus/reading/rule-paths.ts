import { filesMeant } from '../../../../telemetry/files-meant.ts';

/**
 * The rule files that a path means: a file, the YAML files in a folder and its subfolders, or a glob.
 * @throws InputError `prometheus/no-file`
 */
export const rulePaths = (path: string, shown: string = path): Promise<string[]> =>
  filesMeant(path, { what: 'rule file', extensions: ['.yml', '.yaml'], code: 'prometheus/no-file' }, shown);
