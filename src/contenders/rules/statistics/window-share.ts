import type { State } from '../../state-codec.ts';

interface Entry {
  readonly atMs: number;
  readonly part: number;
  readonly whole: number;
}

interface Saved {
  readonly older: readonly Entry[];
  readonly newer: readonly Entry[];
}

/**
 * What share of a whole was some part over the last while: sums of the last `windowMs`, its far end left out, in
 * amortised constant time. No sum is ever subtracted from: the window is a run of new entries, added up as they come,
 * and the rest of an older run, added up from its end. So a huge reading leaves nothing behind once it is gone.
 */
export class WindowShare {
  readonly #windowMs: number;
  /** Oldest last; `#sums` at the same place: of this entry and all newer ones of the run. */
  #older: Entry[] = [];
  #sums: Omit<Entry, 'atMs'>[] = [];
  #newer: Entry[] = [];
  #part = 0;
  #whole = 0;

  constructor(windowMs: number, from: State | undefined) {
    this.#windowMs = windowMs;
    if (from === undefined) return;
    const { older, newer } = from as unknown as Saved;
    this.#addUpOlder([...older]);
    for (const { atMs, part, whole } of newer) this.add(atMs, part, whole);
  }

  add(nowMs: number, part: number, whole: number): void {
    this.#newer.push({ atMs: nowMs, part, whole });
    this.#part += part;
    this.#whole += whole;
  }

  /** 0 where the whole is nothing. */
  share(nowMs: number): number {
    this.#forgetBefore(nowMs - this.#windowMs);
    const older = this.#sums.at(-1);
    const whole = this.#whole + (older?.whole ?? 0);
    return whole > 0 ? (this.#part + (older?.part ?? 0)) / whole : 0;
  }

  state(): State {
    return { older: this.#older.slice(), newer: this.#newer.slice() } as unknown as State;
  }

  #forgetBefore(farEndMs: number): void {
    for (;;) {
      const oldest = this.#older.at(-1) ?? this.#newer[0];
      if (oldest === undefined || oldest.atMs > farEndMs) return;
      if (this.#older.length === 0) this.#turnOver();
      this.#older.pop();
      this.#sums.pop();
    }
  }

  #turnOver(): void {
    this.#addUpOlder(this.#newer.reverse());
    this.#newer = [];
    this.#part = 0;
    this.#whole = 0;
  }

  /** @param entries newest first */
  #addUpOlder(entries: Entry[]): void {
    let part = 0;
    let whole = 0;
    this.#older = entries;
    this.#sums = entries.map((entry) => {
      part += entry.part;
      whole += entry.whole;
      return { part, whole };
    });
  }
}
