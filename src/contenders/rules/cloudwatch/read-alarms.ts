import { basename } from 'node:path';
import { sha256 } from '../../../digest.ts';
import { type Fault, throwIfAny } from '../../../faults.ts';
import { canonicalJson, type JsonObject } from '../../../json.ts';
import {
  type Path,
  type PositionedDocument,
  parseDocument,
  readDocument,
} from '../../../telemetry/positioned-document.ts';
import { suggestionHint } from '../../../telemetry/suggest.ts';
import { validateDocument } from '../../../telemetry/validate-document.ts';
import { type Alarm, type CompositeAlarm, findAlarm } from './alarm.ts';
import { type AlarmFile, alarmFile } from './alarm-file.ts';
import { parseAlarmRule, RuleSyntaxError, referencesOf } from './alarm-rule/parse.ts';
import { type CompositeAlarmFields, type DescribedAlarms, describeAlarmsSchema } from './alarm-schema.ts';
import { readMetricAlarm } from './read-metric-alarm.ts';

/** Alarms that are right in themselves and towards each other. */
export interface Alarms {
  readonly alarms: readonly Alarm[];
  /** The document with what is only state or paperwork left out: enough to read the same alarms again. */
  readonly document: JsonObject;
  /** Over the document. */
  readonly sha256: string;
  /** As it was read. */
  readonly text: string;
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly lines: Readonly<Record<string, number>>;
}

/**
 * The JSON of `aws cloudwatch describe-alarms`.
 * @throws InputError with every fault, each with file, line and column: those of `readDocument` and `validateDocument`,
 * `cloudwatch/alarm`, `cloudwatch/metric`, `cloudwatch/metric-math`, `cloudwatch/alarm-rule`, `cloudwatch/promql`,
 * `cloudwatch/unknown-alarm`, `cloudwatch/cycle`, `cloudwatch/duplicate-name`, `cloudwatch/more-pages`
 */
export async function readAlarms(path: string): Promise<Alarms> {
  return fromDocument(await readDocument(path), basename(path));
}

/** The same for text already read; `file` names it in faults. */
export function parseAlarms(text: string, file: string): Alarms {
  return fromDocument(parseDocument(text, file), basename(file));
}

function fromDocument(document: PositionedDocument, shownAs: string): Alarms {
  const described = validateDocument(describeAlarmsSchema, document);
  const faults: Fault[] = [];
  const file = alarmFile(document, shownAs, faults);
  if (described.NextToken) {
    const hint = 'without --max-items and --no-paginate the AWS command line fetches them all';
    file.fault(['NextToken'], 'cloudwatch/more-pages', 'there are more pages of alarms than this one', hint);
  }
  const read: { readonly alarm: Alarm | null; readonly path: Path }[] = [
    ...described.MetricAlarms.map((fields, i) => {
      const path = ['MetricAlarms', i];
      return { alarm: readMetricAlarm(fields, path, file), path };
    }),
    ...described.LogAlarms.map((fields, i) => {
      const path = ['LogAlarms', i];
      return { alarm: logAlarm(fields.AlarmName, file.where(path)), path };
    }),
    ...described.CompositeAlarms.map((fields, i) => {
      const path = ['CompositeAlarms', i];
      return { alarm: readComposite(fields, path, file), path };
    }),
  ];
  const names = namesOf(described);
  names.forEach(({ name, path }, i) => {
    if (names.findIndex((other) => other.name === name) < i) {
      const message = `${JSON.stringify(name)} is already the name of another alarm`;
      file.fault([...path, 'AlarmName'], 'cloudwatch/duplicate-name', message);
    }
  });
  checkReferences(read, names, file);
  throwIfAny(faults);
  const alarms = read.map(({ alarm }) => alarm!); // an alarm that could not be read has added a fault
  const kept = withoutPaperwork(described);
  return {
    alarms,
    document: kept,
    sha256: sha256(canonicalJson(kept)),
    text: document.text,
    file: shownAs,
    lines: Object.fromEntries(read.map(({ alarm, path }) => [alarm!.name, document.placeOf(path).line ?? 1])),
  };
}

function logAlarm(name: string, where: string): Alarm {
  const reason = 'an alarm on log queries; logs are not recorded metrics';
  return { kind: 'unreplayable', name, arn: null, where, acts: true, enabled: true, reason };
}

