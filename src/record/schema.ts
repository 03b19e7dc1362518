import { z } from 'zod';
import type { JsonObject } from '../json.ts';

/**
 * The record: everything a view, a gate or a reader of next year needs, as plain JSON.
 *
 * Whatever may differ between two runs of one plan on one machine (clock, durations, memory) lives under a key called
 * `measurement`; everything else is the same byte for byte. See `comparable.ts`.
 */
export const RECORD_SCHEMA_VERSION = 1;

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const finite = z.number(); // zod's number already refuses NaN and infinities

export const intervalSchema = z.object({
  low: finite,
  high: finite,
  level: finite,
  /** `block-bootstrap`, `poisson-exact`, `clopper-pearson`, ... */
  method: z.string(),
});
export type Interval = z.infer<typeof intervalSchema>;

/** Undefined is a result with a reason; never 0, never NaN. */
export const metricValueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('defined'), value: finite, interval: intervalSchema.optional() }),
  z.object({ kind: z.literal('undefined'), reason: z.string() }),
]);
export type MetricValue = z.infer<typeof metricValueSchema>;

/** Identity of a metric, so that a figure cannot be mistaken for a namesake's. */
export const metricCardSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.string(),
  /** `1`, `ms`, `alerts/day`, `points`. */
  unit: z.string(),
  better: z.enum(['higher', 'lower', 'neither']),
  range: z.tuple([finite.nullable(), finite.nullable()]),
  definition: z.string(),
  undefinedWhen: z.string(),
  source: z.string(),
});
export type MetricCard = z.infer<typeof metricCardSchema>;

export const metricReadingSchema = z.object({ metric: z.string(), value: metricValueSchema });
export type MetricReading = z.infer<typeof metricReadingSchema>;

export const causeSchema = z.object({
  source: z.string(),
  channel: z.string().nullable(),
  observed: finite.nullable(),
  limit: finite.nullable(),
  share: finite.nullable(),
  text: z.string(),
});

export const policySchema = z.object({
  /** Share of the threshold below which an alert clears, in (0, 1]; 1: no hysteresis. */
  clearRatio: finite,
  holdMs: finite,
  keepMs: finite,
  cooldownMs: finite,
});
export type PolicySettings = z.infer<typeof policySchema>;

export const incidentSchema = z.object({ id: z.string(), startMs: finite, endMs: finite, kind: z.string() });

export const channelSchema = z.object({
  name: z.string(),
  unit: z.string(),
  kind: z.enum(['gauge', 'counter']),
});

export const recordingInfoSchema = z.object({
  id: z.string(),
  role: z.enum(['train', 'validation', 'test', 'train-then-test']),
  rows: z.number().int(),
  /** First row that counts; earlier ones are training or NAB's probation. */
  scoredFromRow: z.number().int(),
  /** Time of that row. */
  scoredFromMs: finite,
  startMs: finite,
  endMs: finite,
  stepMs: finite.nullable(),
  incidents: z.array(incidentSchema),
  benign: z.array(incidentSchema),
});
export type RecordingInfo = z.infer<typeof recordingInfoSchema>;

export const datasetInfoSchema = z.object({
  name: z.string(),
  title: z.string(),
  licence: z.string(),
  source: z.string(),
  /** Over the manifest and every file it names. */
  digest: z.string(),
  channels: z.array(channelSchema),
  recordings: z.array(recordingInfoSchema),
});
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;

/**
 * How data are shared out.
 * `split`: fit on train recordings, threshold on validation recordings, judged on test recordings.
 * `leave-one-out`: each recording is fitted on its own start (probation) and judged on the rest, with a threshold
 * chosen on all the other recordings. `foldedBy` says what is left out together.
 */
export const protocolSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('split') }),
  z.object({ kind: z.literal('leave-one-out'), foldedBy: z.enum(['recording', 'group']) }),
]);
export type Protocol = z.infer<typeof protocolSchema>;

export const traitsSchema = z.object({
  family: z.enum(['baseline', 'rules', 'model', 'hybrid', 'external']),
  randomness: z.enum(['none', 'seeded', 'unseeded']),
  score: z.enum(['binary', 'graded']),
  learns: z.boolean(),
  warmupRows: z.number().int(),
  trainingRows: z.number().int().optional(),
  memoryRows: z.union([z.number(), z.literal('unbounded')]),
  claims: z.array(z.string()),
});

