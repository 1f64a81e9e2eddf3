import { describe, expect, it } from '@jest/globals';
import { policyOf, checkpointOf, crypto, making, signersOf } from '#test/conformance/packs/sample-packs';
import { ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { joinLines } from '#pack/format/lines';
import { PROBLEMS } from '#http/problems';
import { PackDraft } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { JANUARY, MAY } from '#responsibility/domain/examples/duties';
import { problemOf } from '../http/refused.ts';
import { PackFault } from './pack-fault.ts';
import { PackThread } from './pack-thread.ts';
import { Packing, type PackOrder } from './packing.ts';

const ledger = ledgerOf([]);
const signers = signersOf(ledger.name);
const asked = { about: 'matrix', effective: { at: MAY } } as const;

function orderOf(entries: readonly Uint8Array[]): PackOrder {
  const draft = new PackDraft(making, { ledger: ledger.name, entries: ledger.entries }, asked);
  const checkpoint = Buffer.from(checkpointOf(signers, draft.treeSize, draft.root)).toString();
  return { ledger: ledger.name, entries: joinLines(entries), checkpoint, policy: policyOf(signers), asked };
}

/** An entry that was changed where it is stored, and still reads well. */
const changed = (): readonly Uint8Array[] =>
  ledger.entries.with(3, new TextEncoder().encode(new TextDecoder().decode(ledger.entries[3]).replace('"m3"', '"m4"')));

/** The same ledger with so many tasks, which nobody bears: each line of its matrix rests on the entry that defines the task. */
function withTasks(count: number): readonly Uint8Array[] {
  const first = JSON.parse(Buffer.from(ledger.entries[0]!).toString()) as object;
  const tasks = Array.from({ length: count }, (_, i) => {
    const data = { taskId: `t${i}`, ref: `X-${i}`, definition: { title: 'Task' }, digest: '', effectiveFrom: JANUARY };
    const entry = { ...first, index: ledger.entries.length + i, type: 'TaskDefined', schema: 1, data };
    return Buffer.from(JSON.stringify(entry));
  });
  return [...ledger.entries, ...tasks];
}

describe('Packing', () => {
  it('hands out what our own verifier has proven', async () => {
    const thread = new PackThread(orderOf(ledger.entries));
    expect(await thread.drafted).toMatchObject({ wanted: [], hasSubject: true });
    const pack = await thread.pack([]);
    expect(verifyPack(new Uint8Array(pack), policyOf(signers), crypto)).toMatchObject({ verdict: 'proven' });
    await thread.end();
  });

  it('hands out nothing where an entry is not the one that was signed', () => {
    expect(() => new Packing(orderOf(changed())).pack([])).toThrow(PackFault);
  });

  it('says so from its thread as well', async () => {
    const thread = new PackThread(orderOf(changed()));
    await thread.drafted;
    await expect(thread.pack([])).rejects.toThrow(/does not hold, and was not handed out: wrong-root/);
    await thread.end();
    const nothing = new PackThread({ ...orderOf([]), asked: { about: 'task', task: 'X', effective: { at: MAY } } });
    await expect(nothing.drafted).rejects.toThrow(PackFault);
    await nothing.end();
  });

  it('says of an answer that rests on more entries than a pack can prove what to ask instead, and does not call it damaged', async () => {
    const thread = new PackThread(orderOf(withTasks(65_528)));
    await thread.drafted;
    const refused = await thread.pack([]).catch(problemOf);
    expect(refused).toMatchObject({
      kind: PROBLEMS.packTooLarge,
      message: expect.stringMatching(
        /^The answer rests on 65,528 entries, and a pack has proofs of 65,527 at most\. Ask about one task/,
      ),
    });
    await thread.end();
  });
});
