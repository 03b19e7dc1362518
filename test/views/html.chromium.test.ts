import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../../src/record/lookup.ts';
import { renderHtml } from '../../src/views/html/render.ts';
import { exampleRecord } from '../record/example-record.ts';
import { hostileRecord } from './hostile-record.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser;
let folder = '';
let files: Record<'example' | 'hostile', string>;

interface Opened {
  readonly page: Page;
  /** Console messages and uncaught errors. */
  readonly said: string[];
  /** Every address asked for, the page itself included. */
  readonly asked: string[];
  close(): Promise<void>;
}

async function open(file: keyof typeof files, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  await context.setOffline(true);
  const [said, asked]: [string[], string[]] = [[], []];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    asked.push(url);
    return url.startsWith('file:') ? route.continue() : route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  await page.goto(files[file]);
  await page.waitForSelector('html[data-ready="true"]', { timeout: 15_000 });
  return { page, said, asked, close: () => context.close() };
}

async function opened(
  file: keyof typeof files,
  look: (all: Opened) => Promise<void>,
  options?: BrowserContextOptions,
): Promise<void> {
  const all = await open(file, options);
  try {
    await look(all);
  } finally {
    await all.close();
  }
}

const IN_PAGE = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');

/** The answer of one question of `in-page.js`. */
function ask<T>(page: Page, question: string, ...about: readonly (string | number)[]): Promise<T> {
  return page.evaluate<T>(`(() => { ${IN_PAGE}\nreturn inPage.${question}(...${JSON.stringify(about)}); })()`);
}

interface ChartSize {
  readonly width: number;
  readonly height: number;
  readonly room: number;
  readonly paths: number;
}

async function expectDrawn(page: Page): Promise<void> {
  const charts = await ask<ChartSize[]>(page, 'charts');
  expect(charts).toHaveLength(4);
  for (const { width, height, room, paths } of charts) {
    expect(width).toBeGreaterThan(200);
    expect(width).toBeLessThanOrEqual(room + 1);
    expect(height).toBeGreaterThan(80);
    expect(paths).toBeGreaterThan(3);
  }
}

