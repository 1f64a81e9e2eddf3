import { decodeUtf8, equalBytes } from '../bytes.ts';
import { Malformed, type MalformedCode } from '../malformed.ts';
import { parseVerifierKey, type KeyType, type VerifierKey } from '../note/key.ts';
import type { Sha256 } from '../sha256.ts';
import type { Quorum, TrustedLog, TrustedWitness, TrustPolicy, WitnessGroup } from './policy.ts';

const TAB_NEWLINE_OR_PRINTABLE = /^[\t\n\x20-\x7e\x80-\xff]*$/;
const MAX_POLICY_BYTES = 1_000_000;
/** Most logs, and most witnesses and groups. C2SP asks for 32 of each; without a limit, groups in groups would have no end. */
const MOST_DEFINITIONS = 1_000;
/** Words of the language. As a name, each would read as something else; C2SP reserves the first. */
const KEYWORDS: ReadonlySet<string> = new Set(['none', 'all', 'any']);
const THRESHOLD = /^[1-9][0-9]{0,5}$/;
const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads a trust policy (C2SP tlog-policy): lines `log <vkey> [url]`, `witness <name> <vkey> [url]`,
 * `group <name> all|any|<k> <member>…` and one `quorum <name>|none`. Empty lines and lines that begin with `#` say nothing.
 * Names are compared octet by octet. Each line, the last one too, is ended by a newline: a policy that was cut off could
 * otherwise ask for less than was written.
 *
 * @throws Malformed `policy-…`; the message has the number of the line.
 */
export function parsePolicy(sha256: Sha256, bytes: Uint8Array): TrustPolicy {
  if (bytes.length > MAX_POLICY_BYTES) throw new Malformed('policy-line', `a policy of ${bytes.length} bytes`);
  const octets = textOfOctets(bytes);
  if (!TAB_NEWLINE_OR_PRINTABLE.test(octets)) {
    throw new Malformed('policy-character', 'a control character other than tab and newline in the policy');
  }
  if (!octets.endsWith('\n'))
    throw new Malformed('policy-line', 'the last line of the policy is not ended by a newline');
  const reader = new PolicyReader(sha256);
  octets
    .slice(0, -1)
    .split('\n')
    .forEach((line, i) => reader.read(line, i + 1));
  return reader.policy();
}

/** A character for each octet, so that names stay what they are even where they are not UTF-8. */
function textOfOctets(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const octetsOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

class PolicyReader {
  readonly #sha256: Sha256;
  readonly #logs: TrustedLog[] = [];
  readonly #witnesses: TrustedWitness[] = [];
  readonly #named = new Map<string, TrustedWitness | WitnessGroup>();
  readonly #members = new Set<string>();
  #quorum: Quorum | undefined;
  #line = 0;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  read(line: string, number: number): void {
    this.#line = number;
    const [word, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
    if (word === undefined || word.startsWith('#')) return;
    if (word === 'log') this.#log(items);
    else if (word === 'witness') this.#witness(items);
    else if (word === 'group') this.#group(items);
    else if (word === 'quorum') this.#quorumLine(items);
    else
      this.#fail('policy-line', `a line begins with log, witness, group, quorum or #, and not with "${shown(word)}"`);
  }

  policy(): TrustPolicy {
    this.#line = 0;
    const quorum = this.#quorum ?? this.#fail('policy-quorum', 'there is no line with the quorum');
    return { logs: this.#logs, witnesses: this.#witnesses, quorum };
  }

  #log([vkey, url, ...more]: readonly string[]): void {
    if (vkey === undefined || more.length > 0) this.#fail('policy-line', 'write: log <vkey> [url]');
    if (this.#logs.length === MOST_DEFINITIONS) this.#fail('policy-line', `more than ${MOST_DEFINITIONS} logs`);
    const key = this.#key(vkey, 'ed25519', this.#logs);
    this.#logs.push({ key, url: url === undefined ? undefined : shown(url) });
  }

  #witness([name, vkey, url, ...more]: readonly string[]): void {
    if (name === undefined || vkey === undefined || more.length > 0) {
      this.#fail('policy-line', 'write: witness <name> <vkey> [url]');
    }
    this.#assertNew(name);
    const key = this.#key(vkey, 'cosignature', this.#witnesses);
    const witness: TrustedWitness = {
      kind: 'witness',
      name: shown(name),
      key,
      url: url === undefined ? undefined : shown(url),
    };
    this.#witnesses.push(witness);
    this.#named.set(name, witness);
  }

  #group([name, quota, ...names]: readonly string[]): void {
    if (name === undefined || quota === undefined || names.length === 0) {
      this.#fail('policy-line', 'write: group <name> all|any|<k> <member>…');
    }
    this.#assertNew(name);
    const threshold = this.#threshold(quota, names.length);
    // Once a member, never again, anywhere: so that each witness counts in one way only.
    const members = names.map((member) => {
      if (this.#members.has(member)) this.#fail('policy-group', `"${shown(member)}" is a member already`);
      this.#members.add(member);
      return this.#named.get(member) ?? this.#fail('policy-group', `no line before this defines "${shown(member)}"`);
    });
    this.#named.set(name, { kind: 'group', name: shown(name), threshold, members });
  }

  #threshold(quota: string, members: number): number {
    if (quota === 'all') return members;
    if (quota === 'any') return 1;
    const threshold = THRESHOLD.test(quota) ? Number(quota) : 0;
    if (threshold < 1 || threshold > members) {
      this.#fail('policy-group', `of ${members} members, "${shown(quota)}" cannot be asked for`);
    }
    return threshold;
  }

  #quorumLine([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0) this.#fail('policy-line', 'write: quorum <name>');
    if (this.#quorum !== undefined) this.#fail('policy-quorum', 'a second line with the quorum');
    this.#quorum =
      name === 'none'
        ? { kind: 'none' }
        : (this.#named.get(name) ?? this.#fail('policy-quorum', `no line before this defines "${shown(name)}"`));
  }

  #assertNew(name: string): void {
    if (KEYWORDS.has(name)) this.#fail('policy-name', `"${name}" is a word of the language, and no name`);
    if (this.#named.has(name)) this.#fail('policy-name', `"${shown(name)}" is defined already`);
    if (this.#named.size === MOST_DEFINITIONS) this.#fail('policy-line', `more than ${MOST_DEFINITIONS} names`);
  }

  #key(vkey: string, type: KeyType, others: readonly { readonly key: VerifierKey }[]): VerifierKey {
    const key = this.#parseKey(vkey);
    if (key.type !== type) {
      this.#fail(
        'policy-key',
        `a ${type === 'ed25519' ? 'log' : 'witness'} has a key of another type than ${key.name}`,
      );
    }
    if (others.some((other) => equalBytes(other.key.publicKey, key.publicKey))) {
      this.#fail('policy-key', `the public key of ${key.name} is there already`);
    }
    return key;
  }

  #parseKey(vkey: string): VerifierKey {
    try {
      return parseVerifierKey(this.#sha256, decodeUtf8(octetsOf(vkey)));
    } catch (error) {
      if (error instanceof Malformed) this.#fail('policy-key', error.message);
      throw error;
    }
  }

  #fail(code: MalformedCode, reason: string): never {
    throw new Malformed(code, this.#line === 0 ? reason : `line ${this.#line} of the policy: ${reason}`);
  }
}

/** Octets as people read them. Never compared. */
const shown = (octets: string): string => LOSSY.decode(octetsOf(octets));
