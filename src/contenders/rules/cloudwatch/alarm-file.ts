import type { Fault } from '../../../faults.ts';
import { faultAt, type Path, type PositionedDocument } from '../../../telemetry/positioned-document.ts';
import { placeInText } from './place-in-text.ts';

/** A document of alarms while it is being read: where its parts stand, and what has been found wrong with them. */
export interface AlarmFile {
  /** `alarms.json:12`. */
  where(path: Path): string;
  fault(path: Path, code: string, message: string, hint?: string): void;
  /** A fault inside a text value, `offset` letters from its start. */
  faultInText(path: Path, offset: number, code: string, message: string, hint?: string): void;
}

export function alarmFile(document: PositionedDocument, shownAs: string, faults: Fault[]): AlarmFile {
  return {
    where: (path) => `${shownAs}:${document.placeOf(path).line ?? 1}`,
    fault: (path, code, message, hint) => faults.push(faultAt(document, path, code, message, hint)),
    faultInText(path, offset, code, message, hint) {
      const place = placeInText(document.text, document.placeOf(path), offset);
      faults.push({ code, message, place, ...(hint !== undefined && { hint }) });
    },
  };
}
