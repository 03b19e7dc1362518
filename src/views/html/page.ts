import { createHash } from 'node:crypto';
import { chartLibrary, clientScript, styles } from './assets.ts';
import { embedJson } from './embed-json.ts';
import { html, Markup } from './markup.ts';

export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** What the charts are drawn from. */
  readonly data: unknown;
}

/**
 * One file with everything in it. The policy lets nothing be fetched and only these two scripts run, by their digests:
 * a name that got past escaping could still do nothing.
 */
export function page({ title, body, data }: Page): string {
  const scripts = [chartLibrary(), clientScript()];
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(sourceOf).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="watchbench">
<title>${title}</title>
<style>${new Markup(styles())}</style>
</head>
<body>
${body}
<script type="application/json" id="chart-data">${embedJson(data)}</script>
${scripts.map((script) => html`<script>${new Markup(script)}</script>\n`)}</body>
</html>
`;
  return text;
}

const sourceOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
