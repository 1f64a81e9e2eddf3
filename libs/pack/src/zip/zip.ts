import { equalBytes } from '#transparency/bytes';
import { crc32 } from './crc32.ts';
import { CENTRAL_BYTES, centralHeader, END_BYTES, endRecord, LOCAL_BYTES, localHeader, type Place } from './headers.ts';

/** Files by name, in the order of their names. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Most bytes of an archive: what the 32 bits of its offsets can tell of. There is no ZIP64. */
export const MAX_ARCHIVE_BYTES = 2 ** 32 - 1;
/** Most files: one below what would announce ZIP64. */
export const MAX_FILES = 65_534;
const MAX_NAME_BYTES = 255;

/** Segments of letters, digits and `-._`, none of which begins with a dot, with single slashes between them. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Raised where bytes are not an archive as `writeZip` writes them. `where` names the file or the part that is at fault. */
export class NotAnArchive extends Error {
  readonly where: string;

  constructor(where: string, reason: string) {
    super(reason);
    this.name = 'NotAnArchive';
    this.where = where;
  }
}

/** Whether a file may be called so: on no system does such a name lead anywhere but into the folder that is unpacked to. */
export const isFileName = (name: string): boolean => name.length <= MAX_NAME_BYTES && NAME.test(name);

/**
 * An archive of these files: stored, in the order of their names, without a time, an attribute or a comment. The same files give
 * the same bytes, whatever the order of the map.
 *
 * @throws RangeError for a name that `isFileName` refuses, too many files, or too many bytes.
 */
export function writeZip(files: Files): Uint8Array {
  const places: Place[] = [];
  let offset = 0;
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isFileName(name)) throw new RangeError(`"${name}" cannot be the name of a file in an archive`);
    places.push({ name, crc: crc32(bytes), size: bytes.length, offset });
    offset += LOCAL_BYTES + name.length + bytes.length;
  }
  const directory = places.reduce((size, { name }) => size + CENTRAL_BYTES + name.length, 0);
  const total = offset + directory + END_BYTES;
  if (places.length > MAX_FILES || total > MAX_ARCHIVE_BYTES) {
    throw new RangeError(`${places.length} files in ${total} bytes are more than an archive can hold`);
  }
  const archive = new Uint8Array(total);
  for (const place of places) {
    archive.set(localHeader(place), place.offset);
    archive.set(files.get(place.name)!, place.offset + LOCAL_BYTES + place.name.length);
  }
  let at = offset;
  for (const place of places) {
    archive.set(centralHeader(place), at);
    at += CENTRAL_BYTES + place.name.length;
  }
  archive.set(endRecord(places.length, directory, offset), at);
  return archive;
}

/**
 * Reads what `writeZip` writes, and nothing else: every byte of the archive is either a byte of a file or the one byte that can
 * stand there. So nothing is compressed, hidden between or behind the files, told twice, or told differently in two places. The files
 * are views of `archive`.
 *
 * @throws NotAnArchive
 */
export function readZip(archive: Uint8Array): Files {
  const { count, directory } = endOf(archive);
  const files = new Map<string, Uint8Array>();
  let at = directory;
  let offset = 0;
  let before = '';
  for (let i = 0; i < count; i++) {
    const place = placeAt(archive, at, offset, directory);
    const { name, size, crc } = place;
    if (name <= before) throw new NotAnArchive(name, `it stands behind ${before}: each name once, and in order`);
    const start = offset + LOCAL_BYTES + name.length;
    if (!holds(archive, offset, localHeader(place))) {
      throw new NotAnArchive(name, 'what stands before its bytes does not agree with the directory');
    }
    const bytes = archive.subarray(start, start + size);
    if (crc32(bytes) !== crc) throw new NotAnArchive(name, 'its bytes do not have its checksum');
    files.set(name, bytes);
    before = name;
    offset = start + size;
    at += CENTRAL_BYTES + name.length;
  }
  if (offset !== directory)
    throw new NotAnArchive('the archive', 'something stands between the files and the directory');
  if (at !== archive.length - END_BYTES) throw new NotAnArchive('the directory', 'it goes on behind its last file');
  return files;
}

/** Reads the end record, which is the last bytes and no others. */
function endOf(archive: Uint8Array): { readonly count: number; readonly directory: number } {
  const start = archive.length - END_BYTES;
  if (start < 0 || archive.length > MAX_ARCHIVE_BYTES) {
    throw new NotAnArchive('the archive', `no archive has ${archive.length} bytes`);
  }
  const view = viewOf(archive, start, END_BYTES);
  const count = view.getUint16(10, true);
  const size = view.getUint32(12, true);
  const directory = view.getUint32(16, true);
  if (!holds(archive, start, endRecord(count, size, directory)) || directory + size !== start || count > MAX_FILES) {
    throw new NotAnArchive('the archive', 'it does not end as an archive of stored files does');
  }
  return { count, directory };
}

/** What the directory says of the file that must begin at `offset`. */
function placeAt(archive: Uint8Array, at: number, offset: number, directory: number): Place {
  const end = archive.length - END_BYTES;
  if (at + CENTRAL_BYTES > end) throw new NotAnArchive('the directory', 'it is shorter than it should be');
  const view = viewOf(archive, at, CENTRAL_BYTES);
  const length = view.getUint16(28, true);
  if (at + CENTRAL_BYTES + length > end) throw new NotAnArchive('the directory', 'it is shorter than it should be');
  const name = String.fromCharCode(...archive.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + Math.min(length, 256)));
  if (length !== name.length || !isFileName(name)) {
    throw new NotAnArchive('the directory', `${JSON.stringify(name)} is no name that a file may have`);
  }
  const place = { name, crc: view.getUint32(16, true), size: view.getUint32(24, true), offset };
  if (!holds(archive, at, centralHeader(place))) {
    throw new NotAnArchive(name, 'the directory says something of it that is not said of a stored file in its place');
  }
  if (offset + LOCAL_BYTES + length + place.size > directory) {
    throw new NotAnArchive(name, 'it is longer than there is room for it');
  }
  return place;
}

const viewOf = (archive: Uint8Array, at: number, length: number): DataView =>
  new DataView(archive.buffer, archive.byteOffset + at, length);

const holds = (archive: Uint8Array, at: number, expected: Uint8Array): boolean =>
  equalBytes(archive.subarray(at, at + expected.length), expected);
