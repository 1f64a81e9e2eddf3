import type { Credentials } from '@eventstore/db-client/dist/types/index.js';

/** The connection string does not say what it should. The message says how to mend it, and holds no password. */
export class BadConnectionString extends Error {
  constructor(mend: string) {
    super(`The connection string of the event store cannot be used: ${mend}.`);
    this.name = 'BadConnectionString';
  }
}

export interface ConnectionString {
  /** What the client is given. */
  readonly text: string;
  /** Given with every call: it makes the client append with a call of its own for each append, see `connection.ts`. */
  readonly credentials: Credentials;
}

/** Read by nobody: over a connection that is not encrypted the client sends no credentials. */
const NOBODY: Credentials = { username: 'nobody', password: 'nobody' };

/**
 * Reads `kurrentdb://[user:password@]host[:port][,host…][?option=value&…]`, or `kurrentdb+discover://…`, and refuses what would not do
 * what whoever wrote it believes. `esdb` is the older name of the same scheme, and the one that the client knows.
 *
 * @throws BadConnectionString
 */
export function readConnectionString(text: string): ConnectionString {
  const parts =
    /^(?:esdb|kurrentdb)(?:\+discover)?:\/\/(?:(?<user>[^:@/]+):(?<password>[^@]+)@)?[^@?]+(?:\?(?<options>.*))?$/.exec(
      text.trim(),
    );
  if (parts === null) {
    throw new BadConnectionString(
      'write kurrentdb://user:password@host:2113, or kurrentdb+discover:// and a name that leads to all nodes',
    );
  }
  const { user, password, options = '' } = parts.groups!;
  const given = new Map(
    options.split('&').map((option) => [flat(option.split('=')[0]!), option.split('=')[1] ?? ''] as const),
  );
  if (given.get('throwonappendfailure') === 'false') {
    throw new BadConnectionString('leave throwOnAppendFailure out: without it the client tells a wrong revision');
  }
  if ((given.get('nodepreference') ?? 'leader') !== 'leader') {
    throw new BadConnectionString(
      'leave nodePreference out, or set it to leader: another node may not have yet what was written',
    );
  }
  const secure = given.get('tls') !== 'false';
  if (secure && user === undefined) {
    throw new BadConnectionString(
      'put user:password@ in front of the host, or ?tls=false behind a server without security',
    );
  }
  if (!secure && user !== undefined) {
    throw new BadConnectionString('with tls=false the user and the password would never be sent: drop one of the two');
  }
  const credentials = user === undefined ? NOBODY : { username: decoded(user), password: decoded(password!) };
  return { text: text.trim().replace(/^kurrentdb/, 'esdb'), credentials };
}

/** As the client reads names of options: case, dashes and underscores do not count. */
const flat = (name: string): string => name.trim().toLowerCase().replaceAll(/[_-]/g, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadConnectionString('write % in the user or the password as %25');
  }
}