export const contenderInfoSchema = z.object({
  name: z.string(),
  /** Entry of the line-up, or the path of the user's module. */
  use: z.string(),
  traits: traitsSchema,
  /** Every default filled in. */
  config: jsonObject,
});
export type ContenderInfo = z.infer<typeof contenderInfoSchema>;

export const STUDIES = ['accuracy', 'behaviour', 'determinism', 'latency'] as const;
export const studySchema = z.enum(STUDIES);
export type Study = z.infer<typeof studySchema>;

export const planSchema = z.object({
  title: z.string(),
  dataset: datasetInfoSchema,
  protocol: protocolSchema,
  contenders: z.array(contenderInfoSchema),
  /** First seed is the one accuracy, behaviour and latency use; determinism retrains over all. */
  seeds: z.array(z.number().int().min(1)).min(1),
  policy: policySchema,
  accuracy: z.object({
    /** What the threshold is chosen by, and what the verdict rests on. */
    primaryMetric: z.string(),
    /** Set where noise does well on the primary metric: how, and why the verdict rests on it all the same. */
    iKnow: z.object({ noise: z.string(), why: z.string() }).optional(),
    metrics: z.array(z.string()),
    /** Set where accuracy is measured for every seed of a contender that depends on it, not for the first alone. */
    everySeed: z.literal(true).optional(),
    /** Number of candidate thresholds tried, the same for every contender. */
    thresholdTrials: z.number().int(),
    bootstrapResamples: z.number().int(),
    /** A difference of the primary metric smaller than this is no difference; declared before the run. */
    margin: finite,
    /** How far outside an incident a page still belongs to it; absent: not at all. */
    tolerance: z.object({ beforeMs: finite, afterMs: finite }).optional(),
    /** Costs behind `cost-per-day`; absent: the default table. The metric's card repeats them. */
    costs: z
      .object({ missedIncident: finite, falsePage: finite, repeatedPage: finite, undetectedHour: finite })
      .optional(),
  }),
  behaviour: z.object({ properties: z.array(z.string()), runs: z.number().int(), seed: z.number().int() }),
  determinism: z.object({ repeats: z.number().int() }),
  latency: z.object({
    /** The contender every other one is timed in turns with. */
    against: z.string(),
    rounds: z.number().int(),
    roundMs: finite,
    coldStarts: z.number().int(),
  }),
  studies: z.array(studySchema),
});
export type Plan = z.infer<typeof planSchema>;

/* ---------------------------------------------------------------- accuracy */

export const alertSchema = z.object({
  startMs: finite,
  endMs: finite,
  spans: z.array(z.tuple([finite, finite])).min(1),
  peakScore: finite,
  causes: z.array(causeSchema),
  /** Ids of the incidents it goes out in; empty: a false alarm. */
  incidents: z.array(z.string()),
  /** Ids of the benign look-alikes it goes out in. */
  benign: z.array(z.string()),
});
export type RecordedAlert = z.infer<typeof alertSchema>;

/** Scores of one recording thinned for drawing: the worst score of each bucket of rows, null where all abstained. */
export const curveSchema = z.object({
  timestampsMs: z.array(finite),
  scores: z.array(finite.nullable()),
});

export const recordingResultSchema = z.object({
  recording: z.string(),
  threshold: finite,
  alerts: z.array(alertSchema),
  /** Reason → number of scored-part rows it abstained on. */
  abstentions: z.record(z.string(), z.number().int()),
  curve: curveSchema,
  metrics: z.array(metricReadingSchema),
});
export type RecordingResult = z.infer<typeof recordingResultSchema>;

export const thresholdChoiceSchema = z.object({
  /** `held-out`: chosen on other data than it is judged on. `in-sample`: on the very data (NAB's own protocol). */
  protocol: z.enum(['held-out', 'in-sample']),
  /** One per fold; a single one under `split`. */
  folds: z.array(
    z.object({
      judged: z.array(z.string()),
      chosenOn: z.array(z.string()),
      threshold: finite,
      /** Value of the primary metric on `chosenOn` at that threshold. */
      objective: metricValueSchema,
      trials: z.number().int(),
    }),
  ),
});
export type ThresholdChoice = z.infer<typeof thresholdChoiceSchema>;

/** A promised rate of false alarms held against what was measured. */
export const promiseResultSchema = z.object({
  /** What the promise rests on. */
  by: z.enum(['conformal', 'pot']),
  /** Promised share of quiet rows that score 1 or more. */
  falseAlarmRate: finite,
  /** Measured share, on judged rows with no incident in reach. */
  measured: metricValueSchema,
  rows: z.number().int(),
  alarms: z.number().int(),
  /** Runs of alarming rows without a row between them. */
  stretches: z.number().int(),
  /** Rows outside incidents that were not counted because one was still in reach. */
  leftOut: z.number().int(),
});
export type PromiseResult = z.infer<typeof promiseResultSchema>;

