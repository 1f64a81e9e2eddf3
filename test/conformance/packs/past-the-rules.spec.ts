import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { disclosureLines } from '#pack/format/disclosures';
import { joinLines } from '#pack/format/lines';
import { PackDraft } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { assignments, MAY } from '#responsibility/domain/examples/duties';
import { digestOf } from '#responsibility/domain/statements';
import { sha256 } from '#ledger-store/entry-codec';
import { toBase64 } from '#transparency/bytes';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { formatVerifierKey } from '#transparency/note/key';
import { formatNote } from '#transparency/note/note';
import { signNote, signText, type Signer } from '#transparency/note/signing';
import { LEDGER } from '#test/model/replaying/entries-of';
import { event, Forgery, HANDOVER_DIGEST } from '#test/model/replaying/story';
import { ledgerOf } from './random-packed-ledger.ts';
import { assembled } from './mutants/assembled.ts';
import { subjectOf, withFile } from './mutants/subject.ts';
import {
  bytesOf,
  checkpointOf,
  crypto,
  making,
  disclosureOf,
  packOf,
  policyOf,
  signerNamed,
  signersOf,
  type PackedLedger,
} from './sample-packs.ts';

const asked = { about: 'task', task: 'LOG-03', effective: { at: MAY } } as const;
const witnesses = ['ben.contoso.example'];
const signers = signersOf(LEDGER, witnesses);

/** The ledger as forged: signed by the real key, and cosigned by a witness who does not read what entries say. */
const ledgerBehind = (forgery: Forgery): PackedLedger => ({
  name: LEDGER,
  entries: bytesOf(forgery.entries()),
  disclosures: ledgerOf([]).disclosures,
});
const verdictOn = (forgery: Forgery) =>
  verifyPack(packOf(ledgerBehind(forgery), asked, signers), policyOf(signers), crypto);

describe('A checkpoint that somebody else has signed in the name of the ledger as well', () => {
  const thief = signerNamed(LEDGER, 'ed25519', 'thief');
  const packed = (signers: readonly Signer[]) => {
    const { name, entries, disclosures } = ledgerBehind(new Forgery());
    const draft = new PackDraft(making, { ledger: name, entries }, asked);
    const note = signNote(formatCheckpoint({ origin: name, size: draft.treeSize, root: draft.root }), ...signers);
    const shown = draft.wanted().flatMap((commitment) => disclosures.get(commitment) ?? []);
    return verifyPack(draft.pack(note, shown), policyOf(signersOf(LEDGER)), crypto);
  };

  it('is refuted where report and instructions would name the stranger: they name the first', () => {
    expect(packed([thief, signers.log])).toMatchObject({ verdict: 'refuted', code: 'checkpoint-not-trusted' });
    expect(packed([signers.log, thief])).toMatchObject({
      verdict: 'proven',
      signedBy: `${LEDGER}+${signers.log.key.keyId}`,
    });
  });
});

describe('A pack that a key has signed which the ledger replaced', () => {
  const installation = { member: 'system', party: 'p1', kind: 'system', onBehalfOf: null, auth: 'local' } as const;
  const [before, next] = [signerNamed(LEDGER), signerNamed(LEDGER, 'ed25519', 'next')];
  const [previous, publicKey] = [before, next].map(({ key }) => toBase64(key.publicKey)) as [string, string];
  const forgery = new Forgery();
  const index = forgery.size;
  forgery.honestly({ type: 'RotateSigningKey', data: { publicKey, previous } }, installation);
  const policy = `log ${formatVerifierKey(before.key)}\nlog ${formatVerifierKey(next.key)}\nquorum none\n`;
  const signedBy = (log: Signer) =>
    verifyPack(packOf(ledgerBehind(forgery), asked, { log, witnesses: [] }), policy, crypto);

  it('is proven, and the verdict tells which entry replaced it', () => {
    const verdict = signedBy(before);
    expect(verdict).toMatchObject({ verdict: 'proven', keyReplacedBy: index });
    expect(verdictText(verdict)).toContain(`⚠ Entry ${index} puts another key in the place of that one.`);
  });

  it('is not suspected where the key is the one that took its place', () => {
    const verdict = signedBy(next);
    expect(verdict).toMatchObject({ verdict: 'proven' });
    expect(verdict).not.toHaveProperty('keyReplacedBy');
    expect(verdictText(verdict)).not.toContain('another key');
  });
});

