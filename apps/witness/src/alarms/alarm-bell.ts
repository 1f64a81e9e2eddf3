import type { Alarm, AlarmStore, Evidence } from '../storage/alarm-store.ts';

/** Told of an alarm once it is stored. */
export type Listener = (alarm: Alarm) => void;

/** Keeps alarms, and tells of them. */
export class AlarmBell {
  readonly #alarms: AlarmStore;
  readonly #now: () => number;
  readonly #listeners: readonly Listener[];

  /** @param now milliseconds since 1970 */
  constructor(alarms: AlarmStore, now: () => number, listeners: readonly Listener[]) {
    this.#alarms = alarms;
    this.#now = now;
    this.#listeners = listeners;
  }

  /** Stores evidence, within the transaction of the caller: `ring` what this gives when that is durable. Nothing where it is known. */
  keep(evidence: Evidence): readonly Alarm[] {
    const alarm = this.#alarms.raise(evidence, new Date(this.#now()).toISOString());
    return alarm === undefined ? [] : [alarm];
  }

  ring(alarm: Alarm): void {
    for (const listener of this.#listeners) listener(alarm);
  }
}

/** What a person has to read, wherever they look: what happened, the evidence, and what to do. */
export function alarmText({ id, kind, origin, raisedAt, detail, held, shown }: Alarm): string {
  return (
    `ALARM ${id} (${kind}) ${raisedAt}: the log ${origin} contradicts itself.\n${detail}\n` +
    `${noteText('what this witness had', held)}${noteText('what it was shown', shown)}---\n`
  );
}

const noteText = (title: string, bytes: Uint8Array | null): string =>
  bytes === null ? '' : `--- ${title}\n${Buffer.from(bytes).toString('utf8').trimEnd()}\n`;