export const asWrittenSchema = z.object({
  threshold: finite,
  metrics: z.array(metricReadingSchema),
  replicates: z.array(finite.nullable()),
  /** Starts of the pages, recording by recording. */
  pages: z.record(z.string(), z.array(finite)),
});

export const accuracyResultSchema = z.object({
  kind: z.literal('accuracy'),
  /** Backend that computed the scores, for a contender that has one; why others did not is in the environment. */
  backend: z.string().nullable(),
  threshold: thresholdChoiceSchema,
  /** Over all judged recordings together, threshold held out, with intervals. */
  metrics: z.array(metricReadingSchema),
  /** The same figures with the threshold chosen on the judged data: what the leak would be worth. */
  inSample: z.object({ threshold: thresholdChoiceSchema, metrics: z.array(metricReadingSchema) }),
  /** At the threshold its author meant (rules: an alert fires), of a contender that has one. */
  asWritten: asWrittenSchema.optional(),
  /** Of a contender that promises how often it alerts on quiet rows. */
  promise: promiseResultSchema.optional(),
  perRecording: z.array(recordingResultSchema),
  /** Primary metric on each bootstrap resample; the resamples are the same for every contender, so they pair. */
  replicates: z.array(finite.nullable()),
  bootstrap: z.object({
    resamples: z.number().int(),
    seed: z.number().int(),
    blocks: z.number().int(),
    blockMs: finite.nullable(),
  }),
});
export type AccuracyResult = z.infer<typeof accuracyResultSchema>;

/* --------------------------------------------------------------- behaviour */

export const propertyOutcomeSchema = z.discriminatedUnion('kind', [
  /** `violationBound95`: at most this share of cases can be violations, at 95 % (1 - 0.05^(1/runs)). */
  z.object({
    kind: z.literal('held'),
    runs: z.number().int().min(1),
    skips: z.number().int(),
    violationBound95: finite,
  }),
  z.object({
    kind: z.literal('violated'),
    runs: z.number().int(),
    shrinks: z.number().int(),
    message: z.string(),
    /** By value, in the counterexample codec: NaN, -0 and infinities survive. */
    counterexample: jsonObject,
    seed: z.number().int(),
    path: z.string(),
    /** Outcome of running the counterexample again at once: a flaky one is a determinism finding. */
    reproduces: z.enum(['always', 'sometimes', 'never']),
  }),
  z.object({ kind: z.literal('not-applicable'), reason: z.string() }),
]);
export type PropertyOutcome = z.infer<typeof propertyOutcomeSchema>;

export const propertyResultSchema = z.object({
  property: z.string(),
  claim: z.string(),
  /** `must`: a violation is a bug. `claimed`: the contender says so of itself. `characterise`: reported, fails nothing. */
  scope: z.enum(['must', 'claimed', 'characterise']),
  outcome: propertyOutcomeSchema,
});
export type PropertyResult = z.infer<typeof propertyResultSchema>;

export const behaviourResultSchema = z.object({
  kind: z.literal('behaviour'),
  properties: z.array(propertyResultSchema),
});
export type BehaviourResult = z.infer<typeof behaviourResultSchema>;

/* ------------------------------------------------------------- determinism */

export const divergenceSchema = z.object({
  recording: z.string(),
  row: z.number().int(),
  timestampMs: finite,
  /** As text, so that NaN (abstained) and the last bit survive. */
  one: z.string(),
  other: z.string(),
});

export const rungSchema = z.object({
  /** `repeat-in-process`, `new-process`, `retrain-same-seed`, `retrain-over-seeds`. */
  rung: z.string(),
  held: z.string(),
  varied: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('compared'),
      /** Runs compared, the first one included: the others are held against it. */
      repeats: z.number().int(),
      /** Distinct digests out of `repeats`; artefact is null where the rung does not retrain. */
      distinctArtefacts: z.number().int().nullable(),
      distinctScores: z.number().int(),
      distinctAlerts: z.number().int(),
      /** Of the first run. */
      digests: z.object({ artefact: z.string(), scores: z.string(), alerts: z.string() }),
      firstDivergence: divergenceSchema.nullable(),
      maxScoreDifference: finite,
      /** Mean over pairs of runs: share of rows whose decision differs. */
      churn: finite,
      /** Mean over pairs of runs: 1 - Jaccard over alerts (same when their spans overlap). */
      alertSetChurn: metricValueSchema,
      /** When nothing differed: the instability rate is below this at 95 % (1 - 0.05^(1/(repeats - 1))). */
      instabilityBound95: finite.nullable(),
    }),
    z.object({ kind: z.literal('not-applicable'), reason: z.string() }),
  ]),
});
export type Rung = z.infer<typeof rungSchema>;

