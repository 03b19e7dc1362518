/**
 * The causes behind one row. Events change causes, and all readings that depend on them follow: that is what makes the
 * channels correlated, in health and in trouble.
 */
export interface Conditions {
  /** Requests the visitors make; orders follow `visitorRps` only, so robots and retries buy nothing. */
  visitorRps: number;
  robotRps: number;
  /** Share of visits that end in an order. */
  conversionRatio: number;
  /** Share of requests that fail for a reason other than load. */
  errorRatio: number;
  /** Work per request, 1 in health. */
  costFactor: number;
  latencyFactor: number;
  extraCpuPercent: number;
  extraMemoryBytes: number;
  /** Hours since the shop's processes were last restarted; memory creeps up slowly after that. */
  hoursSinceRestart: number;
  queueFactor: number;
  extraConnections: number;
  /** Multiplies the short-term noise of latency and CPU. */
  jitterFactor: number;
}
