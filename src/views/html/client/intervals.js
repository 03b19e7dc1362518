/** @typedef {import('./theme.js').Theme} Theme */

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** @param {Theme} theme */
export function textStyle(theme) {
  return { color: theme.soft, fontFamily: FONT, fontSize: 12 };
}

/**
 * A value axis without ornaments.
 * @param {Theme} theme
 */
function valueAxis(theme) {
  return {
    type: 'value',
    axisLabel: { ...textStyle(theme), hideOverlap: true },
    splitLine: { lineStyle: { color: theme.grid } },
  };
}

/**
 * Dot and whisker per row; rows are `[low, value, high, row]`, low and high NaN where there is no interval.
 * @param {(row: number) => string} colourOf
 */
function whiskers(colourOf) {
  return (/** @type {any} */ _params, /** @type {any} */ api) => {
    const row = api.value(3);
    const [x, y] = api.coord([api.value(1), row]);
    const stroke = colourOf(row);
    const line = (
      /** @type {number} */ x1,
      /** @type {number} */ y1,
      /** @type {number} */ x2,
      /** @type {number} */ y2,
    ) => ({
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke, lineWidth: 2 },
    });
    const dot = { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: stroke } };
    if (Number.isNaN(api.value(0))) return { type: 'group', children: [dot] };
    const left = api.coord([api.value(0), row])[0];
    const right = api.coord([api.value(2), row])[0];
    const ends = [line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5)];
    return { type: 'group', children: [line(left, y, right, y), ...ends, dot] };
  };
}

const whiskerRow = (/** @type {any} */ { low, value, high }, /** @type {number} */ row) => [
  low ?? Number.NaN,
  value,
  high ?? Number.NaN,
  row,
];

/** Where an axis has to begin and end to hold every whisker, with 0 in it. */
function reach(/** @type {any[]} */ rows, /** @type {number} */ margin = 0) {
  const ends = rows.flatMap(({ low, value, high }) => [low ?? value, value, high ?? value]);
  return { min: Math.min(0, -margin, ...ends), max: Math.max(0, margin, ...ends) };
}

/** Every contender's figure with its interval, in the order of the plan. */
export function forestOption(/** @type {any} */ { rows }, /** @type {Theme} */ theme) {
  const { min, max } = reach(rows);
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 8, bottom: 24, containLabel: true },
    xAxis: { ...valueAxis(theme), min, max: max > 0.5 && max <= 1 ? 1 : undefined },
    yAxis: [
      category(
        rows.map((/** @type {any} */ { name }) => name),
        theme.ink,
        'left',
      ),
      category(
        rows.map((/** @type {any} */ { text }) => text),
        theme.ink,
        'right',
      ),
    ],
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1, 2], y: 3 },
        data: rows.map(whiskerRow),
        renderItem: whiskers((row) => theme.family(rows[row].family)),
      },
      { type: 'custom', yAxisIndex: 1, data: [], renderItem: () => undefined },
    ],
  };
}

function category(/** @type {string[]} */ data, /** @type {string} */ color, /** @type {'left' | 'right'} */ position) {
  return {
    type: 'category',
    position,
    inverse: true,
    data,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color, fontFamily: FONT, fontSize: 13, interval: 0 },
  };
}

/** The paired difference against 0 and the margin. */
export function differenceOption(/** @type {any} */ chart, /** @type {Theme} */ theme) {
  const { min, max } = reach([chart], chart.margin);
  const room = 0.08 * (max - min);
  const { margin } = chart;
  return {
    animation: false,
    grid: { left: 12, right: 12, top: 12, bottom: 28 },
    xAxis: {
      ...valueAxis(theme),
      min: round(min - room),
      max: round(max + room),
      axisLabel: { ...textStyle(theme), hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: { type: 'category', data: [''], axisLine: { show: false }, axisTick: { show: false } },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1, 2], y: 3 },
        data: [whiskerRow(chart, 0)],
        renderItem: whiskers(() => theme.ink),
        markArea: {
          silent: true,
          itemStyle: { color: theme.marginGround },
          data: [[{ xAxis: -margin }, { xAxis: margin }]],
        },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: theme.soft, type: 'solid', width: 1 },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  };
}

const round = (/** @type {number} */ value) => Number(value.toPrecision(2));
