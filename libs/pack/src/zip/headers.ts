/*
 * The one form that a ZIP of ours has (PKWARE APPNOTE 6.3.10): files stored as they are, one after the other in the order of their
 * names, then the central directory, then its end record. Every other field is fixed, so the same files are the same bytes, and
 * whoever reads compares what stands there with what must stand there.
 */

/** A file with its place and everything about it that a header says. */
export interface Place {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 1.0: files that are stored. */
const VERSION = 10;
/** 1 January 1980, midnight: the first moment that ZIP can write, and no moment of ours. */
const DATE = 0x0021;

/** What stands before the bytes of a file. */
export function localHeader({ name, crc, size }: Omit<Place, 'offset'>): Uint8Array {
  const { bytes, view } = room(LOCAL_BYTES, name);
  view.setUint32(0, LOCAL, true);
  common(view, 4, { name, crc, size });
  return bytes;
}

/** What the central directory says of a file. */
export function centralHeader({ name, crc, size, offset }: Place): Uint8Array {
  const { bytes, view } = room(CENTRAL_BYTES, name);
  view.setUint32(0, CENTRAL, true);
  view.setUint16(4, VERSION, true);
  common(view, 6, { name, crc, size });
  view.setUint32(42, offset, true);
  return bytes;
}

/** The last bytes of all: where the central directory is. No comment, and no other disk. */
export function endRecord(files: number, size: number, offset: number): Uint8Array {
  const { bytes, view } = room(END_BYTES, '');
  view.setUint32(0, END, true);
  view.setUint16(8, files, true);
  view.setUint16(10, files, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return bytes;
}

/** From the version that is needed to the length of the extra field: the same in both headers. Flags, method and time are zero. */
function common(view: DataView, at: number, { name, crc, size }: Omit<Place, 'offset'>): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

/** A header of so many bytes with a name behind it. Names are ASCII. */
function room(length: number, name: string): { readonly bytes: Uint8Array; readonly view: DataView } {
  const bytes = new Uint8Array(length + name.length);
  for (let i = 0; i < name.length; i++) bytes[length + i] = name.charCodeAt(i);
  return { bytes, view: new DataView(bytes.buffer) };
}
