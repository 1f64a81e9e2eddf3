import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeBundle, MAX_ENTRY_BYTES } from '#transparency/tiles/bundle';
import { MAX_NOTE_BYTES } from '#transparency/note/note';
import { tilePath, type TileResource } from '#transparency/tiles/path';
import { hashesOfTile, TILE_WIDTH } from '#transparency/tiles/tile';
import type { WatchedLog } from '#witness/logs-file';
import { reasonOf } from '../http/reason.ts';

/** A log could not be read. It proves nothing against it, and is tried again. */
export class LogUnreadable extends Error {
  /** What the log answered, where it did. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = 'LogUnreadable';
    this.status = status;
  }
}

const TIMEOUT_MS = 30_000;
const MOST_BUNDLE_BYTES = TILE_WIDTH * (MAX_ENTRY_BYTES + 2);

/** Reads a log (C2SP tlog-tiles) over HTTP. What it gives is what somebody sent: nothing of it is verified. */
export class LogClient {
  readonly #url: string;
  readonly #tokenFile: string | undefined;
  readonly #closing: AbortSignal;

  /** @param folder that names of token files are relative to */
  constructor({ url, tokenFile }: WatchedLog & { readonly url: string }, folder: string, closing: AbortSignal) {
    this.#url = url;
    this.#tokenFile = tokenFile === undefined ? undefined : resolve(folder, tokenFile);
    this.#closing = closing;
  }

  /** @throws LogUnreadable, as all of these */
  checkpoint(): Promise<Uint8Array> {
    return this.#get('checkpoint', MAX_NOTE_BYTES);
  }

  /** Exactly `width` entries of a bundle. Where the partial one is gone, as it may be once it grew, they are the first of a full one. */
  async entries(index: number, width: number): Promise<readonly Uint8Array[]> {
    return this.#partOf({ kind: 'entries', index, width }, MOST_BUNDLE_BYTES, decodeBundle);
  }

  /** Exactly `width` hashes of leaves. */
  async leafHashes(index: number, width: number): Promise<readonly Uint8Array[]> {
    return this.#partOf({ kind: 'hashes', level: 0, index, width }, MOST_BUNDLE_BYTES, hashesOfTile);
  }

  async #partOf(
    resource: TileResource,
    most: number,
    read: (bytes: Uint8Array, width: number) => readonly Uint8Array[],
  ): Promise<readonly Uint8Array[]> {
    const path = tilePath(resource);
    try {
      return this.#read(path, read, await this.#get(path, most), resource.width);
    } catch (error) {
      if (!(error instanceof LogUnreadable) || error.status !== 404 || resource.width === TILE_WIDTH) throw error;
      const full = tilePath({ ...resource, width: TILE_WIDTH });
      return this.#read(full, read, await this.#get(full, most), TILE_WIDTH).slice(0, resource.width);
    }
  }

  #read<T>(path: string, read: (bytes: Uint8Array, width: number) => T, bytes: Uint8Array, width: number): T {
    try {
      return read(bytes, width);
    } catch (error) {
      throw new LogUnreadable(`${this.#url}/${path}: ${(error as Error).message}`);
    }
  }

  async #get(path: string, most: number): Promise<Uint8Array> {
    const address = `${this.#url}/${path}`;
    try {
      const answer = await fetch(address, {
        headers: this.#authorisation(),
        // A token goes where the file says, and nowhere else.
        redirect: 'error',
        signal: AbortSignal.any([this.#closing, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (answer.status !== 200) {
        await answer.body?.cancel();
        throw new LogUnreadable(`${address}: it answered ${answer.status}`, answer.status);
      }
      return await bounded(answer, most, address);
    } catch (error) {
      if (error instanceof LogUnreadable) throw error;
      throw new LogUnreadable(`${address}: ${reasonOf(error)}`);
    }
  }

  /** Read each time: a token that was renewed is used at once. */
  #authorisation(): Record<string, string> {
    if (this.#tokenFile === undefined) return {};
    return { authorization: `Bearer ${readFileSync(this.#tokenFile, 'utf8').trim()}` };
  }
}

/** The body of an answer, which may be without an end. */
async function bounded(answer: Response, most: number, address: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > most) throw new LogUnreadable(`${address}: it sends more than ${most} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}
