import { differenceOption, forestOption } from './intervals.js';
import { currentTheme, followTheme } from './theme.js';
import { timelineHeight, timelineOption } from './timeline.js';

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('chart-data')).textContent ?? '');
/** @type {Record<string, string>} */
const familyOf = Object.fromEntries(data.contenders.map((/** @type {any} */ { name, family }) => [name, family]));

/** Every chart of the page: where it is, and how it is drawn now. @type {{ element: HTMLElement, draw: () => void, resize: () => void }[]} */
const charts = [];

/**
 * @param {HTMLElement} element
 * @param {number} height
 * @param {(width: number) => object} option
 */
function addChart(element, height, option) {
  element.style.height = `${height}px`;
  const chart = echarts.init(element, null, { renderer: 'svg', height });
  const draw = () => chart.setOption(option(element.clientWidth), { replaceMerge: ['series'] });
  const resize = () => {
    chart.resize({ height });
    draw();
  };
  charts.push({ element, draw, resize });
  return chart;
}

function intervalCharts() {
  const forest = document.getElementById('forest');
  if (forest !== null)
    addChart(forest, 40 + 28 * data.forest.rows.length, () => forestOption(data.forest, currentTheme()));
  const difference = document.getElementById('difference');
  if (difference !== null) addChart(difference, 110, () => differenceOption(data.difference, currentTheme()));
}

/** @type {((fromMs: number, toMs: number) => void)[]} */
const showStretch = [];

function recordingChart(/** @type {HTMLElement} */ article, /** @type {number} */ index) {
  const recording = data.recordings[index];
  const part = (/** @type {string} */ role) => /** @type {any} */ (article.querySelector(`[data-role="${role}"]`));
  const element = /** @type {HTMLElement} */ (article.querySelector('.chart'));
  const chosen = { channel: 0, lane: firstTelling(recording) };
  part('lane').value = String(chosen.lane);
  const chart = addChart(element, timelineHeight(recording.lanes.length), (width) =>
    timelineOption(recording, chosen, familyOf, currentTheme(), width),
  );
  const redraw = () => charts.find((each) => each.element === element)?.draw();
  const zoom = (/** @type {number} */ startValue, /** @type {number} */ endValue) =>
    chart.dispatchAction({ type: 'dataZoom', startValue, endValue });
  showStretch[index] = (fromMs, toMs) => {
    const around = Math.max(6 * 3_600_000, 3 * (toMs - fromMs));
    zoom(Math.max(recording.startMs, fromMs - around), Math.min(recording.endMs, toMs + around));
  };
  part('channel').addEventListener('change', () => {
    chosen.channel = Number(part('channel').value);
    redraw();
  });
  let current = -1;
  part('lane').addEventListener('change', () => {
    chosen.lane = Number(part('lane').value);
    current = -1;
    redraw();
  });
  const step = (/** @type {number} */ by) => {
    const { contender, alerts } = recording.lanes[chosen.lane] ?? { contender: 'it', alerts: [] };
    if (alerts.length === 0) {
      part('said').textContent = `${contender} raised no alert here.`;
      return;
    }
    current = current < 0 && by < 0 ? alerts.length - 1 : (current + by + alerts.length) % alerts.length;
    const { spans, title, cause } = alerts[current];
    showStretch[index]?.(spans[0][0], spans.at(-1)[1]);
    part('said').textContent = `${contender}, alert ${current + 1} of ${alerts.length}: ${title}. ${cause}`;
  };
  part('previous').addEventListener('click', () => step(-1));
  part('next').addEventListener('click', () => step(1));
  part('whole').addEventListener('click', () => {
    current = -1;
    part('said').textContent = '';
    zoom(recording.startMs, recording.endMs);
  });
  chart.on('mouseover', { seriesId: 'alerts' }, (/** @type {any} */ { value }) => {
    const { contender, alerts } = recording.lanes[value[2]];
    part('said').textContent = `${contender}: ${alerts[value[3]].title}. ${alerts[value[3]].cause}`;
  });
}

/** The model's lane, else the rules', else the first: the curve one most wants to see. */
function firstTelling(/** @type {any} */ { lanes }) {
  for (const family of ['model', 'rules']) {
    const found = lanes.findIndex((/** @type {any} */ { contender }) => familyOf[contender] === family);
    if (found >= 0) return found;
  }
  return 0;
}

/** From an entry of the list of disagreements to its place on the chart. */
function followLinks() {
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest?.('a[data-show]');
    if (!(link instanceof HTMLElement)) return;
    showStretch[Number(link.dataset.show)]?.(Number(link.dataset.from), Number(link.dataset.to));
  });
}

intervalCharts();
for (const article of document.querySelectorAll('article.recording')) {
  const element = /** @type {HTMLElement} */ (article);
  recordingChart(element, Number(element.dataset.recording));
}
followLinks();
followTheme(() => {
  for (const { resize } of charts) resize();
});
let waiting = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => {
    for (const { resize } of charts) resize();
  });
});
document.documentElement.dataset.ready = 'true';
