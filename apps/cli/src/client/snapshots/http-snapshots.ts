import type { SnapshotComparison, SnapshotState, SnapshotVerdict, SnapshotView } from '#answers/views.snapshot';
import type { Side } from '#snapshot/compare-snapshots/compare-snapshots';
import { SNAPSHOT_MEDIA_TYPE } from '#snapshot/media-type';
import { at, effectiveText, knownText } from '../addresses.ts';
import type { HttpServer } from '../http-connection.ts';
import type { SnapshotClient, TakenSnapshot, ToSealMatrix } from '../onus-client.ts';

/** Snapshots on a server. */
export class HttpSnapshots implements SnapshotClient {
  readonly #server: HttpServer;

  constructor(server: HttpServer) {
    this.#server = server;
  }

  async take(slug: string, { effective, known }: ToSealMatrix, commandId: string): Promise<TakenSnapshot> {
    const body = {
      ...(effective !== undefined && { effective: effectiveText(effective) }),
      ...(known !== undefined && { known: knownText(known) }),
    };
    const written = await this.#server.connection.post(snapshotsOf(slug), { commandId, body });
    const { snapshot } = written.receipt as Pick<TakenSnapshot, 'snapshot'>;
    return { snapshot, ...this.#server.recorded(written) };
  }

  list(slug: string): Promise<readonly SnapshotView[]> {
    return this.#server.everyPage<SnapshotView>(snapshotsOf(slug));
  }

  show(slug: string, id: string): Promise<SnapshotState> {
    return this.#server.connection.get(snapshotAt(slug, id));
  }

  document(slug: string, id: string): Promise<Uint8Array> {
    return this.#server.connection.bytes(`${snapshotAt(slug, id)}/document`, {});
  }

  verify(slug: string, id: string, document: Uint8Array): Promise<SnapshotVerdict> {
    return this.#server.connection.submit(`${snapshotAt(slug, id)}/verification`, document, SNAPSHOT_MEDIA_TYPE);
  }

  compare(slug: string, from: Side, to: Side): Promise<SnapshotComparison> {
    const sides = { from: sideText(from), to: sideText(to) };
    return this.#server.connection.get(`${snapshotsOf(slug)}/compare`, sides);
  }
}

const snapshotsOf = (slug: string): string => `${at(slug)}/snapshots`;
const snapshotAt = (slug: string, id: string): string => `${snapshotsOf(slug)}/${encodeURIComponent(id)}`;

function sideText(side: Side): string {
  if ('snapshot' in side) return side.snapshot;
  const known = knownText(side.known);
  return `${effectiveText(side.effective)}${known === undefined ? '' : `@${known}`}`;
}
