import { createServer } from 'node:http';
import { normal, seededRandom } from '../../../../src/chance.ts';

/** The payment provider: `service.ts '{"port":…,"seed":…}'`. Takes about 25 ms, log-normal; no work to speak of. */
const { port, seed } = JSON.parse(process.argv[2]!) as { readonly port: number; readonly seed: number };
const random = seededRandom(seed);
const MEDIAN_MS = 25;
const SPREAD = 0.35;

createServer((_, response) => {
  setTimeout(() => response.end('{"paid":true}'), MEDIAN_MS * Math.exp(SPREAD * normal(random)));
}).listen(port, '127.0.0.1');
