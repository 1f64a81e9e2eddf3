import type { StoredEntry } from '#ledger-store/event-store';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { equalBytes } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import type { AuditSource } from './audit-source.ts';
import { EntryChecks } from './entry-checks.ts';
import type { AuditedLedger, ContradictedSeal, Finding, FindingCode } from './findings.ts';
import { SealChecks } from './seal-checks.ts';

/** The audit of one ledger: its entries one after the other, held to themselves and to its seals. */
export class LedgerAudit {
  readonly engagement: string;
  readonly #tree = new TreeFrontier(nodeSha256);
  readonly #entries: EntryChecks;
  readonly #seals: SealChecks;
  readonly #findings = new Map<FindingCode, Finding>();
  #agreed = 0;
  #begun = false;
  #contradicted: ContradictedSeal | undefined;

  constructor(source: AuditSource, engagement: string, name: string, keys: readonly string[], until: number) {
    this.engagement = engagement;
    this.#entries = new EntryChecks(name);
    this.#seals = new SealChecks(source, engagement, name, keys, until);
  }

  /** Looks at the entry that comes next. What it gives has to be waited for. */
  take(stored: StoredEntry): Promise<void> | undefined {
    for (const each of this.#entries.look(stored)) this.#keep(each.code, each.index, each.detail);
    this.#tree.appendEntry(stored.bytes);
    const { next } = this.#seals;
    // Most entries are not the last ones of a seal: waiting for nothing would take as long as hashing.
    return this.#begun && (next === undefined || next.size > this.#tree.size) ? undefined : this.#compareSeals();
  }

  /** What there is to say, once all entries were looked at. */
  async finish() {
    await this.#begin();
    const { next } = this.#seals;
    const { size } = this.#tree;
    if (next !== undefined) {
      const detail = `${next.size} entries were sealed, and ${size} are there: the newest are gone`;
      this.#keep('shorter-than-sealed', size, detail);
    }
    while (this.#seals.next !== undefined) await this.#seals.step();
    for (const { code, index, detail } of this.#seals.found) this.#keep(code, index, detail);
    const ledger: AuditedLedger = {
      engagement: this.engagement,
      size,
      root: this.#tree.root(),
      agreed: this.#agreed,
    };
    const contradicted = this.#contradicted;
    return {
      ledger,
      seals: this.#seals.count,
      findings: [...this.#findings.values()],
      contradicted,
    };
  }

  /** Where several seals are contradicted, the first says most: what is wrong lies in front of it. */
  async #compareSeals(): Promise<void> {
    await this.#begin();
    const { size } = this.#tree;
    let root: Uint8Array | undefined;
    for (let seal = this.#seals.next; seal !== undefined && seal.size <= size; seal = this.#seals.next) {
      root ??= this.#tree.root();
      if (seal.size === size && equalBytes(seal.root, root)) this.#agreed = size;
      else
        this.#contradicted ??= { engagement: this.engagement, size: seal.size, root: seal.root, agreed: this.#agreed };
      await this.#seals.step();
    }
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#seals.step();
  }

  /** The first of each sort: where one entry is missing, all that follow are out of place. */
  #keep(code: FindingCode, index: number | null, detail: string): void {
    if (!this.#findings.has(code)) this.#findings.set(code, { engagement: this.engagement, code, index, detail });
  }
}
