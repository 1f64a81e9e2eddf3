import { join, resolve } from 'node:path';
import type { WebhookTarget } from './alarms/webhook.ts';

/** What the witness is told from outside. */
export interface WitnessConfig {
  /** Data folder: its key, what it cosigned, its copies. */
  readonly folder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Path in front of `/add-checkpoint`, without a slash at its end: '' for none. */
  readonly prefix: string;
  /** Name of its key; needed at the first start only. */
  readonly name: string | undefined;
  /** The file that says whom it follows. */
  readonly logsFile: string;
  /** Where others reach it, for the line to hand over; undefined for where it listens. */
  readonly url: string | undefined;
  readonly webhook: WebhookTarget | undefined;
  /** Seconds from one look at a mirrored log to the next. */
  readonly mirrorSeconds: number;
}

/** A variable does not say what it should. The message names it and says how to mend it. */
export class BadConfig extends Error {
  constructor(variable: string, value: string, mend: string) {
    super(`${variable}="${value}" cannot be used: ${mend}.`);
    this.name = 'BadConfig';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const LONGEST_PAUSE = 86_400;

/** Reads the configuration. This is the only file of the witness that looks at the environment. @throws BadConfig */
export function readConfig(environment: Environment = process.env): WitnessConfig {
  const value = (name: string): string | undefined => {
    const text = environment[`ONUS_WITNESS_${name}`];
    // An empty variable is one that is not set.
    return text === '' ? undefined : text;
  };
  const folder = resolve(value('DATA') ?? './witness-data');
  return {
    folder,
    host: value('HOST') ?? '127.0.0.1',
    port: wholeNumber('PORT', value('PORT') ?? '4181', 0, 65_535),
    prefix: prefixOf(value('PREFIX')),
    name: value('NAME'),
    logsFile: resolve(value('LOGS') ?? join(folder, 'logs.txt')),
    url: addressOf('URL', value('URL'))?.replace(/\/+$/, ''),
    webhook: webhookOf(value('WEBHOOK'), value('WEBHOOK_SECRET')),
    mirrorSeconds: wholeNumber('MIRROR_SECONDS', value('MIRROR_SECONDS') ?? '60', 1, LONGEST_PAUSE),
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BadConfig(`ONUS_WITNESS_${name}`, text, `write a whole number, ${least} to ${most}`);
}

function prefixOf(text = ''): string {
  if (/^(?:\/[A-Za-z0-9._~-]+)*\/?$/.test(text)) return text.replace(/\/$/, '');
  throw new BadConfig('ONUS_WITNESS_PREFIX', text, 'write a path like /witness');
}

function addressOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url.href;
  throw new BadConfig(`ONUS_WITNESS_${name}`, text, 'write an address that begins with https://, without a password');
}

function webhookOf(address: string | undefined, secret: string | undefined): WebhookTarget | undefined {
  const url = addressOf('WEBHOOK', address);
  if (url === undefined) {
    if (secret === undefined) return undefined;
    throw new BadConfig('ONUS_WITNESS_WEBHOOK', '', 'there is a secret for it, so write where to send alarms');
  }
  return { url, secret: secret === undefined ? undefined : secretOf(secret) };
}

/** The secret never stands in a message. */
function secretOf(text: string): Uint8Array {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (bytes.length >= 24 && bytes.toString('base64') === encoded) return bytes;
  throw new BadConfig('ONUS_WITNESS_WEBHOOK_SECRET', '…', 'write whsec_ and at least 24 random bytes in base64');
}