function readComposite(fields: CompositeAlarmFields, path: Path, file: AlarmFile): CompositeAlarm | null {
  const { AlarmName: name, AlarmRule: ruleText, ActionsSuppressor: suppressor } = fields;
  try {
    return {
      kind: 'composite',
      name,
      arn: fields.AlarmArn ?? null,
      where: file.where(path),
      acts: fields.ActionsEnabled && (fields.AlarmActions ?? []).length > 0,
      enabled: fields.ActionsEnabled,
      rule: parseAlarmRule(ruleText),
      ruleText,
      suppressor:
        suppressor === undefined
          ? null
          : {
              alarm: suppressor,
              waitMs: (fields.ActionsSuppressorWaitPeriod ?? 0) * 1000,
              extensionMs: (fields.ActionsSuppressorExtensionPeriod ?? 0) * 1000,
            },
    };
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    const message = `${name}: ${error.message}`;
    file.faultInText([...path, 'AlarmRule'], error.at, 'cloudwatch/alarm-rule', message, error.hint);
    return null;
  }
}

interface NamedAt {
  readonly name: string;
  readonly arn: string | null;
  readonly path: Path;
}

/** Of alarms that could not be read too, so that a reference to one is not called unknown. */
function namesOf({ MetricAlarms, LogAlarms, CompositeAlarms }: DescribedAlarms): NamedAt[] {
  const of = (key: string, alarms: readonly { readonly AlarmName: string; readonly AlarmArn?: unknown }[]) =>
    alarms.map(({ AlarmName: name, AlarmArn: arn }, i) => ({
      name,
      arn: typeof arn === 'string' ? arn : null,
      path: [key, i],
    }));
  return [
    ...of('MetricAlarms', MetricAlarms),
    ...of('LogAlarms', LogAlarms),
    ...of('CompositeAlarms', CompositeAlarms),
  ];
}

function checkReferences(
  read: readonly { readonly alarm: Alarm | null; readonly path: Path }[],
  names: readonly NamedAt[],
  file: AlarmFile,
): void {
  const composites = read.flatMap(({ alarm, path }) => (alarm?.kind === 'composite' ? [{ alarm, path }] : []));
  for (const { alarm, path } of composites) {
    for (const { alarm: reference, at } of referencesOf(alarm.rule)) {
      if (findAlarm(names, reference) !== undefined) continue;
      const hint = suggestionHint(
        reference,
        names.map(({ name }) => name),
      );
      const message = `${alarm.name}: no alarm is called ${JSON.stringify(reference)}`;
      file.faultInText([...path, 'AlarmRule'], at, 'cloudwatch/unknown-alarm', message, hint);
    }
    const suppressor = alarm.suppressor?.alarm;
    if (suppressor !== undefined && findAlarm(names, suppressor) === undefined) {
      const message = `${alarm.name}: no alarm is called ${JSON.stringify(suppressor)}`;
      file.fault([...path, 'ActionsSuppressor'], 'cloudwatch/unknown-alarm', message);
    }
    if (
      reaches(
        alarm,
        alarm.name,
        composites.map((each) => each.alarm),
      )
    ) {
      file.fault([...path, 'AlarmRule'], 'cloudwatch/cycle', `${alarm.name} depends on itself`);
    }
  }
}

function reaches(from: CompositeAlarm, goal: string, composites: readonly CompositeAlarm[]): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let alarm = waiting.pop(); alarm !== undefined; alarm = waiting.pop()) {
    for (const { alarm: reference } of referencesOf(alarm.rule)) {
      const next = findAlarm(composites, reference);
      if (next === undefined) continue;
      if (next.name === goal) return true;
      if (seen.has(next.name)) continue;
      seen.add(next.name);
      waiting.push(next);
    }
  }
  return false;
}

const PAPERWORK =
  /^(?:State|AlarmConfigurationUpdated|EvaluationState|ActionsSuppressedBy|ActionsSuppressedReason|AlarmDescription|OKActions|Insufficient)/;

function withoutPaperwork({ MetricAlarms, CompositeAlarms, LogAlarms }: DescribedAlarms): JsonObject {
  const lean = (alarm: object) => Object.fromEntries(Object.entries(alarm).filter(([key]) => !PAPERWORK.test(key)));
  return {
    MetricAlarms: MetricAlarms.map(lean),
    CompositeAlarms: CompositeAlarms.map(lean),
    LogAlarms: LogAlarms.map(({ AlarmName }) => ({ AlarmName })),
  } as unknown as JsonObject;
}
