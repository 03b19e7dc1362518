/**
 * @typedef {object} Theme Colours of the page as they are now.
 * @property {string} ink
 * @property {string} soft
 * @property {string} line
 * @property {string} grid
 * @property {string} paper
 * @property {string} raised
 * @property {string} reading
 * @property {string} incident
 * @property {string} incidentGround
 * @property {string} benignGround
 * @property {string} marginGround
 * @property {string} bad
 * @property {(family: string) => string} family
 */

const root = document.documentElement;

/** @returns {Theme} */
export function currentTheme() {
  const style = getComputedStyle(root);
  const read = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: read('ink'),
    soft: read('soft'),
    line: read('line'),
    grid: read('grid'),
    paper: read('paper'),
    raised: read('raised'),
    reading: read('reading'),
    incident: read('incident'),
    incidentGround: read('incident-ground'),
    benignGround: read('benign-ground'),
    marginGround: read('margin-ground'),
    bad: read('bad'),
    family: (family) => read(`family-${family}`) || read('soft'),
  };
}

/**
 * Follows the system until the reader chooses; paper is always light.
 * @param {() => void} redraw called after every change
 */
export function followTheme(redraw) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const print = matchMedia('print');
  const button = /** @type {HTMLButtonElement} */ (document.getElementById('theme'));
  /** @type {boolean | null} */
  let chosen = null;
  let printing = print.matches;
  const apply = () => {
    const isDark = !printing && (chosen ?? dark.matches);
    root.dataset.theme = isDark ? 'dark' : 'light';
    button.setAttribute('aria-pressed', String(isDark));
    redraw();
  };
  const setPrinting = (/** @type {boolean} */ now) => {
    if (printing === now) return;
    printing = now;
    apply();
  };
  button.addEventListener('click', () => {
    chosen = root.dataset.theme !== 'dark';
    apply();
  });
  dark.addEventListener('change', apply);
  print.addEventListener('change', () => setPrinting(print.matches));
  addEventListener('beforeprint', () => setPrinting(true));
  addEventListener('afterprint', () => setPrinting(false));
  apply();
}
