import type { VersionState } from '#answers/matrix-version/views';
import { Moments } from '#answers/words/moments';
import { count, shortDigest, shortName } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import { linesText } from '#answers/words/printable';
import { toSeal } from '#kernel/sealed';
import type { OnusClient, Recorded } from '../../client/onus-client.ts';
import type { Context } from '../../context.ts';
import { now, readEffective } from '../../input/points.ts';
import { diffText } from '../reading/diff.ts';
import { writeDocument } from '../snapshots/sealing.ts';
import { keepReceipt } from '../writing/keep-receipt.ts';
import { actingAs, commandIdOf, type WriteOptions } from '../writing/write-options.ts';

export interface ShowOptions {
  readonly engagement: string;
  readonly out?: string;
}

export interface ProposeOptions extends WriteOptions {
  readonly on?: string;
  readonly out?: string;
}

/** Proposes the matrix of an instant, and writes the document where a file is named. */
export async function proposeVersion(context: Context, options: ProposeOptions): Promise<void> {
  const { engagement, on, out } = options;
  const commandId = commandIdOf(options);
  const effective = on === undefined ? undefined : readEffective('--on', on);
  await record(context, options, async (client) => {
    const recorded = await client.matrixWide.propose(engagement, effective, commandId);
    const id = recorded.version.versionId;
    if (out !== undefined) await writeDocument(out, await client.matrixWide.document(engagement, id));
    return { id, recorded };
  });
}

export interface SignOptions extends WriteOptions {
  readonly digest?: string;
}

/** Signs a version as it stands, or the very document whose digest is given. */
export async function signVersion(context: Context, id: string, options: SignOptions): Promise<void> {
  const commandId = commandIdOf(options);
  await record(context, options, async (client) => {
    const digest = options.digest ?? (await client.matrixWide.version(options.engagement, id)).digest;
    const command = { type: 'SignVersion', data: { version: id, digest } } as const;
    return { id, recorded: await client.submit(options.engagement, command, commandId) };
  });
}

export interface ReasonOptions extends WriteOptions {
  readonly reason: string;
}

/** Withdraws the own side's version, or declines the other side's. */
export async function giveUpVersion(
  context: Context,
  how: 'withdraw' | 'decline',
  id: string,
  options: ReasonOptions,
): Promise<void> {
  const commandId = commandIdOf(options);
  const data = { version: id, reason: toSeal(options.reason) };
  await record(context, options, async (client) => {
    const type = how === 'withdraw' ? 'WithdrawVersion' : 'DeclineVersion';
    return { id, recorded: await client.submit(options.engagement, { type, data }, commandId) };
  });
}

/** Does something about a version, and shows what it is by then. */
async function record(
  context: Context,
  options: WriteOptions,
  work: (client: OnusClient) => Promise<{ readonly id: string; readonly recorded: Recorded }>,
): Promise<void> {
  const { recorded, version, zone } = await context.withClient(async (client) => {
    const done = await work(client);
    const shown = await client.matrixWide.version(options.engagement, done.id);
    return { recorded: done.recorded, version: shown, zone: (await client.engagement(options.engagement)).zone };
  }, actingAs(options));
  await keepReceipt(options, recorded);
  const { id, status, digest } = version;
  context.answer({ version: id, status, digest, ...recorded }, () => versionText(version, new Moments(zone)));
}

/** A version, who has signed it, and its document where a file is named. */
export async function showVersion(context: Context, id: string, { engagement, out }: ShowOptions): Promise<void> {
  const { version, bytes, zone } = await context.withClient(async (client) => ({
    version: await client.matrixWide.version(engagement, id),
    bytes: out === undefined ? null : await client.matrixWide.document(engagement, id),
    zone: (await client.engagement(engagement)).zone,
  }));
  if (out !== undefined) await writeDocument(out, bytes!);
  context.answer({ ...version, ...(out !== undefined && { file: out }) }, () => {
    const written = out === undefined ? '' : `Document: ${out}, ${count(bytes!.length, 'byte')}.\n`;
    return `${versionText(version, new Moments(zone))}${written}`;
  });
}

/** Every version that was proposed. */
export async function listVersions(context: Context, { engagement }: ShowOptions): Promise<void> {
  const { items, zone } = await context.withClient(async (client) => ({
    items: await client.matrixWide.versions(engagement),
    zone: (await client.engagement(engagement)).zone,
  }));
  context.answer(items, () => {
    if (items.length === 0) return 'No version was proposed.\n';
    const moments = new Moments(zone);
    const rows = items.map(({ id, status, effective, lines, signatures, digest }) => [
      id,
      status,
      moments.asked(effective),
      String(lines),
      signatures.map(({ side, by }) => `${side}: ${shortName(by)}`).join(', '),
      shortDigest(digest),
    ]);
    return tableText(['Version', 'Status', 'Matrix of', 'Lines', 'Signed', 'Digest'], rows, context.io.columns);
  });
}

export interface ChangesOptions {
  readonly engagement: string;
  readonly since?: string;
  readonly on?: string;
}

/** What is different since a version. */
export async function versionChanges(context: Context, { engagement, since, on }: ChangesOptions): Promise<void> {
  const effective = on === undefined ? { at: now() } : readEffective('--on', on);
  const changes = await context.withClient((client) => client.matrixWide.changes(engagement, effective, since));
  context.answer(changes, () => `Since version ${changes.version.id}\n${diffText(changes)}`);
}

function versionText(version: VersionState, moments: Moments): string {
  const { id, status, effective, treeSize, lines, proposed, signatures, over, reason, digest, verifies, moved } =
    version;
  const known = count(treeSize, 'entry', 'entries');
  return linesText([
    `Version ${id} (${status}): ${count(lines, 'line')} of ${moments.asked(effective)}, as known to ${known}`,
    `Proposed by ${shortName(proposed.by)}, ${moments.moment(proposed.recordedAt)} (entry ${proposed.entry}).`,
    ...signatures.map(
      ({ side, by, recordedAt, entry }) =>
        `Signed for the ${side} by ${shortName(by)}, ${moments.moment(recordedAt)} (entry ${entry}).`,
    ),
    ...(over !== null && status !== 'agreed'
      ? [`It was ${status} by ${shortName(over.by)}: ${reason ?? '(erased)'} (entry ${over.entry}).`]
      : []),
    `Document ${digest}`,
    ...(verifies ? [] : ['Does not verify: another document follows from the entries now.']),
    ...(moved ? ['The matrix of that time is another by now.'] : []),
  ]);
}
