import { normal, type Random } from '../../chance.ts';

/** One row of standard normal noise per quantity; those that drift keep a memory of the rows before. */
export interface Noise {
  /** Lasts about an hour. */
  readonly demand: number;
  readonly cpu: number;
  readonly latency: number;
  readonly errors: number;
  readonly memory: number;
  readonly queue: number;
  readonly orders: number;
  readonly connections: number;
  /** 0 on almost every row; now and then one row is slower by this share, for no reason anybody ever finds. */
  readonly hiccup: number;
  /** Uniform in [0, 1): whether readings go missing, and which. */
  readonly missing: number;
  readonly missingChannel: number;
}

/** About one row a day. */
const HICCUP_RATIO = 0.0035;

/** Always draws the same number of times a row, so that an event changes nothing but its own rows. */
export function noiseSource(random: Random): () => Noise {
  const drifting = (memory: number) => {
    let state = normal(random);
    const fresh = Math.sqrt(1 - memory * memory);
    return () => {
      state = memory * state + fresh * normal(random);
      return state;
    };
  };
  const demand = drifting(0.92);
  const cpu = drifting(0.6);
  const latency = drifting(0.55);
  const memory = drifting(0.97);
  const queue = drifting(0.5);
  const connections = drifting(0.7);
  const hiccup = () => {
    const isOne = random() < HICCUP_RATIO;
    const size = 0.1 + 0.7 * random();
    return isOne ? size : 0;
  };
  return () => ({
    demand: demand(),
    cpu: cpu(),
    latency: latency(),
    errors: normal(random),
    memory: memory(),
    queue: queue(),
    orders: normal(random),
    connections: connections(),
    hiccup: hiccup(),
    missing: random(),
    missingChannel: random(),
  });
}
