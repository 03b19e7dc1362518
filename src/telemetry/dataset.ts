import type { JsonObject } from '../json.ts';
import type { Channel, LabelledRecording } from './recording.ts';

/** `train-then-test`: the start of the recording is for learning, the rest is judged (NAB). */
export type Role = 'train' | 'validation' | 'test' | 'train-then-test';

export interface DatasetRecording extends LabelledRecording {
  readonly role: Role;
  /** Recordings of one group are left out together (NAB's folders); the recording's own id where there are no groups. */
  readonly group: string;
  /** First row that counts. Earlier rows are for learning and warming up (NAB's probation); 0 where all rows count. */
  readonly scoredFromRow: number;
}

export interface DatasetDefaults {
  /** A page so soon after another one is the same page. */
  readonly cooldownMs?: number;
  /** Settings by the name a contender has in a configuration. */
  readonly contenders?: Readonly<Record<string, JsonObject>>;
}

/** Recordings of one system or corpus with their labels, whatever format they came in. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  /** `sha256:...` over everything read. */
  readonly digest: string;
  /** Union over the recordings; recordings of one dataset may have different channels (NAB: all have the one, `value`). */
  readonly channels: readonly Channel[];
  readonly recordings: readonly DatasetRecording[];
  /** Absolute path of the rule file, or of the folder of Prometheus rule files, that ships with the dataset, or null. */
  readonly rulesFile: string | null;
  /** How these rules are to be read, as far as the dataset says: the evaluation interval, which severities page. */
  readonly rulesSettings?: JsonObject;
  /** What holds where a configuration is silent: usual durations make no sense on data whose time is compressed. */
  readonly defaults?: DatasetDefaults;
}
