import { createHash } from 'node:crypto';

/**
 * A client of tiled logs, from the text of C2SP tlog-tiles alone: nothing of ours is imported here, so what it can read, others can.
 */
export interface WalkedLog {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly checkpoint: string;
  readonly entries: readonly Buffer[];
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

type Get = (path: string) => Promise<Buffer>;

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** "N is … encoded into three-digit path elements. All but the last path element MUST begin with an x" */
function encodedIndex(n: number): string {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g)!;
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

const places = (count: number): { readonly n: number; readonly width: number; readonly path: string }[] =>
  Array.from({ length: Math.ceil(count / 256) }, (_, n) => {
    const width = Math.min(256, count - n * 256);
    return { n, width, path: `${encodedIndex(n)}${width < 256 ? `.p/${width}` : ''}` };
  });

/** Fetches every tile and every entry below a checkpoint, and holds each to the others. @throws Error where one does not fit */
export async function walkLog(get: Get): Promise<WalkedLog> {
  const asked: string[] = [];
  const fetched = (path: string): Promise<Buffer> => {
    asked.push(path);
    return get(path);
  };
  const checkpoint = (await fetched('checkpoint')).toString();
  const [origin, digits, root] = checkpoint.split('\n');
  const size = Number(digits);

  const entries: Buffer[] = [];
  for (const { width, path } of places(size)) {
    const bundle = await fetched(`tile/entries/${path}`);
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = bundle.readUInt16BE(at);
      entries.push(bundle.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== bundle.length) throw new Error(`${path}: bytes behind the last entry`);
  }

  let below = entries.map((entry) => sha256(Buffer.of(0), entry));
  for (let level = 0; below.length > 0; level++) {
    const held: Buffer[] = [];
    for (const { width, path } of places(below.length)) {
      const tile = await fetched(`tile/${level}/${path}`);
      if (tile.length !== width * 32) throw new Error(`tile/${level}/${path} has ${tile.length} bytes`);
      for (let i = 0; i < width; i++) held.push(tile.subarray(i * 32, (i + 1) * 32));
    }
    held.forEach((hash, i) => {
      if (!hash.equals(below[i]!)) throw new Error(`hash ${i} of level ${level} is not what lies below it`);
    });
    const full = Math.floor(below.length / 256);
    below = Array.from({ length: full }, (_, n) => treeHash(below.slice(n * 256, (n + 1) * 256)));
  }
  const rebuilt = treeHash(entries.map((entry) => sha256(Buffer.of(0), entry))).toString('base64');
  if (rebuilt !== root) throw new Error('the entries lead to another root than the checkpoint says');
  return { origin: origin!, size, root, checkpoint, entries, asked };
}

/** MTH of RFC 6962, over leaf hashes. */
function treeHash(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(hashes.slice(0, k)), treeHash(hashes.slice(k)));
}
