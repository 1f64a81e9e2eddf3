import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../http/reason.ts';
import type { Alarm, AlarmStore } from '../storage/alarm-store.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Key of the signature (Standard Webhooks, v1); undefined for none. */
  readonly secret: Uint8Array | undefined;
}

/** Milliseconds between one try and the next: some four hours in all. An alarm also stands in the log and in /readyz. */
const PAUSES = [2_000, 10_000, 60_000, 300_000, 1_800_000, 3_600_000, 7_200_000];
const TIMEOUT_MS = 10_000;

export interface WebhookOptions {
  readonly alarms: AlarmStore;
  readonly target: WebhookTarget;
  readonly now: () => number;
  /** Milliseconds between tries; there is one try more than pauses. */
  readonly pauses?: readonly number[];
  readonly onTrouble: (what: string) => void;
}

/**
 * Sends alarms to an address, each until it is taken (any answer of 200 to 299), at most as often as there are pauses and once more. How often
 * is stored, so that a restart goes on, and neither begins again nor forgets.
 */
export class Webhook {
  readonly #options: WebhookOptions;
  readonly #pauses: readonly number[];
  readonly #closing = new AbortController();
  readonly #sending = new Map<number, Promise<void>>();

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#pauses = options.pauses ?? PAUSES;
  }

  /** Goes on with what an earlier run did not get rid of. */
  resume(): void {
    for (const alarm of this.#options.alarms.untold(this.#pauses.length + 1)) this.send(alarm);
  }

  /** Begins to send an alarm. Does not wait. */
  send(alarm: Alarm): void {
    if (this.#sending.has(alarm.id) || this.#closing.signal.aborted) return;
    const sending = this.#deliver(alarm)
      .catch((error: unknown) => this.#options.onTrouble(`Alarm ${alarm.id} cannot be sent: ${String(error)}`))
      .finally(() => this.#sending.delete(alarm.id));
    this.#sending.set(alarm.id, sending);
  }

  /** Ends tries and pauses. What was not taken is sent at the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#sending.values());
  }

  async #deliver(alarm: Alarm): Promise<void> {
    const { alarms, now, onTrouble, target } = this.#options;
    for (let tries = alarm.tries; tries <= this.#pauses.length; tries++) {
      const fault = await this.#post(alarm);
      if (this.#closing.signal.aborted) return;
      alarms.noteTry(alarm.id, fault === undefined ? new Date(now()).toISOString() : null);
      if (fault === undefined) return;
      onTrouble(`Alarm ${alarm.id} was not taken by ${new URL(target.url).host}: ${fault}`);
      const pause = this.#pauses[tries];
      if (pause === undefined) break;
      await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => {});
      if (this.#closing.signal.aborted) return;
    }
    onTrouble(`Alarm ${alarm.id} is not sent any more: nobody took it.`);
  }

  /** One try. Gives what went wrong. */
  async #post(alarm: Alarm): Promise<string | undefined> {
    const { target, now } = this.#options;
    const body = webhookBody(alarm);
    try {
      const answer = await fetch(target.url, {
        method: 'POST',
        headers: webhookHeaders(alarm.id, Math.floor(now() / 1000), body, target.secret),
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `it answered ${answer.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** What is sent: the alarm with its evidence, notes as they are. */
export function webhookBody({ id, kind, origin, size, raisedAt, detail, held, shown }: Alarm): string {
  const data = { id, kind, origin, size, detail, held: textOf(held), shown: textOf(shown) };
  return JSON.stringify({ type: 'witness.alarm', timestamp: raisedAt, data });
}

const textOf = (note: Uint8Array | null): string | null => (note === null ? null : Buffer.from(note).toString('utf8'));

/** Headers of Standard Webhooks: id, time, and HMAC-SHA256 over both and the body. */
export function webhookHeaders(
  alarm: number,
  timestamp: number,
  body: string,
  secret: Uint8Array | undefined,
): Record<string, string> {
  const id = `alarm_${alarm}`;
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(timestamp) };
  if (secret === undefined) return headers;
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}
