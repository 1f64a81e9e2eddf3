import { askedAbout, NotYetKnown, periodBetween, type Effective } from '#answers/point-in-time';
import { StoreUnavailable, type EventStore } from '#ledger-store/event-store';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { joinLines } from '#pack/format/lines';
import type { AskedQuestion, RequestedQuestion } from '#pack/make-pack';
import { NotFound } from '#read-models/read-models';
import type { Seal } from '#sealing/seals/seal-stream';
import { decodeUtf8, fromBase64, toBase64 } from '#transparency/bytes';
import { formatVerifierKey } from '#transparency/note/key';
import { streamOf, type Onus } from '../runtime/onus.ts';
import { PackThread } from './pack-thread.ts';

const READ_AT_ONCE = 5_000;

/**
 * The evidence pack that answers a question, proven by our own verifier before it leaves. The same question at the same checkpoint
 * gives the same bytes. It is made on a thread of its own: a ledger may be large, and others wait.
 *
 * @throws NotFound for a task that nobody ever defined. NotYetKnown for more entries than there are. EmptyPeriod for a period without
 * an instant. NotAnInstant for a day that no ledger keeps. PackTooLarge for an answer that rests on too many entries. PackFault,
 * SealContradicted, or the store's error.
 */
export async function evidencePack(
  onus: Onus,
  engagementId: string,
  requested: RequestedQuestion,
): Promise<Uint8Array> {
  const asked = await inInstants(onus, engagementId, requested);
  const seal = await sealFor(onus, engagementId, asked);
  const stream = streamOf(engagementId);
  const thread = new PackThread({
    ledger: seal.origin,
    entries: await firstEntries(onus.store, stream, seal.size),
    checkpoint: decodeUtf8(seal.note),
    policy: await ownPolicy(onus, engagementId, seal.origin),
    asked,
  });
  try {
    const { wanted, hasSubject } = await thread.drafted;
    if (!hasSubject && asked.about === 'task') throw new NotFound('task', asked.task);
    const disclosures = await onus.store.readDisclosures(stream, wanted);
    return await thread.pack(disclosures.map(({ subject: _, ...disclosure }) => disclosure));
  } finally {
    await thread.end();
  }
}

/**
 * The question with a period of instants: what days are, the contract's zone says. A day alone is only looked at: whoever verifies
 * works it out. @throws EmptyPeriod, NotAnInstant
 */
async function inInstants(onus: Onus, engagementId: string, requested: RequestedQuestion): Promise<AskedQuestion> {
  const { zone } = (await onus.state(engagementId)).state.engagement;
  const standing = (effective: Effective): Effective => {
    askedAbout(effective, zone);
    return effective;
  };
  if (requested.about === 'matrix') return { ...requested, effective: standing(requested.effective) };
  const { effective, ...rest } = requested;
  return { ...rest, effective: 'from' in effective ? periodBetween(effective, zone) : standing(effective) };
}

/** The newest sealed checkpoint where it covers what is asked; else the ledger is sealed as it is now. @throws NotYetKnown */
async function sealFor(onus: Onus, engagementId: string, { known }: AskedQuestion): Promise<Seal> {
  const { sealer } = onus.sealing;
  const newest = await sealer.newest(engagementId);
  const wanted = known !== undefined && 'treeSize' in known ? known.treeSize : undefined;
  if (newest !== undefined && wanted !== undefined && wanted <= newest.size) return newest;
  const seal = await sealer.seal(engagementId);
  if (seal === undefined) throw new NotFound('engagement', engagementId);
  if (wanted !== undefined && wanted > seal.size) throw new NotYetKnown(wanted, seal.size);
  return seal;
}

/** The policy by which a pack is tried before it leaves: it trusts the keys that ever signed for the ledger, and asks for nobody else. */
async function ownPolicy(onus: Onus, engagementId: string, ledger: string): Promise<string> {
  const { engagement } = (await onus.state(engagementId)).state;
  const keys = new Set([...engagement.signingKeys, toBase64(onus.publicKey)]);
  const lines = [...keys].map((key) => `log ${formatVerifierKey(ledgerKey(ledger, fromBase64(key)))}\n`);
  return `${lines.join('')}quorum none\n`;
}

/** The bytes of the first entries of a stream, a line each. */
async function firstEntries(store: EventStore, stream: string, size: number): Promise<Uint8Array> {
  const entries: Uint8Array[] = [];
  while (entries.length < size) {
    const page = await store.readStream(stream, entries.length, Math.min(READ_AT_ONCE, size - entries.length));
    if (page.length === 0) throw new StoreUnavailable(`entry ${entries.length} of ${stream} is missing; run an audit`);
    for (const { bytes } of page) entries.push(bytes);
  }
  return joinLines(entries);
}
