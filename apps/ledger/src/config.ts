import { resolve } from 'node:path';
import { MOST_SHARES, readShare, type Share } from '#ledger-store/shares/share';
import { setUpProcess } from './process-settings.ts';

/** What the service is told from outside. */
export interface ServiceConfig {
  /** Data folder. */
  readonly folder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Scheme-less URL under which ledgers are named; undefined for the one that the data folder has. */
  readonly origin: string | undefined;
  /** Connection string of the event store that replicas share; left out where the events are in the data folder. */
  readonly shared?: string;
  /** The share of the engagements that this replica looks after; left out for all of them. */
  readonly share?: Share;
  /** File with the signing key, where it is given from outside. */
  readonly signingKeyFile?: string;
  /** How many ledgers stay in memory, and the bytes that they may take together; what is left out stays as it is by default. */
  readonly inMemory: { readonly most?: number; readonly mostBytes?: number };
}

/** A variable does not say what it should. The message names it and says how to mend it. */
export class BadConfig extends Error {
  constructor(variable: string, value: string, mend: string) {
    super(`${variable}="${value}" cannot be used: ${mend}.`);
    this.name = 'BadConfig';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration. This is the only file of the service that looks at the environment. @throws BadConfig */
export function readConfig(environment: Environment = process.env): ServiceConfig {
  const { ONUS_DATA: folder, ONUS_HOST: host, ONUS_PORT: port, ONUS_ORIGIN: origin } = environment;
  const shared = sharedStore('ONUS_STORE', environment['ONUS_STORE']);
  const share = chosenShare('ONUS_SHARE', environment['ONUS_SHARE']);
  const signingKeyFile = given(environment['ONUS_SIGNING_KEY_FILE']);
  return {
    folder: resolve(given(folder) ?? './data'),
    host: given(host) ?? '127.0.0.1',
    port: portOf(given(port) ?? '4180'),
    origin: given(origin),
    inMemory: inMemoryOf(environment),
    ...(shared !== undefined && { shared }),
    ...(share !== undefined && { share }),
    ...(signingKeyFile !== undefined && { signingKeyFile: resolve(signingKeyFile) }),
  };
}

/** The embedded store, by its name. */
const EMBEDDED = 'sqlite';
const SHARED = /^(?:kurrentdb|esdb)(?:\+discover)?:\/\/./;

/**
 * The connection string of the store that a value chooses; undefined for the embedded one. `variable` is where the value is from.
 * @throws BadConfig, which tells no credentials
 */
export function sharedStore(variable: string, value: string | undefined): string | undefined {
  const chosen = given(value);
  if (chosen === undefined || chosen === EMBEDDED) return undefined;
  if (SHARED.test(chosen)) return chosen;
  throw new BadConfig(
    variable,
    withoutCredentials(chosen),
    `write ${EMBEDDED}, or kurrentdb://user:password@host:2113`,
  );
}

/** The share of the engagements that a value chooses; undefined for all of them. @throws BadConfig */
export function chosenShare(variable: string, value: string | undefined): Share | undefined {
  const chosen = given(value);
  if (chosen === undefined) return undefined;
  const share = readShare(chosen);
  if (share === undefined) {
    const mend = `write which of how many shares, from 1/1 to ${MOST_SHARES}/${MOST_SHARES}, like 2/4; or leave it out for everything`;
    throw new BadConfig(variable, chosen, mend);
  }
  return share.of === 1 ? undefined : share;
}

/** A connection string as it may be shown. */
export const withoutCredentials = (text: string): string => text.replace(/(^|\/\/)[^/]*@/, '$1');

/** An empty variable is one that is not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new BadConfig('ONUS_PORT', text, 'write a port number, 0 to 65535');
}

const MEBIBYTE = 2 ** 20;
const MOST_LEDGERS = 1_000_000;
/** A tebibyte: no process of ours has more. */
const MOST_MEBIBYTES = 2 ** 20;

function inMemoryOf(environment: Environment): ServiceConfig['inMemory'] {
  const most = countOf(environment, 'ONUS_LEDGERS_IN_MEMORY', MOST_LEDGERS, 'how many ledgers');
  const mebibytes = countOf(environment, 'ONUS_LEDGERS_MEBIBYTES', MOST_MEBIBYTES, 'how many MiB');
  return { ...(most !== undefined && { most }), ...(mebibytes !== undefined && { mostBytes: mebibytes * MEBIBYTE }) };
}

/** A whole number from 1 to `most`; undefined where nothing is said. */
function countOf(environment: Environment, variable: string, most: number, what: string): number | undefined {
  const text = given(environment[variable]);
  if (text === undefined) return undefined;
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new BadConfig(variable, text, `write ${what} stay in memory at most, 1 to ${most}`);
}

/** Begins this process again as one of the service, where it was not started as one. See `setUpProcess`. */
export const beginAsService = (): void => setUpProcess(process.env);