describe('A pack that the real key has signed', () => {
  it('is proven while the rules are kept', () => {
    expect(verdictOn(new Forgery())).toMatchObject({ verdict: 'proven', cosigned: [{ key: 'ben.contoso.example' }] });
  });

  it('is refuted for an approval by the author of the change', () => {
    const forgery = new Forgery();
    const index = forgery.size;
    forgery.force(
      cast.lindqvist,
      event('ApprovalGranted', { changeId: 'C-2', digest: HANDOVER_DIGEST, side: 'client' }),
    );
    expect(verdictOn(forgery)).toMatchObject({
      verdict: 'refuted',
      code: 'wrong-entry',
      index,
      cause: 'refused',
      refusal: 'approval/own-change',
    });
  });

  it('is refuted for an assignment that nobody approved', () => {
    const forgery = new Forgery();
    const index = forgery.size;
    const data = {
      taskId: 't15',
      effectiveFrom: MAY,
      assignment: assignments.client,
      digest: digestOf(sha256, assignments.client),
    };
    forgery.force(cast.ruiz, event('ResponsibilityAssigned', { ...data, change: 'C-2' }));
    const verdict = verdictOn(forgery);
    expect(verdict).toMatchObject({ verdict: 'refuted', code: 'wrong-entry', index });
  });

  it('is refuted where an entry of long ago says something else, at that entry', () => {
    const forgery = new Forgery();
    const { agreed } = forgery.told;
    forgery.retell(agreed, 2, (data) => ({
      ...data,
      assignment: assignments.client,
      digest: digestOf(sha256, assignments.client),
    }));
    expect(verdictOn(forgery)).toMatchObject({ verdict: 'refuted', code: 'wrong-entry', index: agreed + 2 });
  });

  it('is refuted where an entry is missing in the middle, at the one that stands in its place', () => {
    const ledger = ledgerBehind(new Forgery());
    const subject = subjectOf(ledger, asked, witnesses);
    const pack = assembled(subject, ledger.entries.toSpliced(20, 1), ({ treeSize, root }) =>
      checkpointOf(signers, treeSize, root),
    );
    expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({
      verdict: 'refuted',
      code: 'wrong-entry',
      index: 20,
      cause: 'wrong-index',
    });
  });

  it('is refuted for its size where it holds fewer entries than were signed, and for the first that is missing', () => {
    const ledger = ledgerBehind(new Forgery());
    const fewer = (entries: readonly Uint8Array[]) =>
      verifyPack(
        withFile(subjectOf(ledger, asked, witnesses), 'entries.ndjson', joinLines(entries)),
        policyOf(signers),
        crypto,
      );
    expect(fewer(ledger.entries.slice(0, -1))).toMatchObject({ code: 'wrong-size', file: 'entries.ndjson' });
    expect(fewer(ledger.entries.toSpliced(20, 1))).toMatchObject({
      code: 'wrong-size',
      index: 20,
      cause: 'wrong-index',
    });
  });

  it('is not read with a file that the format does not know, listed or not', () => {
    const subject = subjectOf(ledgerBehind(new Forgery()), asked, witnesses);
    const pack = withFile(subject, 'notes.txt', new Uint8Array(3));
    expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({ code: 'not-a-pack', where: 'notes.txt' });
  });

  it('is refuted for a text that was sealed in no entry', () => {
    const subject = subjectOf(ledgerBehind(new Forgery()), asked, witnesses);
    const { subject: _, ...foreign } = disclosureOf('AAAAAAAAAAAAAAAAAAAAAA', 'text', 'never sealed');
    const pack = withFile(subject, 'disclosures.ndjson', disclosureLines([foreign]));
    expect(verifyPack(pack, policyOf(signers), crypto).verdict).toBe('refuted');
  });

  it('is refuted where it ends inside of a command', () => {
    const forgery = new Forgery();
    const { agreed } = forgery.told;
    const ledger = ledgerBehind(forgery);
    const cut = { ...ledger, entries: ledger.entries.slice(0, agreed + 2) };
    expect(verifyPack(packOf(cut, asked, signers), policyOf(signers), crypto)).toMatchObject({
      verdict: 'refuted',
      code: 'wrong-entry',
      index: agreed,
      cause: 'unfinished-command',
    });
  });

  it('is refuted where a witness cosigned at a time that no clock shows', () => {
    const ledger = ledgerBehind(new Forgery());
    const draft = new PackDraft(making, { ledger: LEDGER, entries: ledger.entries }, asked);
    const text = formatCheckpoint({ origin: LEDGER, size: draft.treeSize, root: draft.root });
    const disclosures = draft.wanted().flatMap((commitment) => ledger.disclosures.get(commitment) ?? []);
    const at = (seconds: number) => {
      const signatures = [signText(text, signers.log), cosign(text, seconds, signers.witnesses[0]!)];
      return verifyPack(draft.pack(formatNote({ text, signatures }), disclosures), policyOf(signers), crypto);
    };
    expect(at(8_835_955_199)).toMatchObject({ verdict: 'proven', cosigned: [{ at: '2249-12-31T23:59:59Z' }] });
    expect(at(8_835_955_200)).toMatchObject({ verdict: 'refuted', code: 'checkpoint-not-trusted' });
    expect(at(Number.MAX_SAFE_INTEGER)).toMatchObject({ verdict: 'refuted', code: 'checkpoint-not-trusted' });
  });

  it('cannot be read where it holds an event of a later version', () => {
    const ledger = ledgerBehind(new Forgery());
    const text = new TextDecoder().decode(ledger.entries[15]).replace('"schema":1', '"schema":99');
    const later = ledger.entries.with(15, new TextEncoder().encode(text));
    const pack = assembled(subjectOf(ledger, asked, witnesses), later, ({ treeSize, root }) =>
      checkpointOf(signers, treeSize, root),
    );
    expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({
      verdict: 'unreadable',
      code: 'unknown-event',
      where: 'entry 15',
    });
  });
});
