import { textStyle } from './intervals.js';

/** @typedef {import('./theme.js').Theme} Theme */

/** Heights in pixels, top to bottom. */
const LAYOUT = { top: 38, readings: 150, gap: 34, scores: 96, laneGap: 22, lane: 22, axis: 26, slider: 30 };

/** A score this many times the threshold says no more than "far over"; the axis ends there so that the rest can be read. */
const CUT_AT_THRESHOLDS = 8;

/** An alert or incident is drawn at least this wide, so that a single row can be seen and pointed at. */
const LEAST_WIDTH = 3;

export function timelineHeight(/** @type {number} */ lanes) {
  const { top, readings, gap, scores, laneGap, lane, axis, slider } = LAYOUT;
  return top + readings + gap + scores + laneGap + lanes * lane + axis + slider;
}

/** @returns {number[]} */
function timesOf(/** @type {any} */ { startMs, stepMs, stepsMs, length }) {
  if (stepsMs === undefined) return Array.from({ length }, (_, i) => startMs + i * stepMs);
  let time = startMs;
  return [startMs, ...stepsMs.map((/** @type {number} */ step) => (time += step))];
}

const pairs = (/** @type {any} */ times, /** @type {(number | null)[]} */ values) =>
  timesOf(times).map((time, i) => [time, values[i] ?? null]);

/** Two numbers closer than this would run into each other. */
const NUMBER_WIDTH = 17;

/**
 * Incidents and look-alikes as shaded stretches behind a panel.
 * @param {any} recording
 * @param {Theme} theme
 * @param {number} numbersOver width in pixels over which incidents are numbered; 0: no numbers
 */
function stretches(recording, theme, numbersOver) {
  const { benign, incidents, startMs, endMs, scoredFromMs } = recording;
  const least = (endMs - startMs) / 700;
  let lastNumberPx = Number.NEGATIVE_INFINITY;
  const number = (/** @type {any} */ event, /** @type {number} */ i) => {
    const px = (((event.startMs + event.endMs) / 2 - startMs) / (endMs - startMs)) * numbersOver;
    if (numbersOver === 0 || px - lastNumberPx < NUMBER_WIDTH) return { show: false };
    lastNumberPx = px;
    const label = { show: true, position: 'top', distance: 3, color: theme.incident, fontWeight: 600, fontSize: 11 };
    return { ...label, formatter: String(i + 1) };
  };
  const area = (/** @type {any} */ event, /** @type {object} */ itemStyle, /** @type {object} */ label) => {
    const short = Math.max(0, least - (event.endMs - event.startMs)) / 2;
    return [{ xAxis: event.startMs - short, itemStyle, label }, { xAxis: event.endMs + short }];
  };
  const incidentStyle = { color: theme.incidentGround, borderColor: theme.incident, borderWidth: 0.5 };
  const unscored = scoredFromMs === null ? [] : [{ startMs, endMs: scoredFromMs }];
  const plain = (/** @type {any[]} */ events, /** @type {object} */ style) =>
    events.map((event) => area(event, style, { show: false }));
  return {
    silent: true,
    data: [
      ...plain(unscored, { color: theme.grid, opacity: 0.7 }),
      ...plain(benign, { color: theme.benignGround }),
      ...incidents.map((/** @type {any} */ event, /** @type {number} */ i) =>
        area(event, incidentStyle, number(event, i)),
      ),
    ],
  };
}

