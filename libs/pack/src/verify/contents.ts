import { equalBytes, fromHex } from '#transparency/bytes';
import type { Sha256 } from '#transparency/sha256';
import { disclosureShape, type PackDisclosure } from '../format/disclosures.ts';
import { linesOf } from '../format/lines.ts';
import { FORMATS, manifestShape, type ListedFile, type Manifest } from '../format/manifest.ts';
import { alwaysIn, isKnownName, isReserved, MANIFEST } from '../format/names.ts';
import { NotAnArchive, readZip, type Files } from '../zip/zip.ts';
import { readCanonical } from './reading.ts';
import { refute, unreadable } from './verdict.ts';

/** The files of a pack by name: a manifest, and besides only such as a format knows. @throws Ended */
export function readFiles(pack: Uint8Array): Files {
  const files = unpacked(pack);
  for (const name of files.keys()) {
    if (!isKnownName(name)) unreadable('not-a-pack', name, 'the format knows no such file');
  }
  if (!files.has(MANIFEST)) unreadable('not-a-pack', MANIFEST, 'it is missing');
  return files;
}

function unpacked(pack: Uint8Array): Files {
  try {
    return readZip(pack);
  } catch (error) {
    if (error instanceof NotAnArchive) return unreadable('not-an-archive', error.where, error.message);
    throw error;
  }
}

/** @throws Ended */
export function readManifest(bytes: Uint8Array): Manifest {
  const value = readCanonical(bytes, MANIFEST);
  const { format } = (value ?? {}) as Partial<Manifest>;
  if (typeof format === 'string' && !(FORMATS as readonly string[]).includes(format)) {
    unreadable(
      'unknown-format',
      MANIFEST,
      `the pack is of the format ${JSON.stringify(format)}; this verifier reads ${FORMATS.join(' and ')}`,
    );
  }
  const fault = manifestShape(value);
  if (fault !== undefined) unreadable('not-a-pack', MANIFEST, `${fault === '' ? 'it' : fault} is not as in a manifest`);
  return value as Manifest;
}

/** That the files are those of the list, byte for byte, no more and no fewer. @throws Ended */
export function checkListed(sha256: Sha256, files: Files, { files: listed, format }: Manifest): void {
  for (const name of files.keys()) {
    // Nothing in this version says what such a file would have to be, so nothing could be said for it.
    if (isReserved(name, format))
      unreadable('unknown-format', name, 'a later version of the format may hold it; this one does not');
  }
  const names = new Set(listed.map(({ name }) => name));
  if (!isInOrder(listed))
    refute('wrong-file', 'the manifest does not list each file once and in order', { file: MANIFEST });
  for (const name of [...alwaysIn(format), ...names]) {
    if (!files.has(name)) refute('missing-file', `${name} is not in the pack`, { file: name });
  }
  for (const name of files.keys()) {
    if (name !== MANIFEST && !names.has(name))
      refute('extra-file', `the manifest does not list ${name}`, { file: name });
  }
  for (const { name, size, sha256: digest } of listed) {
    const bytes = files.get(name)!;
    if (bytes.length !== size || !equalBytes(sha256.digest(bytes), fromHex(digest))) {
      refute('wrong-file', `${name} is not the file that the manifest lists`, { file: name });
    }
  }
}

const isInOrder = (listed: readonly ListedFile[]): boolean =>
  listed.every(({ name }, i) => name !== MANIFEST && (i === 0 || listed[i - 1]!.name < name));

/** @throws Ended */
export function readDisclosures(bytes: Uint8Array, file: string): readonly PackDisclosure[] {
  const lines = linesOf(bytes) ?? unreadable('not-lines', file, 'the last line is not ended by a newline');
  const disclosures = lines.map((line, i) => {
    const where = `${file}, line ${i + 1}`;
    const value = readCanonical(line, where);
    const fault = disclosureShape(value);
    if (fault !== undefined)
      unreadable('not-a-disclosure', where, `${fault === '' ? 'it' : fault} is not as in a disclosure`);
    return value as PackDisclosure;
  });
  const disorder = disclosures.findIndex(({ commitment }, i) => i > 0 && disclosures[i - 1]!.commitment >= commitment);
  if (disorder >= 0)
    unreadable('not-lines', `${file}, line ${disorder + 1}`, 'each commitment stands once, and in order');
  return disclosures;
}
