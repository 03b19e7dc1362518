import { textStyle } from './intervals.js';
import { compact, digits } from './series-data.js';
import { alertSeries, readingSeries, scoreSeries } from './timeline-series.js';
import { momentLines, tip } from './tooltip.js';

/** @typedef {import('./theme.js').Theme} Theme */

/** Heights in pixels, top to bottom. */
const LAYOUT = { top: 38, readings: 150, gap: 34, scores: 96, laneGap: 22, lane: 22, axis: 26, slider: 30 };

/** A score this many times the threshold says no more than "far over"; the axis ends there so that the rest can be read. */
const CUT_AT_THRESHOLDS = 8;

export function timelineHeight(/** @type {number} */ lanes) {
  const { top, readings, gap, scores, laneGap, lane, axis, slider } = LAYOUT;
  return top + readings + gap + scores + laneGap + lanes * lane + axis + slider;
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