/** Lowest and highest reading of each bucket as a band with an edge. */
function readingSeries(
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
function scoreSeries(
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
function alertSeries(
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

/** Text of a tooltip as elements: nothing that came from a file is read as HTML. */
function tip(/** @type {string[]} */ lines) {
  const box = document.createElement('div');
  box.style.cssText = 'max-width:360px;white-space:normal;line-height:1.4';
  lines.forEach((line, i) => {
    const row = document.createElement(i === 0 ? 'strong' : 'div');
    row.textContent = line;
    box.append(row);
  });
  return box;
}

const clock = (/** @type {number} */ time) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const digits = (/** @type {number} */ value) => String(Number(value.toPrecision(4)));

/** What holds at a moment: reading, score, incident. */
function momentLines(
  /** @type {any} */ recording,
  /** @type {any} */ channel,
  /** @type {any} */ lane,
  /** @type {number} */ time,
) {
  const at = (/** @type {any} */ times) => {
    const all = timesOf(times);
    let found = 0;
    for (let i = 0; i < all.length && all[i] <= time; i++) found = i;
    return found;
  };
  const i = at(recording.times);
  const [low, high] = [channel.low[i] ?? null, channel.high[i] ?? null];
  const unit = channel.unit === '1' ? '' : ` ${channel.unit}`;
  const lines = [clock(time)];
  lines.push(
    low === null || high === null
      ? `${channel.name}: no reading`
      : `${channel.name}: ${digits(low)} to ${digits(high)}${unit}`,
  );
  if (lane !== undefined) {
    const score = lane.scores[at(lane.times ?? recording.times)] ?? null;
    lines.push(
      score === null
        ? `${lane.contender}: abstained`
        : `${lane.contender}: score ${digits(score)}, threshold ${digits(lane.threshold)}`,
    );
  }
  for (const { startMs, endMs, label } of recording.incidents)
    if (time >= startMs && time <= endMs) lines.push(`incident: ${label}`);
  for (const { startMs, endMs, label } of recording.benign)
    if (time >= startMs && time <= endMs) lines.push(`look-alike: ${label}`);
  return lines;
}

/** Where the score axis ends. Labels at its very ends would be odd numbers, so they are left out. */
function scoreAxis(/** @type {any} */ lane) {
  const scores = lane.scores.filter((/** @type {number | null} */ score) => score !== null);
  const highest = Math.max(0, lane.threshold, ...scores);
  const lowest = Math.min(0, lane.threshold, ...scores);
  const cut = CUT_AT_THRESHOLDS * lane.threshold;
  const isCut = lane.threshold > 0 && highest > cut;
  const max = isCut ? cut : highest * 1.05;
  const note = isCut ? `, cut at ${digits(cut)} (highest ${digits(highest)})` : '';
  return { note, range: { min: lowest, max: max > lowest ? max : 1, showMinLabel: lowest === 0 } };
}

const compact = (/** @type {number} */ value) => {
  const size = Math.abs(value);
  for (const [least, letter] of /** @type {[number, string][]} */ ([
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ])) {
    if (size >= least) return `${digits(value / (letter === 'k' ? 1e3 : least))}${letter}`;
  }
  return digits(value);
};

/**
 * Readings, scores and alert lanes over one time axis.
 * @param {any} recording
 * @param {{ channel: number, lane: number }} chosen
 * @param {Record<string, string>} familyOf contender → family
 * @param {Theme} theme
 * @param {number} width of the chart in pixels
 */
export function timelineOption(recording, chosen, familyOf, theme, width) {
  const channel = recording.channels[chosen.channel] ?? { name: '', unit: '', low: [], high: [] };
  const lane = recording.lanes[chosen.lane];
  const colourOf = (/** @type {string} */ contender) => theme.family(familyOf[contender] ?? '');
  const left = width < 560 ? 76 : 104;
  const { top, readings, gap, scores, laneGap, lane: laneHeight } = LAYOUT;
  const scoresTop = top + readings + gap;
  const lanesTop = scoresTop + scores + laneGap;
  const lanesHeight = recording.lanes.length * laneHeight;
  const axis = lane === undefined ? { note: '', range: { min: 0, max: 1, showMinLabel: true } } : scoreAxis(lane);
  const text = textStyle(theme);
  const time = (/** @type {number} */ gridIndex, /** @type {boolean} */ labels) => ({
    type: 'time',
    gridIndex,
    min: recording.startMs,
    max: recording.endMs,
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: labels, lineStyle: { color: theme.line } },
    axisLabel: labels ? { ...text, hideOverlap: true } : { show: false },
    splitLine: { show: false },
    axisPointer: { show: true, label: { show: false }, lineStyle: { color: theme.soft } },
  });
  const value = (/** @type {number} */ gridIndex, /** @type {string} */ name, /** @type {object} */ more) => ({
    type: 'value',
    gridIndex,
    name,
    nameLocation: 'end',
    nameGap: 8,
    nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, 8 - left], overflow: 'truncate', width: width - 24 },
    splitNumber: 3,
    axisLabel: { ...text, formatter: compact },
    splitLine: { lineStyle: { color: theme.grid } },
    ...more,
  });
  const unit = channel.unit === '1' ? '' : `, ${channel.unit}`;
  return {
    animation: false,
    useUTC: true,
    textStyle: text,
    grid: [
      { left, right: 12, top, height: readings },
      { left, right: 12, top: scoresTop, height: scores },
      { left, right: 12, top: lanesTop, height: lanesHeight, tooltip: { trigger: 'item' } },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: [time(0, false), time(1, false), time(2, true)],
    yAxis: [
      value(0, '', { scale: true }),
      value(1, lane === undefined ? '' : `score of ${lane.contender}${axis.note}`, {
        min: axis.range.min,
        max: axis.range.max,
        splitNumber: 2,
        axisLabel: { ...text, formatter: compact, showMaxLabel: false, showMinLabel: axis.range.showMinLabel },
      }),
      {
        type: 'category',
        gridIndex: 2,
        inverse: true,
        data: recording.lanes.map((/** @type {any} */ each) => each.contender),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: theme.ink,
          fontSize: 12,
          interval: 0,
          width: left - 12,
          overflow: 'truncate',
          fontFamily: text.fontFamily,
        },
        splitLine: { show: true, lineStyle: { color: theme.grid } },
        axisPointer: { show: false },
      },
    ],
    dataZoom: [
      {
        type: 'inside',
        xAxisIndex: [0, 1, 2],
        filterMode: 'none',
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseMove: true,
        moveOnMouseWheel: false,
      },
      {
        type: 'slider',
        xAxisIndex: [0, 1, 2],
        filterMode: 'none',
        bottom: 4,
        height: 18,
        left,
        right: 12,
        showDetail: false,
        brushSelect: false,
        borderColor: theme.line,
        backgroundColor: 'transparent',
        fillerColor: theme.marginGround,
        handleStyle: { color: theme.soft },
        moveHandleSize: 0,
        dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
        selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
      },
    ],
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.line,
      textStyle: { ...text, color: theme.ink, fontSize: 13 },
      formatter: (/** @type {any} */ params) => {
        if (Array.isArray(params)) return tip(momentLines(recording, channel, lane, params[0].axisValue));
        const [, , laneIndex, alertIndex] = params.value;
        const { contender, alerts } = recording.lanes[laneIndex];
        return tip([contender, alerts[alertIndex].title, alerts[alertIndex].cause]);
      },
    },
    title: {
      text: `${channel.name}${unit}`,
      left: 2,
      top: 0,
      textStyle: { ...text, fontWeight: 'normal', overflow: 'truncate', width: Math.max(60, width - 24) },
    },
    series: [
      ...readingSeries(recording, channel, theme, width - left - 12),
      ...(lane === undefined ? [] : [scoreSeries(recording, lane, colourOf(lane.contender), theme)]),
      alertSeries(recording, colourOf, theme),
    ],
  };
}
