import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { embedJson } from '../../src/views/html/embed-json.ts';
import { html } from '../../src/views/html/markup.ts';
import { renderHtml } from '../../src/views/html/render.ts';
import { exampleRecord } from '../record/example-record.ts';
import { HOSTILE, hostileRecord } from './hostile-record.ts';

let page = '';
let hostile = '';
beforeAll(() => {
  page = renderHtml(exampleRecord());
  hostile = renderHtml(hostileRecord());
});

const scriptsOf = (text: string) => [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, source]) => source!);
const withoutScripts = (text: string) =>
  text.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/, '');
const textOf = (text: string) =>
  withoutScripts(text)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the HTML view', () => {
  it('is one file that asks the network for nothing', () => {
    expect(withoutScripts(page)).not.toMatch(/\b(?:src|srcset|action|data)="/);
    expect([...withoutScripts(page).matchAll(/href="([^"]*)"/g)].every(([, href]) => href!.startsWith('#'))).toBe(true);
    expect(/<style>([\s\S]*?)<\/style>/.exec(page)![1]).not.toMatch(/@import|url\(/);
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  });

  it('lets only its own scripts run, by digest, and nothing be fetched', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'");
    expect(policy).toContain("default-src 'none'");
    const sources = scriptsOf(page).map((source) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`);
    expect(sources).toHaveLength(2);
    expect(policy).toContain(`script-src ${sources.join(' ')};`);
  });

  it('goes from verdict to provenance, each section with its heading and a link to it', () => {
    const ids = [...page.matchAll(/<section id="([a-z]+)" aria-labelledby="([a-z-]+)">/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'verdict',
      'matrix',
      'accuracy',
      'timelines',
      'disagreements',
      'behaviour',
      'determinism',
      'latency',
      'metrics',
      'provenance',
    ]);
    for (const id of ids) {
      expect(page).toContain(`<h2 id="${id}-h"`);
      expect(page).toContain(`<a href="#${id}">`);
    }
  });

  it('points every fragment and every label at an element that is there, once', () => {
    const body = withoutScripts(page);
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = [...body.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)].map(([, id]) => id!);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('gives every table a caption and headers with a scope', () => {
    const tables = page.match(/<table>[\s\S]*?<\/table>/g)!;
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      expect(table).toMatch(/^<table>\s*<caption id=/);
      expect(table.match(/<th(?=[ >])(?! scope=)/g)).toBeNull();
    }
  });

  it('says the same in text as the charts: every contender, incident and alert cause', () => {
    const text = textOf(page);
    expect(page.match(/role="img" aria-label="[^"]{20,}"/g)!.length).toBe(4);
    for (const { name } of exampleRecord().plan.contenders) expect(text).toContain(name);
    expect(text).toContain('Incidents of test-a (14)');
    expect(text).toContain('makes up 62 % of the reconstruction error');
  });

  it('shows failures, gaps and undefined figures with their reasons', () => {
    const text = textOf(page);
    for (const reason of [
      'FAILED',
      'TypeError: every is not a duration',
      'interrupted before this cell',
      'no alerts',
      'all scores are equal',
      '1440 samples, 2995 are needed',
    ]) {
      expect(text).toContain(reason);
    }
  });

  it('gives a command that repeats each violation', () => {
    expect(textOf(page)).toContain(
      'npx watchbench replay record.json --contender autoencoder --property finite-or-abstained',
    );
  });
});

describe('names that are markup', () => {
  it('stay text wherever they stand', () => {
    expect(withoutScripts(hostile)).not.toMatch(/<img|<!--|onerror="/);
    expect(hostile.match(/<script/g)).toHaveLength(3);
  });

  it('reach the charts unchanged', () => {
    const json = /<script type="application\/json" id="chart-data">([\s\S]*?)<\/script>/.exec(hostile)![1]!;
    const data = JSON.parse(json) as { readonly contenders: readonly { readonly name: string }[] };
    expect(data.contenders.map(({ name }) => name)).toContain(HOSTILE);
  });

  it('are escaped by the template, lists and all', () => {
    expect(html`<i title="${'"'}">${['<', html`<b>${'&'}</b>`, 1]}</i>`.text).toBe(
      '<i title="&quot;">&lt;<b>&amp;</b>1</i>',
    );
  });

  it('cannot end the element the data stand in', () => {
    const { text } = embedJson({ a: '</SCRIPT><!--\u2028&' });
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual({ a: '</SCRIPT><!--\u2028&' });
  });
});
