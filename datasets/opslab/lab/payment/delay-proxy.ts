import { createServer as createAdmin } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { seededRandom } from '../../../../src/chance.ts';

/**
 * A TCP proxy that can hold back what it passes on: `delay-proxy.ts '{"port":…,"adminPort":…,"targetPort":…,"seed":…}'`.
 * POST {"delayMs":…,"jitterMs":…,"share":…} to the admin port; share is the share of packets that are held back.
 */
interface ProxySettings {
  readonly port: number;
  readonly adminPort: number;
  readonly targetPort: number;
  readonly seed: number;
}
interface Delay {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly share: number;
}

const settings = JSON.parse(process.argv[2]!) as ProxySettings;
const random = seededRandom(settings.seed);
let delay: Delay = { delayMs: 0, jitterMs: 0, share: 1 };

createServer((client) => {
  const target = connect(settings.targetPort, '127.0.0.1');
  passOn(client, target, () => delay);
  passOn(target, client, () => NO_DELAY);
}).listen(settings.port, '127.0.0.1');

const NO_DELAY: Delay = { delayMs: 0, jitterMs: 0, share: 0 };

/** In order: what arrives later never overtakes what was held back. */
function passOn(from: Socket, to: Socket, current: () => Delay): void {
  let freeAtMs = 0;
  from.on('data', (chunk) => {
    const { delayMs, jitterMs, share } = current();
    const heldMs = random() < share ? delayMs + jitterMs * random() : 0;
    const nowMs = performance.now();
    freeAtMs = Math.max(freeAtMs, nowMs + heldMs);
    if (freeAtMs <= nowMs) to.write(chunk);
    else setTimeout(() => to.write(chunk), freeAtMs - nowMs);
  });
  from.on('error', () => to.destroy());
  from.on('close', () => to.end());
}

createAdmin((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    delay = { ...delay, ...(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Partial<Delay>) };
    response.end('{}');
  });
}).listen(settings.adminPort, '127.0.0.1');
