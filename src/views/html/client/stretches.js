/** @typedef {import('./theme.js').Theme} Theme */

/** Two numbers closer than this would run into each other. */
const NUMBER_WIDTH = 17;

/**
 * Incidents and look-alikes as shaded stretches behind a panel.
 * @param {any} recording
 * @param {Theme} theme
 * @param {number} numbersOver width in pixels over which incidents are numbered; 0: no numbers
 */
export function stretches(recording, theme, numbersOver) {
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
