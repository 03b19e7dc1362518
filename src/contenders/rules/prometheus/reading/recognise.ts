import { readFile, stat } from 'node:fs/promises';

const PLAIN = /^(?:groups|"groups"|'groups')\s*:|^\s*\{\s*"groups"\s*:/m;
const RESOURCE = /^(?:kind|"kind")\s*:\s*"?(?:PrometheusRule|ConfigMap|List|PrometheusRuleList|ConfigMapList)"?\s*$/m;

/** Whether a rule file is one of Prometheus, by what stands at its top; a folder of rule files is. */
export async function isPrometheusRules(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null) return /[*?]/.test(path);
  if (found.isDirectory()) return true;
  const text = await readFile(path, 'utf8').catch(() => '');
  return PLAIN.test(text) || RESOURCE.test(text);
}
