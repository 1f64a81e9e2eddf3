import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';

const VECTORS = join(import.meta.dirname, '../../../../shared/data/vectors');

/** Vectors that others wrote lie beside the checkout. Where they do not, a specification says that it was skipped. */
export const withVectors = (folder: string): typeof describe | typeof describe.skip =>
  existsSync(join(VECTORS, folder)) ? describe : describe.skip;

export const vectorBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(join(VECTORS, path)));

export const vectorText = (path: string): string => readFileSync(join(VECTORS, path), 'utf8');

export const vectorJson = <T>(path: string): T => JSON.parse(vectorText(path)) as T;

/** Files below a folder of the vectors, as paths for the functions above. */
export const vectorFiles = (folder: string): readonly string[] =>
  readdirSync(join(VECTORS, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(VECTORS.length + 1))
    .toSorted();

/** As `Buffer.from` reads it: probes carry values on purpose that are no hashes. */
export const base64Bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
