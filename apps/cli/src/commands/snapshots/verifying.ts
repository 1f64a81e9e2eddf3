import { NoSnapshotDocument, readDocument, type HeldDocument } from '#answers/snapshot/read-document';
import { linesText } from '#answers/words/printable';
import type { SnapshotState, SnapshotVerdict } from '#answers/views.snapshot';
import { NotFound } from '#read-models/read-models';
import { decodeUtf8 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { sha256 } from '#ledger-store/entry-codec';
import type { OnusClient } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { Ended } from '../../ended.ts';
import { readInput } from '../../input/files.ts';

export interface VerifySnapshotOptions {
  readonly engagement: string;
  /** The snapshot that a document is to be compared with. */
  readonly of?: string;
}

/** What the process ends with. Scripts rely on it; described in docs/cli.md. */
const EXIT_OF = { same: 0, differs: 1, unreadable: 2 } as const;

const SNAPSHOT_ID = /^s\d+$/;

/** Whether a snapshot, or a document that somebody holds, is what was sealed. */
export async function verifySnapshot(context: Context, what: string, options: VerifySnapshotOptions): Promise<void> {
  if (SNAPSHOT_ID.test(what)) return verifySealed(context, what, options);
  const { name, bytes } = await readInput(context.io, what);
  const held = heldDocument(bytes);
  if (held instanceof NoSnapshotDocument) {
    const detail = held.message;
    context.answer({ verdict: 'unreadable', detail }, () => `unreadable: ${name}. ${detail}\n`);
    throw new Ended(EXIT_OF.unreadable);
  }
  const verdict = await context.withClient(async (client) => {
    const id = options.of ?? (await sealedAs(client, options.engagement, held, sha256Of(bytes)));
    return client.snapshots.verify(options.engagement, id, bytes);
  });
  context.answer(verdict, () => verdictText(name, verdict));
  if (verdict.verdict !== 'same') throw new Ended(EXIT_OF[verdict.verdict]);
}

async function verifySealed(context: Context, id: string, { engagement }: VerifySnapshotOptions): Promise<void> {
  const state = await context.withClient((client) => client.snapshots.show(engagement, id));
  const verdict = state.verifies ? 'same' : 'differs';
  context.answer({ verdict, snapshot: state }, () => sealedText(state));
  if (!state.verifies) throw new Ended(EXIT_OF.differs);
}

function heldDocument(bytes: Uint8Array): HeldDocument | NoSnapshotDocument {
  try {
    return readDocument(decodeUtf8(bytes));
  } catch (error) {
    if (error instanceof NoSnapshotDocument) return error;
    if (error instanceof Malformed) return new NoSnapshotDocument(error.message);
    throw error;
  }
}

const sha256Of = (bytes: Uint8Array): string => `sha256:${sha256(decodeUtf8(bytes), 'hex')}`;

/** Which snapshot a document is one of: by its digest, or else by the question that it says it answers. @throws NotFound */
async function sealedAs(
  client: OnusClient,
  slug: string,
  { head: { effective, treeSize } }: HeldDocument,
  digest: string,
): Promise<string> {
  const taken = await client.snapshots.list(slug);
  const found =
    taken.find((each) => each.digest === digest) ??
    taken.find((each) => each.effective === effective && each.treeSize === treeSize);
  if (found !== undefined) return found.id;
  throw new NotFound(
    'snapshot',
    `of ${effective} as known to ${treeSize} entries; name the one that is meant with --of`,
  );
}

const sealedText = ({ id, verifies, digest, made }: SnapshotState): string =>
  verifies
    ? `same: the document that was sealed as ${id} follows from the entries, ${digest}\n`
    : `differs: ${id} was sealed as ${digest}, and from the entries now follows ${made}\n`;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function verdictText(name: string, { verdict, snapshot, held, why, lines }: SnapshotVerdict): string {
  if (verdict === 'same') return `same: ${name} is the document that was sealed as ${snapshot.id}, ${held}\n`;
  return linesText([
    `differs: ${name} is not the document that was sealed as ${snapshot.id}, ${snapshot.digest}`,
    ...why.map(({ code, detail }) => `  ${code}: ${detail}`),
    ...lines.map(
      ({ ref, kind, fields }) => `${SIGNS[kind]} ${ref}${fields.length === 0 ? '' : `  ${fields.join(' ')}`}`,
    ),
  ]);
}
