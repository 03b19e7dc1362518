/** What the Chromium test asks of the page. Runs in the page; plain JavaScript, so that it needs no browser types. */
// biome-ignore lint/correctness/noUnusedVariables: called by name from the test
const inPage = {
  /** Size of every chart and how many shapes are drawn in it. */
  charts() {
    return [...document.querySelectorAll('.chart')].map((element) => {
      const svg = element.querySelector('svg');
      const { width, height } = svg?.getBoundingClientRect() ?? { width: 0, height: 0 };
      const paths = svg?.querySelectorAll('path').length ?? 0;
      return { width, height, room: element.getBoundingClientRect().width, paths };
    });
  },

  colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  },

  /** Shapes of a recording's chart by what they stand for. */
  drawn(recording, family) {
    const paths = [...document.querySelectorAll(`#recording-${recording} .chart svg path`)];
    const having = (attribute, colour) =>
      paths.filter((path) => path.getAttribute(attribute) === inPage.colour(colour));
    return {
      hits: having('fill', `--family-${family}`).length,
      falseAlarms: having('stroke', `--family-${family}`).length,
      incidentAreas: having('stroke', '--incident').length,
    };
  },

  /** Middle of the first filled alert of a family, brought into view. */
  alertPoint(recording, family) {
    const paths = [...document.querySelectorAll(`#recording-${recording} .chart svg path`)];
    const alert = paths.find((path) => path.getAttribute('fill') === inPage.colour(`--family-${family}`));
    alert.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = alert.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  },

  /** What has the focus, by the best name it has. */
  focused() {
    const element = document.activeElement;
    return element.id || element.dataset.role || element.getAttribute('href') || element.tagName.toLowerCase();
  },

  focusOutline() {
    return getComputedStyle(document.activeElement).outlineStyle;
  },

  openDetails() {
    for (const details of document.querySelectorAll('details')) details.open = true;
  },

  theme() {
    return document.documentElement.dataset.theme;
  },

  chartInk() {
    return getComputedStyle(document.querySelector('#forest svg text')).fill;
  },

  widths() {
    return { content: document.documentElement.scrollWidth, screen: innerWidth };
  },

  /** Texts whose contrast with what is behind them is below the floor of WCAG AA: 4.5, or 3 for large text. */
  lowContrasts() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.textContent.trim() === '' || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const inChart = element.closest('svg') !== null;
      const ground = groundOf(inChart ? element.closest('.chart') : element);
      const ink = over(parse(inChart ? style.fill : style.color), ground);
      const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (isLarge ? 3 : 4.5)) found.add(`${contrast.toFixed(2)} ${node.textContent.trim().slice(0, 40)}`);
    }
    return [...found];
  },
};

function parse(colour) {
  const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b, a];
}

function over([r, g, b, a], [R, G, B]) {
  return [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
}

function groundOf(element) {
  if (element === null) return [255, 255, 255, 1];
  const own = parse(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
}

/** Relative luminance of WCAG 2. */
function luminance(colour) {
  const [r, g, b] = colour.slice(0, 3).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
