import { deflateRawSync } from 'node:zlib';
import { crc32 } from '#pack/zip/crc32';
import { pick, encode, type Mutate, type Subject } from './subject.ts';

/** A file as a lax archiver writes it: with every field that a strict reader looks at. */
interface Stored {
  name: string;
  /** The name in the local header, where it is another. */
  localName?: string;
  bytes: Uint8Array;
  crc?: number;
  method?: number;
  flags?: number;
  time?: number;
  version?: number;
  extra?: Uint8Array;
  comment?: string;
  attributes?: number;
  /** What the headers say of its sizes. */
  stated?: { readonly packed?: number; readonly size?: number };
  localSize?: number;
  size?: number;
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

function fields(file: Stored, inDirectory: boolean): Buffer {
  const { bytes, stated, extra = new Uint8Array(), version = 10, flags = 0, method = 0, time = 0 } = file;
  const packed = stated?.packed ?? bytes.length;
  const size = (inDirectory ? undefined : file.localSize) ?? stated?.size ?? file.size ?? bytes.length;
  const name = Buffer.from(inDirectory ? file.name : (file.localName ?? file.name), 'latin1');
  return Buffer.concat([
    ...[version, flags, method, time, 0x21].map(u16),
    ...[file.crc ?? crc32(bytes), packed, size].map(u32),
    ...[name.length, extra.length].map(u16),
    ...(inDirectory ? [u16(file.comment?.length ?? 0), u16(0), u16(0), u32(file.attributes ?? 0)] : [name, extra]),
  ]);
}

interface Shape {
  readonly before?: Uint8Array;
  readonly between?: Uint8Array;
  readonly comment?: string;
  readonly after?: Uint8Array;
  readonly count?: number;
}

/** An archive of these, in this order, whatever they are. */
function archive(files: readonly Stored[], shape: Shape = {}): Uint8Array {
  const { before = new Uint8Array(), between = new Uint8Array(), comment = '', after = new Uint8Array() } = shape;
  const locals: Buffer[] = [Buffer.from(before)];
  const central: Buffer[] = [];
  let offset = before.length;
  for (const file of files) {
    const local = Buffer.concat([u32(0x04034b50), fields(file, false), file.bytes]);
    const extra = file.extra ?? new Uint8Array();
    central.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(file.version ?? 10),
        fields(file, true),
        u32(offset),
        Buffer.from(file.name, 'latin1'),
        extra,
        Buffer.from(file.comment ?? ''),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = shape.count ?? files.length;
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(count),
    u16(count),
    u32(directory.length),
    u32(offset + between.length),
    u16(comment.length),
    Buffer.from(comment),
  ]);
  return Uint8Array.from(Buffer.concat([...locals, between, directory, end, after]));
}

const storedIn = ({ files }: Subject): Stored[] => [...files].map(([name, bytes]) => ({ name, bytes }));
const more: Stored = { name: 'proofs/note.txt', bytes: encode('extra') };

/** The archive of the pack, as it is but for one thing. */
const changed =
  (change: (files: Stored[], one: Stored) => readonly Stored[] | void, shape?: Shape): Mutate =>
  (subject, random) => {
    const files = storedIn(subject);
    return { pack: archive(change(files, pick(random, files)) ?? files, shape) };
  };

const sorted = (files: readonly Stored[]): readonly Stored[] => [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
const named = (name: string): Mutate => changed((files) => sorted([...files, { ...more, name }]));

/** The same archive, by the lax archiver: what shows that the ways below are refused for what they are. */
export const genuineArchive = (subject: Subject): Uint8Array => archive(storedIn(subject));

function deflated(one: Stored): void {
  one.crc = crc32(one.bytes);
  one.size = one.bytes.length;
  one.bytes = new Uint8Array(deflateRawSync(one.bytes));
  one.method = 8;
}

const BOMB = new Uint8Array(deflateRawSync(new Uint8Array(1_000_000)));

export const ARCHIVES: Readonly<Record<string, Mutate>> = {
  'a file is deflated': changed((_, one) => deflated(one)),
  'a file is a deflated bomb': changed((files) =>
    sorted([...files, { ...more, bytes: BOMB, method: 8, size: 2 ** 32 - 1, crc: 0 }]),
  ),
  'a file says that it is longer': changed((_, one) => void (one.stated = { size: 2 ** 31, packed: 2 ** 31 })),
  'a file says that it is shorter': changed((_, one) => void (one.stated = { size: 0, packed: 0 })),
  'two headers tell two sizes': changed((_, one) => void (one.localSize = one.bytes.length + 1)),
  'two headers tell two names': changed((_, one) => void (one.localName = `${one.name.slice(0, -1)}_`)),
  'a checksum is another': changed((_, one) => void (one.crc = crc32(one.bytes) ^ 1)),
  'a file is encrypted': changed((_, one) => void (one.flags = 1)),
  'sizes follow behind a file': changed((_, one) => void (one.flags = 8)),
  'a name is said to be UTF-8': changed((_, one) => void (one.flags = 0x800)),
  'a file has a time': changed((_, one) => void (one.time = 0x6b3a)),
  'a file wants a newer program': changed((_, one) => void (one.version = 45)),
  'a file has an extra field': changed((_, one) => void (one.extra = Uint8Array.of(1, 0, 4, 0, 1, 2, 3, 4))),
  'a file has a comment': changed((_, one) => void (one.comment = 'hello')),
  'a file has attributes': changed((_, one) => void (one.attributes = 0o100777 << 16)),
  'a file is there twice': changed((files, one) => sorted([...files, { ...one }])),
  'a file is there twice, once otherwise': changed((files, one) =>
    sorted([...files, { ...one, bytes: encode('other') }]),
  ),
  'a folder is there': named('proofs/'),
  'an unknown file is there': named('notes.txt'),
  'a name leads out of the folder': named('../../etc/cron.d/onus'),
  'a name leads out by a longer way': named('proofs/../../report.html'),
  'a name is absolute': named('/etc/passwd'),
  'a name has backslashes': named('proofs\\..\\x'),
  'a name has a drive': named('C:report.html'),
  'a name ends with a zero byte': named('report.html\0.txt'),
  'a name is empty': named(''),
  'a name is in capitals': named('REPORT.HTML'),
  'files are in another order': changed((files) => [...files].reverse()),
  'a file is missing': changed((files, one) => files.filter((each) => each !== one)),
  'something stands before the archive': changed(() => undefined, { before: encode('#!/bin/sh\n') }),
  'something stands between files and directory': changed(() => undefined, { between: encode('hidden') }),
  'the archive has a comment': changed(() => undefined, { comment: 'hello' }),
  'something stands behind the archive': changed(() => undefined, { after: encode('\0') }),
  'the directory counts one more': (subject) => ({
    pack: archive(storedIn(subject), { count: subject.files.size + 1 }),
  }),
  'the directory counts one fewer': (subject) => ({
    pack: archive(storedIn(subject), { count: subject.files.size - 1 }),
  }),
  'it is two archives': ({ pack }) => ({ pack: Uint8Array.from(Buffer.concat([pack, pack])) }),
  'it is nothing': () => ({ pack: new Uint8Array() }),
};
