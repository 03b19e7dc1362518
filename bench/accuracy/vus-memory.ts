import { vusPr } from '../../src/accuracy/vus/vus.ts';
import { VUS_BUFFER } from './series-comparisons.ts';
import { syntheticSeries } from './synthetic-series.ts';

/** A process of its own, so that its peak is that of this alone: prints the most memory it held, in kilobytes. */
const { labels, scores } = syntheticSeries(1e6);
if (vusPr(labels, scores, { buffer: VUS_BUFFER }).kind === 'undefined') throw new Error('the bench must have a figure');
process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
