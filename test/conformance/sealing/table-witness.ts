import { ed25519OfSeed, nodeSha256 } from '#ledger-store/node-crypto';
import { equalBytes } from '#transparency/bytes';
import { parseCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { verifyConsistency } from '#transparency/merkle/verification';
import { verifierKey } from '#transparency/note/key';
import { formatSignatureLine, parseNote } from '#transparency/note/note';
import type { TrustedWitness } from '#transparency/policy/policy';
import { parseAddCheckpoint } from '#witness/add-checkpoint';

/** How a witness behaves at its next question. */
export type Mood = 'well' | 'down' | 'silent' | 'broken' | 'forging' | 'babbling' | 'endless' | 'beyond time';

/** A witness as the table of C2SP tlog-witness has it, behind a `fetch` that reaches nobody else. */
export class TableWitness {
  readonly witness: TrustedWitness;
  readonly requests: { readonly oldSize: number; readonly size: number }[] = [];
  mood: Mood = 'well';
  /** Seconds since 1970. */
  now = 1_800_000_000;
  /** How many bytes of an answer without an end were taken. */
  taken = 0;
  readonly #pair;
  readonly #seen = new Map<string, { readonly size: number; readonly root: Uint8Array }>();

  constructor(name: string, seed: number) {
    this.#pair = ed25519OfSeed(new Uint8Array(32).fill(seed));
    const key = verifierKey(nodeSha256, `${name}.example`, 'cosignature', this.#pair.publicKey);
    this.witness = { kind: 'witness', name, key, url: `https://${name}.example/` };
  }

  answer(body: Uint8Array, signal: AbortSignal): Promise<Response> {
    if (this.mood === 'down') return Promise.reject(new TypeError('fetch failed', { cause: new Error('refused') }));
    if (this.mood === 'silent') {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    }
    if (this.mood === 'broken') return Promise.resolve(new Response('<html>', { status: 500 }));
    if (this.mood === 'endless') return Promise.resolve(new Response(this.#endless()));
    return Promise.resolve(this.#judge(body));
  }

  #endless(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: (controller) => {
        this.taken += 10_000;
        controller.enqueue(new Uint8Array(10_000));
      },
    });
  }

  #judge(body: Uint8Array): Response {
    const { oldSize, proof, note } = parseAddCheckpoint(body);
    const { text } = parseNote(note);
    const { origin, size, root } = parseCheckpoint(text);
    this.requests.push({ oldSize, size });
    const seen = this.#seen.get(origin) ?? { size: 0, root };
    if (oldSize > size) return new Response('old beyond checkpoint', { status: 400 });
    if (oldSize !== seen.size) return new Response(`${seen.size}\n`, { status: 409 });
    const claim = { oldSize, newSize: size, oldRoot: seen.root, newRoot: root, proof };
    const consistent = oldSize === 0 ? proof.length === 0 : verifyConsistency(nodeSha256, claim).ok;
    if (!consistent || (seen.size === size && !equalBytes(seen.root, root))) return new Response('', { status: 422 });
    this.#seen.set(origin, { size, root });
    const signed = this.mood === 'forging' ? text.replace(/\n\d+\n/, '\n7\n') : text;
    const time = this.mood === 'beyond time' ? Number.MAX_SAFE_INTEGER : this.now;
    const line = cosign(signed, time, { key: this.witness.key, sign: this.#pair.sign });
    return new Response(this.mood === 'babbling' ? 'well done\n' : formatSignatureLine(line));
  }
}

/** A `fetch` that knows these witnesses. */
export const reaching =
  (...witnesses: readonly TableWitness[]): typeof fetch =>
  (address, init) => {
    const url = address instanceof Request ? address.url : String(address);
    const found = witnesses.find(({ witness }) => `${witness.url}add-checkpoint` === url);
    if (found === undefined) return Promise.reject(new TypeError(`no such witness: ${url}`));
    return found.answer(init!.body as Uint8Array, init!.signal!);
  };