export const determinismResultSchema = z.object({ kind: z.literal('determinism'), rungs: z.array(rungSchema) });
export type DeterminismResult = z.infer<typeof determinismResultSchema>;

/* ----------------------------------------------------------------- latency */

export const percentileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), percent: finite, us: finite }),
  /** Fewer samples than the floor below which a 95 % upper bound does not even exist: ln 0.05 / ln p. */
  z.object({ kind: z.literal('too-few-samples'), percent: finite, samples: z.number().int(), floor: z.number().int() }),
]);

export const latencyMeasurementSchema = z.object({
  /** Per decision, one `observe`, warm. */
  warm: z.object({
    samples: z.number().int(),
    medianUs: finite,
    madUs: finite,
    meanUs: finite,
    maxUs: finite,
    percentiles: z.array(percentileSchema),
    /** Median of the last third of rounds over the first third; far from 1: it was still warming up. */
    drift: finite,
  }),
  cold: z.object({
    samples: z.number().int(),
    /** First decision in a fresh process, after the watcher was trained. */
    firstDecisionMs: z.array(finite),
  }),
  trainMs: finite,
  /** Ratio of medians within a round, this contender over the reference one, with an interval over rounds. */
  ratio: z.object({ against: z.string(), rounds: z.number().int(), value: finite, interval: intervalSchema }),
  memory: z.object({ heapDeltaBytes: finite, rssBytes: finite, snapshotBytes: finite, artefactBytes: finite }),
  timer: z.object({ resolutionNs: finite, warnings: z.array(z.string()) }),
});

export const latencyResultSchema = z.object({
  kind: z.literal('latency'),
  scenario: z.string(),
  backend: z.string().nullable(),
  measurement: latencyMeasurementSchema,
});
export type LatencyResult = z.infer<typeof latencyResultSchema>;

/* ------------------------------------------------------------------- cells */

export const resultSchema = z.discriminatedUnion('kind', [
  accuracyResultSchema,
  behaviourResultSchema,
  determinismResultSchema,
  latencyResultSchema,
]);
export type StudyResult = z.infer<typeof resultSchema>;

export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), result: resultSchema }),
  /** The contender threw, broke its contract or its process died. The other cells are unharmed. */
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('not-measured'), reason: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

export const cellSchema = z.object({
  /** `accuracy/rules/1`: study, contender, seed. */
  id: z.string(),
  study: studySchema,
  contender: z.string(),
  seed: z.number().int(),
  outcome: outcomeSchema,
  measurement: z.object({ durationMs: finite }),
});
export type Cell = z.infer<typeof cellSchema>;

/** Readings of a judged recording thinned for drawing: lowest and highest reading of each bucket of rows. */
export const timelineSchema = z.object({
  recording: z.string(),
  timestampsMs: z.array(finite),
  channels: z.array(
    z.object({ channel: z.string(), low: z.array(finite.nullable()), high: z.array(finite.nullable()) }),
  ),
});
export type Timeline = z.infer<typeof timelineSchema>;

export const environmentSchema = z.object({
  watchbench: z.string(),
  node: z.string(),
  v8: z.string(),
  platform: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cores: z.number().int(),
  packages: z.record(z.string(), z.string()),
  backends: z.array(z.object({ name: z.string(), available: z.boolean(), detail: z.string() })),
  /** Name → value of every switch pinned for reproducibility. */
  pins: z.record(z.string(), z.string()),
  measurement: z.object({ startedAt: z.string(), loadAverage: finite, memoryBytes: finite }),
});
export type Environment = z.infer<typeof environmentSchema>;

export const recordSchema = z.object({
  schemaVersion: z.literal(RECORD_SCHEMA_VERSION),
  plan: planSchema,
  planDigest: z.string(),
  environment: environmentSchema,
  metricCards: z.array(metricCardSchema),
  timelines: z.array(timelineSchema),
  cells: z.array(cellSchema),
  measurement: z.object({ durationMs: finite }),
});
export type RunRecord = z.infer<typeof recordSchema>;