describe.skipIf(CHROMIUM === undefined)(
  `the HTML report in Chromium${CHROMIUM === undefined ? ' (SKIPPED: no Chromium on this machine)' : ''}`,
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'watchbench-html-'));
      const write = async (name: string, text: string) => {
        await writeFile(join(folder, name), text);
        return pathToFileURL(join(folder, name)).href;
      };
      files = {
        example: await write('example.html', renderHtml(exampleRecord())),
        hostile: await write('hostile.html', renderHtml(hostileRecord())),
      };
      browser = await chromium.launch({ executablePath: CHROMIUM!, args: ARGS });
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('opens from disk without the network, says nothing on the console and asks for nothing else', () =>
      opened('example', async ({ page, said, asked }) => {
        await expectDrawn(page);
        await page.waitForTimeout(300);
        expect(said).toEqual([]);
        expect(asked).toEqual([files.example]);
      }));

    it('draws every alert, incident and score of a recording', () =>
      opened('example', async ({ page }) => {
        const { alerts } = resultOf(exampleRecord(), 'accuracy', 'rules')!.perRecording[0]!;
        const hits = alerts.filter(({ incidents }) => incidents.length > 0).length;
        // Each of the fourteen incidents is shaded in all three panels.
        expect(await ask(page, 'drawn', 0, 'rules')).toEqual({
          hits,
          falseAlarms: alerts.length - hits,
          incidentAreas: 14 * 3,
        });
      }));

    it('shows the cause of an alert to a pointer', () =>
      opened('example', async ({ page }) => {
        const { x, y } = await ask<{ x: number; y: number }>(page, 'alertPoint', 0, 'rules');
        await page.mouse.move(x, y);
        await expect.poll(() => page.locator('#recording-0 .chart').textContent()).toMatch(/\(latency-high\)/);
      }));

    it('gives the keyboard the way to everything: skip link, theme, sections, controls, tables', () =>
      opened('example', async ({ page }) => {
        const reached: string[] = [];
        for (let i = 0; i < 60; i++) {
          await page.keyboard.press('Tab');
          reached.push(await ask(page, 'focused'));
        }
        expect(reached[0]).toBe('#main');
        for (const wanted of ['theme', '#matrix', 'channel', 'lane', 'previous', 'next', 'whole', 'summary'])
          expect(reached).toContain(wanted);
      }));

    it('shows where the focus is', () =>
      opened('example', async ({ page }) => {
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        expect(await ask(page, 'focusOutline')).toBe('solid');
      }));

    it('steps through the alerts by keyboard and says each with its cause', () =>
      opened('example', async ({ page }) => {
        const article = page.locator('#recording-0');
        await article.locator('[data-role="lane"]').selectOption({ label: 'rules' });
        const before = await article.locator('.chart svg').innerHTML();
        await article.locator('[data-role="next"]').press('Enter');
        expect(await article.locator('[data-role="said"]').textContent()).toMatch(
          /^rules, alert 1 of \d+: 2025-.*\(latency-high\)$/,
        );
        expect(await article.locator('.chart svg').innerHTML()).not.toBe(before);
        await article.locator('[data-role="lane"]').selectOption({ label: 'null' });
        await article.locator('[data-role="next"]').press('Enter');
        expect(await article.locator('[data-role="said"]').textContent()).toBe('null raised no alert here.');
      }));

    it('draws the channel and the contender that are chosen', () =>
      opened('example', async ({ page }) => {
        const article = page.locator('#recording-1');
        await article.locator('[data-role="channel"]').selectOption('4');
        await article.locator('[data-role="lane"]').selectOption({ label: 'rolling-mad' });
        const text = await article.locator('.chart svg').textContent();
        expect(text).toContain('memory_used_bytes, By');
        expect(text).toContain('score of rolling-mad');
      }));

    it('leads from a disagreement to its place on the chart', () =>
      opened('example', async ({ page }) => {
        const link = page.locator('#disagreements a[data-show]').first();
        const chart = page.locator(`${await link.getAttribute('href')} .chart svg`);
        const before = await chart.innerHTML();
        await link.click();
        await expect.poll(() => chart.innerHTML()).not.toBe(before);
      }));

    it.each(['light', 'dark'] as const)('has readable contrast in %s', (colorScheme) =>
      opened(
        'example',
        async ({ page }) => {
          await ask(page, 'openDetails');
          expect(await ask(page, 'theme')).toBe(colorScheme);
          expect(await ask(page, 'lowContrasts')).toEqual([]);
        },
        { colorScheme },
      ),
    );

    it('turns dark and back by its button, charts and all', () =>
      opened('example', async ({ page }) => {
        const inks = () => ask<string>(page, 'chartInk');
        const light = await inks();
        await page.locator('#theme').press('Enter');
        expect(await page.locator('#theme').getAttribute('aria-pressed')).toBe('true');
        expect(await inks()).not.toBe(light);
        await page.locator('#theme').press('Enter');
        expect(await inks()).toBe(light);
      }));

    it('keeps its charts on paper, in light colours, within the page', () =>
      opened(
        'example',
        async ({ page }) => {
          await page.setViewportSize({ width: 1000, height: 700 });
          await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
          await expect.poll(() => ask(page, 'theme')).toBe('light');
          await expectDrawn(page);
          expect(await page.locator('.controls').first().isVisible()).toBe(false);
          expect((await page.pdf({ preferCSSPageSize: true, printBackground: true })).byteLength).toBeGreaterThan(
            50_000,
          );
        },
        { colorScheme: 'dark' },
      ));

    it('fits a phone without scrolling sideways', () =>
      opened(
        'example',
        async ({ page, said }) => {
          const { content, screen } = await ask<{ content: number; screen: number }>(page, 'widths');
          expect(content).toBe(screen);
          await expectDrawn(page);
          expect(said).toEqual([]);
        },
        { viewport: { width: 390, height: 844 } },
      ));

    it('runs nothing that a name says, and still draws', () =>
      opened('hostile', async ({ page, said, asked }) => {
        await expectDrawn(page);
        const { x, y } = await ask<{ x: number; y: number }>(page, 'alertPoint', 0, 'rules');
        await page.mouse.move(x, y);
        await expect.poll(() => page.locator('#recording-0 .chart').textContent()).toMatch(/<img src=x/);
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.title()).not.toBe('owned');
        expect(said).toEqual([]);
        expect(asked).toEqual([files.hostile]);
      }));
  },
);
