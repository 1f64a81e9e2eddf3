import { Malformed } from '#transparency/malformed';
import { parseVerifierKey, type VerifierKey } from '#transparency/note/key';
import type { Sha256 } from '#transparency/sha256';
import type { FollowedLog } from './submission.ts';

/** A log that is followed, and where its entries are read from. */
export interface WatchedLog extends FollowedLog {
  /** Without a slash at its end; tlog-tiles resources are below. `undefined` for a log that is not mirrored. */
  readonly url: string | undefined;
  /** Name of the file with the bearer token for that address. */
  readonly tokenFile: string | undefined;
}

/** The file of logs is not what it should be. The message names the line and says how to mend it. */
export class BadLogsFile extends Error {
  readonly line: number;

  constructor(line: number, reason: string, mend: string) {
    super(`line ${line}: ${reason}; ${mend}`);
    this.name = 'BadLogsFile';
    this.line = line;
  }
}

type Draft = { -readonly [K in keyof WatchedLog]: K extends 'keys' ? VerifierKey[] : WatchedLog[K] };

/**
 * Reads whom a witness follows, one statement a line, in the words of a trust policy (C2SP tlog-policy) where it has them:
 *
 * ```
 * log <vkey> [url]          a log and its key; a further line with the same name is a further key; with a url it is mirrored
 * token <origin> <file>     the file that holds the bearer token with which the log above is read
 * ```
 *
 * Empty lines and lines that begin with `#` say nothing.
 *
 * @throws BadLogsFile
 */
export function parseLogsFile(sha256: Sha256, text: string): readonly WatchedLog[] {
  const logs = new Map<string, Draft>();
  text.split(/\r?\n/).forEach((content, i) => {
    const [word, ...items] = content.split(/[ \t]+/).filter((item) => item !== '');
    if (word === undefined || word.startsWith('#')) return;
    const fail: Fail = (reason, mend) => {
      throw new BadLogsFile(i + 1, reason, mend);
    };
    if (word === 'log') readLog(logs, parseKey(sha256, items[0], fail), items, fail);
    else if (word === 'token') readToken(logs, items, fail);
    else fail(`"${word}" is no statement`, 'begin the line with log, token or #');
  });
  return [...logs.values()];
}

type Fail = (reason: string, mend: string) => never;

function parseKey(sha256: Sha256, vkey: string | undefined, fail: Fail): VerifierKey {
  if (vkey === undefined) return fail('there is no key', 'write: log <vkey> [url]');
  try {
    const key = parseVerifierKey(sha256, vkey);
    return key.type === 'ed25519'
      ? key
      : fail(`${key.name} has the key of a witness`, 'ask the operator for the log key');
  } catch (error) {
    if (error instanceof Malformed)
      return fail(error.message, 'copy the whole key, as in: log example.org/log+1f2e3d4c+AQ… [url]');
    throw error;
  }
}

function readLog(logs: Map<string, Draft>, key: VerifierKey, [, url, ...more]: readonly string[], fail: Fail): void {
  if (more.length > 0) fail('there is something after the address', 'write: log <vkey> [url]');
  const log = logs.get(key.name) ?? { origin: key.name, keys: [], url: undefined, tokenFile: undefined };
  if (log.keys.some(({ keyId }) => keyId === key.keyId))
    fail(`this key of ${key.name} is there already`, 'remove the line');
  log.keys.push(key);
  logs.set(key.name, log);
  if (url === undefined) return;
  const address = addressOf(url, fail);
  if (log.url !== undefined && log.url !== address) fail(`${key.name} has two addresses`, 'leave one of them');
  log.url = address;
}

function readToken(logs: Map<string, Draft>, [origin, file, ...more]: readonly string[], fail: Fail): void {
  if (origin === undefined || file === undefined || more.length > 0)
    return fail('that is no token', 'write: token <origin> <file>');
  const log = logs.get(origin);
  if (log?.url === undefined)
    return fail(`no line before names an address for ${origin}`, 'write: log <vkey> <url>, above it');
  if (log.tokenFile !== undefined) fail(`${origin} has a token already`, 'remove the line');
  const { protocol, hostname } = new URL(log.url);
  if (protocol !== 'https:' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) {
    fail(`the token of ${origin} would travel in the clear`, 'use an https address');
  }
  log.tokenFile = file;
}

function addressOf(text: string, fail: Fail): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    return fail(`"${text}" is no address`, 'write one that begins with https://');
  if (url.username !== '' || url.password !== '') fail('a password in an address is seen by many', 'use a token line');
  if (url.search !== '' || url.hash !== '') fail(`"${text}" has more than a path`, 'leave out what follows ? or #');
  return url.href.replace(/\/+$/, '');
}
