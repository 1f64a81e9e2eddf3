import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSeal } from '#kernel/sealed';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { founder, ledgerName, type Onus, type OnusSubmission } from '#apps/ledger/src/runtime/onus';
import { RunningWitness } from '#test/conformance/witness/running-witness';
import { encodeUtf8, fromHex, toBase64 } from '#transparency/bytes';
import { parseCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { formatVerifierKey } from '#transparency/note/key';
import { parseNote } from '#transparency/note/note';
import type { LedgerReceipt } from '#transparency/receipt';
import { HostileHand } from './hostile-hand.ts';

const ORIGIN = 'onus.example';
const TASKS = 20;

/** Who finds what an operator did. */
export interface Found {
  readonly audit: readonly { readonly code: string; readonly index: number | null }[];
  /** Whether the receipt that the client holds is contradicted. */
  readonly receipt: boolean;
  /** Whether the newest checkpoint that the witness holds is contradicted. */
  readonly witness: boolean;
}

/** A ledger that was sealed twice before a witness, and of which the client holds a receipt. */
export class WatchedLedger {
  engagement!: string;
  receipt!: LedgerReceipt;
  /** Sizes of the two seals that were made before the operator came. */
  readonly sizes: number[] = [];
  readonly #folders: string[] = [];
  #witness!: RunningWitness;
  #base!: string;

  static async begin(): Promise<WatchedLedger> {
    const ledger = new WatchedLedger();
    await ledger.#begin();
    return ledger;
  }

  async end(): Promise<void> {
    await this.#witness.stop();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  async defineTasks(onus: Onus, from: number): Promise<void> {
    for (let i = from; i < from + TASKS; i++) {
      const definition = { title: `Task ${i}` };
      await this.#record(onus, {
        type: 'DefineTask',
        data: { ref: `T-${i}`, definition, effectiveFrom: '2026-01-01T00:00:00Z' },
      });
    }
  }

  /** A copy of the data folder, or of another one, for one attack. */
  copy(of = this.#base): string {
    const folder = this.#temporary();
    cpSync(of, folder, { recursive: true });
    return folder;
  }

  /** Lets an operator loose on a copy, then lets everybody look who has something to compare with. */
  async after(attack: (hand: HostileHand) => void | Promise<void>, from = this.#base): Promise<Found> {
    const folder = this.copy(from);
    const hand = new HostileHand(folder, this.engagement);
    await attack(hand);
    hand.close();
    const onus = await openOnus({ folder });
    try {
      await onus.read.reach(await onus.store.lastPosition(), 120_000).catch(() => undefined);
      const { findings } = await auditFolder(onus, folder);
      return { audit: findings.map(({ code, index }) => ({ code, index })), ...(await this.#compared(onus)) };
    } finally {
      await onus.close();
    }
  }

  /** What was signed once is held against what the ledger says now. */
  async #compared(onus: Onus): Promise<Pick<Found, 'receipt' | 'witness'>> {
    const contradicts = async ({ size, root }: Pick<Checkpoint, 'size' | 'root'>): Promise<boolean> => {
      const now = await onus.rootAt(this.engagement, size).catch(() => 'there are not so many');
      return now !== toBase64(root);
    };
    const { text } = await this.#witness.latest(ledgerName(ORIGIN, this.engagement));
    return {
      receipt: await contradicts({ size: this.receipt.treeSize, root: fromHex(this.receipt.rootHash) }),
      witness: await contradicts(parseCheckpoint(parseNote(encodeUtf8(text)).text)),
    };
  }

  async #begin(): Promise<void> {
    const folder = this.#temporary();
    this.#base = folder;
    const first = await openOnus({ folder, origin: ORIGIN });
    this.engagement = first.engagementId('contoso');
    const key = ledgerKey(ledgerName(ORIGIN, this.engagement), first.publicKey);
    this.#witness = await RunningWitness.start([`log ${formatVerifierKey(key)}`]);
    this.#witness.now = Date.now();
    await first.close();
    const { open, url } = this.#witness;
    writeFileSync(join(folder, 'witnesses.policy'), `witness client ${open.vkey} ${url}\n`);

    const onus = await openOnus({ folder });
    await this.#open(onus);
    await this.defineTasks(onus, 0);
    await onus.sealing.rounds.sealNews();
    await this.defineTasks(onus, TASKS);
    this.receipt = (await onus.receiptOf(this.engagement))!;
    await onus.close();

    const again = await openOnus({ folder });
    for await (const { size } of again.sealing.seals.all(this.engagement)) this.sizes.push(size);
    await again.close();
  }

  #open(onus: Onus): Promise<void> {
    const founded = { kind: 'person' as const, name: toSeal('A. Meier') };
    const [provider, client] = ['Northwind', 'Contoso'];
    const data = { slug: 'contoso', title: 'Contoso', zone: 'UTC', provider, client, founder: founded };
    return this.#record(onus, { type: 'OpenEngagement', data });
  }

  async #record(onus: Onus, command: OnusSubmission): Promise<void> {
    await onus.submit(this.engagement, command, { commandId: randomUUID(), actor: founder('test') });
  }

  #temporary(): string {
    const folder = mkdtempSync(join(tmpdir(), 'onus-hostile-'));
    this.#folders.push(folder);
    return folder;
  }
}
