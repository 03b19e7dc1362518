import { pairs } from './series-data.js';
import { stretches } from './stretches.js';

/** @typedef {import('./theme.js').Theme} Theme */

/** An alert or incident is drawn at least this wide, so that a single row can be seen and pointed at. */
const LEAST_WIDTH = 3;

/** Lowest and highest reading of each bucket as a band with an edge. */
export function readingSeries(
  /** @type {any} */ recording,
  /** @type {any} */ channel,
  /** @type {Theme} */ theme,
  /** @type {number} */ room,
) {
  const line = {
    type: 'line',
    xAxisIndex: 0,
    yAxisIndex: 0,
    symbol: 'none',
    silent: true,
    connectNulls: false,
    stackStrategy: 'all',
  };
  const spread = channel.high.map((/** @type {number | null} */ high, /** @type {number} */ i) =>
    high === null || channel.low[i] === null ? null : high - channel.low[i],
  );
  const edge = { color: theme.reading, width: 1 };
  return [
    {
      ...line,
      id: 'low',
      name: 'lowest',
      stack: 'band',
      lineStyle: edge,
      data: pairs(recording.times, channel.low),
      markArea: stretches(recording, theme, room),
    },
    {
      ...line,
      id: 'spread',
      name: 'spread',
      stack: 'band',
      lineStyle: edge,
      areaStyle: { color: theme.reading, opacity: 0.35 },
      data: pairs(recording.times, spread),
    },
  ];
}

/** The score of one contender and its threshold. */
export function scoreSeries(
  /** @type {any} */ recording,
  /** @type {any} */ lane,
  /** @type {string} */ colour,
  /** @type {Theme} */ theme,
) {
  return {
    id: 'score',
    name: 'score',
    type: 'line',
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbol: 'none',
    silent: true,
    connectNulls: false,
    lineStyle: { color: colour, width: 1.25 },
    data: pairs(lane.times ?? recording.times, lane.scores),
    markArea: stretches(recording, theme, 0),
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: theme.ink, type: 'dashed', width: 1 },
      label: { show: true, position: 'insideEndTop', formatter: 'threshold', color: theme.ink, fontSize: 11 },
      data: [{ yAxis: lane.threshold }],
    },
  };
}

/** One bar per span of an alert: filled on an incident, hollow for a false alarm. */
export function alertSeries(
  /** @type {any} */ recording,
  /** @type {(contender: string) => string} */ colourOf,
  /** @type {Theme} */ theme,
) {
  const data = recording.lanes.flatMap((/** @type {any} */ lane, /** @type {number} */ laneIndex) =>
    lane.alerts.flatMap((/** @type {any} */ alert, /** @type {number} */ alertIndex) =>
      alert.spans.map((/** @type {number[]} */ [from, to]) => [from, to, laneIndex, alertIndex]),
    ),
  );
  return {
    id: 'alerts',
    name: 'alerts',
    type: 'custom',
    xAxisIndex: 2,
    yAxisIndex: 2,
    clip: true,
    encode: { x: [0, 1], y: 2 },
    data,
    markArea: stretches(recording, theme, 0),
    renderItem: (/** @type {any} */ params, /** @type {any} */ api) => {
      const lane = recording.lanes[api.value(2)];
      const [left, middle] = api.coord([api.value(0), api.value(2)]);
      const width = Math.max(LEAST_WIDTH, api.coord([api.value(1), api.value(2)])[0] - left);
      const { x, width: room } = params.coordSys;
      const from = Math.max(left, x);
      const to = Math.min(left + width, x + room);
      if (to <= from) return undefined;
      const colour = colourOf(lane.contender);
      const { hit } = lane.alerts[api.value(3)];
      const hollow = {
        fill: theme.paper,
        stroke: colour,
        lineWidth: 1.25,
        lineDash: hit === 'look-alike' ? [2, 2] : undefined,
      };
      return {
        type: 'rect',
        shape: { x: from, y: middle - 7, width: to - from, height: 14, r: 1 },
        style: hit === 'incident' ? { fill: colour } : hollow,
        emphasis: { style: { stroke: theme.ink, lineWidth: 2 } },
      };
    },
  };
}
