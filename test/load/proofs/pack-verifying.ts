import { hash, randomUUID } from 'node:crypto';
import { instantOf } from '#kernel/instant';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { Ledgers } from '#ledger-store/ledgers';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { generateEd25519 } from '#ledger-store/node-crypto';
import { PackDraft } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { linesOf } from '#pack/format/lines';
import { rulebook, type OnusCommand, type OnusEvent, type OnusState } from '#rulebook/rulebook';
import { bytesOf } from '#rulebook/state-bytes';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { encodeUtf8 } from '#transparency/bytes';
import { formatVerifierKey, verifierKey } from '#transparency/note/key';
import { signNote } from '#transparency/note/signing';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { reportPdf } from '#apps/ledger/src/packing/pdf/report-pdf';
import type { Open } from '../harness/contender.ts';
import { openLedger, type Submit } from '../write/ledgers-to-write.ts';
import { ACTOR, evidence, TASK } from '../write/payload.ts';

interface Settings {
  readonly entries: number;
}

/** The whole verifier; or only hashing and parsing each entry, which nobody gets around. */
export type VerifyingJob = 'verify' | 'hash and parse';

const ORIGIN = 'bench.onus.example/engagements';

/** Entries a second, of the pack of a ledger that was decided command by command: a matrix, and evidence for it. */
export const open: Open<Settings, VerifyingJob, number> = async ({ entries: most }) => {
  const store = new MemoryEventStore();
  const id = uuid5(ledgerNamespace(ORIGIN), 'engagement-0');
  const stream = `engagement-${id}`;
  const ledger = `${ORIGIN}/${id}`;
  const ledgers = new Ledgers<OnusState, OnusCommand, OnusEvent>({
    store,
    decider: rulebook,
    bytesOf,
    commands: { position: () => Number.MAX_SAFE_INTEGER, entriesOf: () => 0, command: () => undefined },
    now: () => instantOf(Date.now() * 1_000),
    nameOf: () => ledger,
  });
  const submit: Submit = (_, command) => ledgers.of(stream).submit({ commandId: randomUUID(), actor: ACTOR, command });
  await openLedger(submit, 0);
  for (let number = 0; (await store.lastRevision(stream)) + 1 < most; number += 1_000) {
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => submit(0, evidence(number + i))));
  }
  const entries = (await store.readStream(stream, 0, most)).map(({ bytes }) => bytes);
  const { publicKey, sign } = generateEd25519();
  const key = verifierKey(nodePackCrypto.sha256, ledger, 'ed25519', publicKey);
  const draft = new PackDraft(
    { ...nodePackCrypto, reportPdf },
    { ledger, entries },
    {
      about: 'task',
      task: TASK,
      effective: { at: '2026-03-14T00:00:00Z' },
    },
  );
  const checkpoint = signNote(formatCheckpoint({ origin: ledger, size: draft.treeSize, root: draft.root }), {
    key,
    sign,
  });
  const pack = draft.pack(checkpoint, []);
  const policy = encodeUtf8(`log ${formatVerifierKey(key)}\nquorum none\n`);
  const bytes = encodeUtf8(entries.map((entry) => `${Buffer.from(entry).toString()}\n`).join(''));
  const verify = (): void => {
    const verdict = verifyPack(pack, policy, nodePackCrypto);
    if (verdict.verdict !== 'proven') throw new Error(`the pack is ${verdict.verdict}: ${verdict.why}`);
  };
  const hashAndParse = (): void => {
    for (const line of linesOf(bytes)!) {
      hash('sha256', line, 'hex');
      JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString());
    }
  };
  return {
    setup: `${entries.length} entries, ${pack.length} bytes`,
    run: async (job) => {
      const start = performance.now();
      if (job === 'verify') verify();
      else hashAndParse();
      return (entries.length * 1_000) / (performance.now() - start);
    },
    close: async () => {},
  };
};
