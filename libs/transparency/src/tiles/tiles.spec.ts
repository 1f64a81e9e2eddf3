import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import type { Sha256 } from '../sha256.ts';
import { consistencyProof, inclusionProof, rootAt } from '../merkle/proof.ts';
import { TileBuilder } from './builder.ts';
import { decodeBundle, encodeBundle, MAX_ENTRY_BYTES } from './bundle.ts';
import { parseTilePath, tilePath, type TileResource } from './path.ts';
import { hashesOfKeptTiles, hashesOfTiles, type ReadKeptTile, type ReadTile } from './reader.ts';
import { aboveTile } from './tile-hashes.ts';
import { hashesOfTile, newTiles, tileWidth, type Tile } from './tile.ts';

const COUNT = 70_000;
const entries = someEntries(COUNT);
const tree = new ReferenceTree(entries);
const leaf = (index: number): Uint8Array => tree.mth(index, index + 1);

/** Builds a tree and keeps the tiles that were given, as a log would on disk. */
function builtUpTo(size: number): { builder: TileBuilder; full: Map<string, Tile>; readTile: ReadTile } {
  const builder = TileBuilder.begin(nodeSha256);
  const full = new Map<string, Tile>();
  for (let index = 0; index < size; index++) {
    for (const tile of builder.append(leaf(index))) full.set(`${tile.level}/${tile.index}`, tile);
  }
  const partial = new Map(builder.partial().map((tile) => [`${tile.level}/${tile.index}`, tile]));
  const readTile: ReadTile = (level, index) => {
    const tile = full.get(`${level}/${index}`) ?? partial.get(`${level}/${index}`);
    if (tile === undefined) throw new Error(`tile ${index} on level ${level} was never made`);
    return tile.bytes;
  };
  return { builder, full, readTile };
}

