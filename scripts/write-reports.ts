import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Remakes the committed example reports: `npm run reports`, or `npm run reports -- webshop` for one of them.
// The picture of the README needs Chromium; without it the old picture stays.

interface Report {
  readonly name: string;
  readonly argv: readonly string[];
  readonly needs: string;
  /** Its record is too large to keep (one result per seed): the summary is all of it that is committed. */
  readonly summaryOnly?: boolean;
}

const REPORTS: readonly Report[] = [
  { name: 'opslab', argv: [], needs: 'datasets/opslab/dataset.json' },
  { name: 'webshop', argv: ['--data', 'datasets/webshop'], needs: 'datasets/webshop' },
  {
    name: 'nab-realAWSCloudwatch',
    argv: ['--data', '../shared/nab', '--select', 'realAWSCloudwatch/*'],
    needs: '../shared/nab',
  },
  {
    name: 'nab',
    argv: ['--data', '../shared/nab', '--protocol', 'nab', '--seeds', '10'],
    needs: '../shared/nab',
    summaryOnly: true,
  },
];
const CHROMIUM = '/usr/bin/chromium';

const wanted = process.argv.slice(2);
for (const report of REPORTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  if (!existsSync(report.needs)) {
    console.error(`${report.name}: kept as it is, ${report.needs} is not here`);
    continue;
  }
  const out = mkdtempSync(join(tmpdir(), 'watchbench-report-'));
  const run = spawnSync(process.execPath, ['bin/watchbench.js', 'run', ...report.argv, '--fresh', '-o', out], {
    stdio: 'inherit',
  });
  if (run.status !== 0) throw new Error(`${report.name}: the run ended with exit code ${run.status}`);
  const made = join(out, readdirSync(out)[0]!);
  const folder = join('reports', report.name);
  mkdirSync(folder, { recursive: true });
  for (const file of report.summaryOnly === true ? ['summary.md'] : ['record.json', 'summary.md'])
    copyFileSync(join(made, file), join(folder, file));
  if (existsSync(CHROMIUM) && report.summaryOnly !== true)
    await takePicture(join(made, 'report.html'), join(folder, 'report.png'));
  rmSync(out, { recursive: true });
}

async function takePicture(html: string, png: string): Promise<void> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1500 } });
  await page.goto(pathToFileURL(html).href);
  await page.waitForTimeout(1000); // charts draw after load
  await page.screenshot({ path: png });
  await browser.close();
}
