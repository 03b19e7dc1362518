import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The page's own scripts, each after the ones it imports. */
const CLIENT_FILES = [
  'theme.js',
  'intervals.js',
  'series-data.js',
  'stretches.js',
  'timeline-series.js',
  'tooltip.js',
  'timeline.js',
  'main.js',
] as const;

const read = (file: string | URL): string => readFileSync(file, 'utf8');

export const styles = (): string => read(new URL('./styles.css', import.meta.url));

/** The library's own minified build, to be put into the page as it is. */
export function chartLibrary(): string {
  const source = read(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'));
  return scriptText(source.replace(/\/\/# sourceMappingURL=.*$/m, ''), 'echarts.min.js');
}

/** The client modules as one script: they import only each other, so in one scope the import lines can go. */
export function clientScript(): string {
  const modules = CLIENT_FILES.map((file) => {
    const source = read(new URL(`./client/${file}`, import.meta.url));
    const plain = source
      .replace(/^import [^;]* from '\.\/[a-z-]+\.js';$/gm, '')
      .replace(/^export (?=const|function)/gm, '');
    if (/^(?:import|export)\b/m.test(plain)) throw new Error(`${file}: only named imports from its neighbours can go`);
    return plain;
  });
  return scriptText(`(() => {\n'use strict';\n${modules.join('\n')}\n})();`, 'client');
}

/** A script that holds the end of a script element would end the element it is put into. */
function scriptText(source: string, name: string): string {
  if (/<\/script|<!--/i.test(source)) throw new Error(`${name} cannot be put into a page: it holds </script or <!--`);
  return source;
}