describe('The tiles of a tree of 70,000 leaves, the example of tlog-tiles', () => {
  const { builder, full, readTile } = builtUpTo(COUNT);

  it('are those that the specification counts', () => {
    const places = [...full.values(), ...builder.partial()].map(({ level, width }) => `${level}: ${width}`);
    const counted = Object.fromEntries([...Map.groupBy(places, String)].map(([place, tiles]) => [place, tiles.length]));
    expect(counted).toEqual({ '0: 256': 273, '0: 112': 1, '1: 256': 1, '1: 17': 1, '2: 1': 1 });
    expect([...newTiles(0, COUNT)]).toHaveLength(277);
  });

  it('hold the hashes of RFC 6962', () => {
    for (const { level, index, width, bytes } of [...full.values(), ...builder.partial()]) {
      const span = 256 ** level;
      const hashes = Array.from({ length: width }, (_, i) =>
        tree.mth((index * 256 + i) * span, (index * 256 + i + 1) * span),
      );
      expect(Buffer.concat(hashes).equals(bytes)).toBe(true);
    }
    expect(builder.root()).toEqual(tree.mth(0, COUNT));
  });

  it('are enough for every root and proof of every size, and few of them are read', () => {
    const size = fc.integer({ min: 1, max: COUNT });
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (newSize, a, b) => {
        const index = a % newSize;
        const oldSize = 1 + (b % newSize);
        let reads = 0;
        const hashes = hashesOfTiles(nodeSha256, newSize, (level, at, width) => {
          reads++;
          // A partial tile may be gone once it grew: what is there then is wider.
          expect(readTile(level, at, width).length).toBeGreaterThanOrEqual(32 * width);
          return readTile(level, at, width);
        });
        expect(rootAt(nodeSha256, hashes, newSize)).toEqual(tree.mth(0, newSize));
        expect(inclusionProof(nodeSha256, hashes, index, newSize)).toEqual(tree.path(index, 0, newSize));
        expect(consistencyProof(nodeSha256, hashes, oldSize, newSize)).toEqual(tree.proof(oldSize, newSize));
        expect(reads).toBeLessThanOrEqual(3 * 3);
      }),
      { numRuns: 200 },
    );
  });

  it('give the same with the rows above them that are kept, and then a proof of one leaf hashes little', () => {
    let hashed = 0;
    const counting: Sha256 = {
      digest: (data) => {
        hashed++;
        return nodeSha256.digest(data);
      },
      into: (data, out, offset) => {
        hashed++;
        nodeSha256.into(data, out, offset);
      },
    };
    const above = new Map([...full].map(([place, { bytes }]) => [place, aboveTile(nodeSha256, bytes)]));
    const readKept: ReadKeptTile = (level, index, width) => {
      const hashes = readTile(level, index, width);
      return { hashes, inner: above.get(`${level}/${index}`)?.inner };
    };
    for (const [place, { root }] of above) {
      const { level, index } = full.get(place)!;
      const span = 256 ** (level + 1);
      expect(root).toEqual(tree.mth(index * span, (index + 1) * span));
    }
    fc.assert(
      fc.property(fc.nat(COUNT - 1), fc.integer({ min: 1, max: COUNT }), (index, size) => {
        hashed = 0;
        const complete = hashesOfKeptTiles(counting, 65_536, readKept);
        expect(inclusionProof(counting, complete, index % 65_536, 65_536)).toEqual(
          tree.path(index % 65_536, 0, 65_536),
        );
        // Two tiles are on the way, each of 9 hashes, where 247 would be made without the rows above it.
        expect(hashed).toBe(2 * 9);
        const hashes = hashesOfKeptTiles(nodeSha256, COUNT, readKept);
        expect(inclusionProof(nodeSha256, hashes, index, COUNT)).toEqual(tree.path(index, 0, COUNT));
        const smaller = hashesOfKeptTiles(nodeSha256, size, readKept);
        expect(rootAt(nodeSha256, smaller, size)).toEqual(tree.mth(0, size));
        expect(consistencyProof(nodeSha256, hashes, size, COUNT)).toEqual(tree.proof(size, COUNT));
      }),
      { numRuns: 200 },
    );
  });

  it('count no rows above a tile that are not all there', () => {
    const readKept: ReadKeptTile = (level, index, width) => {
      const hashes = readTile(level, index, width);
      return { hashes, inner: aboveTile(nodeSha256, hashes).inner.subarray(32) };
    };
    const hashes = hashesOfKeptTiles(nodeSha256, 256, readKept);
    expect(() => hashes(3, 0)).toThrow(expect.objectContaining({ code: 'tile' }));
    // Of a tile that was narrower then, what stands above it now says nothing.
    expect(hashesOfKeptTiles(nodeSha256, 255, readKept)(3, 0)).toEqual(tree.mth(0, 8));
  });

  it('let a builder go on after a restart as if nothing had been', () => {
    const sizes = [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 69_000];
    for (const size of sizes) {
      const resumed = TileBuilder.resume(nodeSha256, size, readTile);
      expect(resumed.size).toBe(size);
      for (let index = size; index < Math.min(size + 600, COUNT); index++) {
        for (const tile of resumed.append(leaf(index))) {
          expect(full.get(`${tile.level}/${tile.index}`)?.bytes).toEqual(tile.bytes);
        }
      }
      expect(resumed.root()).toEqual(tree.mth(0, resumed.size));
      expect(resumed.partial()).toEqual(
        [0, 1, 2].flatMap((level) => {
          const index = Math.floor(resumed.size / 256 ** (level + 1));
          const width = tileWidth(level, index, resumed.size);
          return width === 0
            ? []
            : [{ level, index, width, bytes: readTile(level, index, width).slice(0, 32 * width) }];
        }),
      );
    }
  });

  it('are given away for good: writing into one spoils nothing', () => {
    const own = TileBuilder.begin(nodeSha256);
    for (let index = 0; index < 600; index++) for (const tile of own.append(leaf(index))) tile.bytes.fill(0);
    for (const tile of own.partial()) tile.bytes.fill(0);
    expect(own.root()).toEqual(tree.mth(0, 600));
    expect(own.partial().map(({ bytes }) => bytes.slice(0, 32))).toEqual([leaf(512), tree.mth(0, 256)]);
  });

  it('that are too short, or missing, are noticed', () => {
    const short: ReadTile = (level, index, width) => readTile(level, index, width).subarray(0, 32 * width - 32);
    const crooked: ReadTile = (level, index, width) => readTile(level, index, width).subarray(0, 32 * width - 1);
    const longer: ReadTile = (level, index, width) => new Uint8Array(32 * width + 1).fill(level + index);
    for (const reader of [short, crooked, longer]) {
      const hashes = hashesOfTiles(nodeSha256, COUNT, reader);
      expect(() => rootAt(nodeSha256, hashes, COUNT)).toThrow(expect.objectContaining({ code: 'tile' }));
      expect(() => TileBuilder.resume(nodeSha256, COUNT, reader)).toThrow(expect.objectContaining({ code: 'tile' }));
    }
    const hashes = hashesOfTiles(nodeSha256, 300, readTile);
    expect(() => hashes(0, 300)).toThrow(RangeError);
    expect(() => hashes(8, 1)).toThrow(RangeError);
    expect(() => hashes(5, 9)).toThrow(RangeError);
    expect(hashes(0, 299)).toEqual(leaf(299));
  });
});

