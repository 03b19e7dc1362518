import type { RawSeries } from './raw-series.ts';

/** What a person wants to know of raw series before trusting them. */
export interface RawSeriesSummary {
  readonly series: number;
  readonly samples: number;
  readonly staleMarkers: number;
  /** Series named `up`: what was scraped. */
  readonly targets: number;
  /** Scrapes that failed, of all targets. */
  readonly failedScrapes: number;
  /** Median, 99th percentile and longest time between the scrapes of a target; null below two scrapes. */
  readonly scrapeStepMs: { readonly median: number; readonly p99: number; readonly longest: number } | null;
  /** Times between scrapes that are longer than one and a half median ones. */
  readonly scrapeGaps: number;
  /** Times at which counters of one target fell: its restarts. */
  readonly counterResets: number;
  /** Alerts that fired, by name and other labels. */
  readonly alertsFired: number;
}

const A_GAP_IN_STEPS = 1.5;
/** Series of one scrape share its time; those of two scrapes lie further apart than this. */
const ONE_RESTART_MS = 500;

export function summariseRawSeries(series: readonly RawSeries[]): RawSeriesSummary {
  const targets = series.filter(({ labels }) => labels.__name__ === 'up');
  const steps = targets.flatMap(({ timestampsMs }) =>
    [...timestampsMs.subarray(1)].map((ms, i) => ms - timestampsMs[i]!),
  );
  steps.sort((a, b) => a - b);
  const at = (share: number) => steps[Math.min(steps.length - 1, Math.floor(share * steps.length))]!;
  const total = (of: (one: RawSeries) => number) => series.reduce((sum, one) => sum + of(one), 0);
  const isFiring = ({ labels }: RawSeries) => labels.__name__ === 'ALERTS' && labels.alertstate === 'firing';
  return {
    series: series.length,
    samples: total(({ values }) => values.length),
    staleMarkers: total(({ stale }) => stale.filter((mark) => mark === 1).length),
    targets: targets.length,
    failedScrapes: targets.reduce(
      (sum, { values, stale }) => sum + values.filter((v, i) => v === 0 && stale[i] === 0).length,
      0,
    ),
    scrapeStepMs: steps.length === 0 ? null : { median: at(0.5), p99: at(0.99), longest: at(1) },
    scrapeGaps: steps.length === 0 ? 0 : steps.filter((step) => step > A_GAP_IN_STEPS * at(0.5)).length,
    counterResets: countResets(series),
    alertsFired: series.filter(isFiring).length,
  };
}

/** By Prometheus' conventions; a gauge may be named `_count` too, but has no `_sum` beside it. */
function isCounter(name: string, names: ReadonlySet<string>): boolean {
  if (/_(?:total|bucket)$/.test(name)) return true;
  const part = /^(.*)_(?:count|sum)$/.exec(name);
  return part !== null && names.has(`${part[1]}_count`) && names.has(`${part[1]}_sum`);
}

function countResets(series: readonly RawSeries[]): number {
  const names = new Set(series.map(({ labels }) => labels.__name__ ?? ''));
  const resets = new Map<string, number[]>();
  for (const { labels, timestampsMs, values, stale } of series) {
    if (!isCounter(labels.__name__ ?? '', names)) continue;
    const target = `${labels.job ?? ''}/${labels.instance ?? ''}`;
    let last = Number.NaN;
    values.forEach((value, i) => {
      if (stale[i] === 1) return;
      if (value < last) resets.set(target, [...(resets.get(target) ?? []), timestampsMs[i]!]);
      last = value;
    });
  }
  let count = 0;
  for (const times of resets.values()) {
    times.sort((a, b) => a - b);
    count += times.filter((ms, i) => i === 0 || ms - times[i - 1]! > ONE_RESTART_MS).length;
  }
  return count;
}