describe('What is new in a tree', () => {
  it('is every tile that was not there, or was narrower', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
        const [oldSize, newSize] = a < b ? [a, b] : [b, a];
        const had = new Set(Array.from(newTiles(0, oldSize), (place) => JSON.stringify(place)));
        const all = Array.from(newTiles(0, newSize), (place) => JSON.stringify(place));
        const fresh = Array.from(newTiles(oldSize, newSize), (place) => JSON.stringify(place));
        expect(fresh).toEqual(all.filter((place) => !had.has(place)));
      }),
      { numRuns: 200 },
    );
  });

  it('is cut into hashes', () => {
    const bytes = Buffer.concat([leaf(0), leaf(1)]);
    expect(hashesOfTile(new Uint8Array(bytes), 2)).toEqual([leaf(0), leaf(1)]);
    expect(() => hashesOfTile(bytes.subarray(1), 2)).toThrow(expect.objectContaining({ code: 'tile' }));
  });
});

describe('The path of a tile', () => {
  const paths: readonly (readonly [string, TileResource])[] = [
    ['tile/0/000', { kind: 'hashes', level: 0, index: 0, width: 256 }],
    ['tile/0/x001/x234/067', { kind: 'hashes', level: 0, index: 1_234_067, width: 256 }],
    ['tile/63/999.p/255', { kind: 'hashes', level: 63, index: 999, width: 255 }],
    ['tile/1/x001/000.p/1', { kind: 'hashes', level: 1, index: 1_000, width: 1 }],
    ['tile/entries/x035/x225/469.p/12', { kind: 'entries', index: 35_225_469, width: 12 }],
    ['tile/entries/x009/x007/x199/x254/x740/991', { kind: 'entries', index: 2 ** 53 - 1, width: 256 }],
  ];

  it.each(paths)('is %s', (path, resource) => {
    expect(tilePath(resource)).toBe(path);
    expect(parseTilePath(path)).toEqual(resource);
  });

  it('is read as it was written', () => {
    const place = { index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) };
    const resource = fc.oneof(
      fc.record({ kind: fc.constant('entries' as const), ...place }),
      fc.record({ kind: fc.constant('hashes' as const), level: fc.nat(63), ...place }),
    );
    fc.assert(fc.property(resource, (value) => expect(parseTilePath(tilePath(value))).toEqual(value)));
  });

  it.each([
    '',
    'tile/0',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/0/000/',
    '/tile/0/000',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1/2',
    'tile/0/000\n',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/Entries/000',
    'tile/data/000',
    'tile/0/../000',
    'checkpoint',
  ])('is not "%s"', (path) => {
    expect(() => parseTilePath(path)).toThrow(expect.objectContaining({ name: 'Malformed', code: 'tile-path' }));
  });

  it.each<TileResource>([
    { kind: 'hashes', level: 64, index: 0, width: 1 },
    { kind: 'hashes', level: 0, index: -1, width: 1 },
    { kind: 'hashes', level: 0, index: 0, width: 0 },
    { kind: 'entries', index: 0, width: 257 },
    { kind: 'entries', index: 2 ** 53, width: 1 },
  ])('does not exist for %p', (resource) => {
    expect(() => tilePath(resource)).toThrow(expect.objectContaining({ code: 'tile-path' }));
  });
});

describe('An entry bundle', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 }), (list) => {
        expect(decodeBundle(encodeBundle(list), list.length)).toEqual(list);
      }),
    );
    const long = new Uint8Array(MAX_ENTRY_BYTES).fill(7);
    expect(decodeBundle(encodeBundle([long, long]), 2)).toEqual([long, long]);
  });

  const bundle = encodeBundle(entries.slice(0, 3));
  it.each([
    ['more entries than are there', bundle, 4],
    ['fewer entries than are there', bundle, 2],
    ['an entry that is cut', bundle.subarray(0, -1), 3],
    ['a byte behind the last', Uint8Array.of(...bundle, 0), 3],
    ['a length that is cut', Uint8Array.of(0), 1],
    ['nothing', new Uint8Array(), 1],
  ])('is refused with %s', (_what, bytes, width) => {
    expect(() => decodeBundle(bytes, width)).toThrow(expect.objectContaining({ code: 'entry-bundle' }));
  });

  it.each([
    ['no entry', []],
    ['257 entries', Array.from({ length: 257 }, () => new Uint8Array())],
    ['an entry of 65,536 bytes', [new Uint8Array(65_536)]],
  ])('cannot be written with %s', (_what, list) => {
    expect(() => encodeBundle(list)).toThrow(expect.objectContaining({ code: 'entry-bundle' }));
  });
});
