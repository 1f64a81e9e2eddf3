import { toSeal } from '#kernel/sealed';
import type { ImportHeader, ImportLine } from '#responsibility/domain/responsibility.commands';
import type { ImportId } from '#responsibility/domain/responsibility.events';
import { importKey } from '#responsibility/domain/responsibility.state';
import type { Unsealed } from '#kernel/sealed';
import type { Accepted } from '#ledger-store/submission';
import type { ImportProgress, ImportTarget } from './import-target.ts';

export type HeaderFacts = Omit<ImportHeader, 'parts' | 'source'> & {
  readonly source: { readonly digest: string; readonly name: string; readonly lines: number };
};

export interface RecordedImport {
  readonly importId: ImportId;
  /** What the last part was answered. */
  readonly accepted: Accepted;
  readonly entries: number;
}

/** Bytes of lines in one part: an append holds a mebibyte, envelopes included. */
const PART_BYTES = 900_000;
/** What an envelope and its digests add to a line. */
const ENVELOPE_BYTES = 1_000;
/** Parts that are under way at once: enough to decide the next while the last is being written. */
const UNDER_WAY = 3;

/** Records lines as one import, in as many parts as it takes. It holds with its last part. */
export async function recordLines(
  target: ImportTarget,
  facts: HeaderFacts,
  lines: readonly ImportLine[],
  onProgress: ImportProgress,
): Promise<RecordedImport> {
  const parts = inParts(lines);
  const resumed = await interrupted(target, facts, parts.length);
  let importId = resumed?.id;
  let done = 0;
  let entries = 0;
  let last: Accepted | undefined;
  const underWay: Promise<void>[] = [];
  for (const [i, part] of parts.entries()) {
    if (resumed !== undefined && i < resumed.recordedParts) {
      done += part.length;
      continue;
    }
    const data = importId === undefined ? { header: header(facts, parts.length) } : { import: importId };
    // One signature for the whole import: the last entry stands on all others.
    const receipt = i + 1 === parts.length ? 'last' : undefined;
    const recorded = target
      .submit({ type: 'RecordImport', data: { ...data, part: i + 1, lines: part } }, receipt)
      .then((accepted) => {
        importId ??= (accepted.entries[0]!.data as { importId: ImportId }).importId;
        last = accepted;
        entries += accepted.entries.length;
        onProgress((done += part.length), lines.length);
      });
    // Several fail together: whoever waits for the first of them is told, and nobody waits for the others then.
    recorded.catch(() => undefined);
    // The first part names the import; the others may follow one another closely.
    if (importId === undefined) await recorded;
    else underWay.push(recorded);
    if (underWay.length >= UNDER_WAY) await underWay.shift();
  }
  await Promise.all(underWay);
  return { importId: importId!, accepted: last!, entries };
}

/** An import of the same file with the same settings that has begun and not ended, on the same matrix. */
async function interrupted(target: ImportTarget, facts: HeaderFacts, parts: number) {
  const { responsibility } = (await target.state()).state;
  const key = importKey(facts);
  for (const [id, open] of responsibility.openImports) {
    if (open.key === key && open.parts === parts && open.seen === responsibility.lastStatement) {
      return { id, recordedParts: open.recordedParts };
    }
  }
  return undefined;
}

const header = (facts: HeaderFacts, parts: number): Unsealed<ImportHeader> => ({
  ...facts,
  source: { ...facts.source, name: toSeal(facts.source.name) },
  parts,
});

function inParts(lines: readonly ImportLine[]): readonly (readonly ImportLine[])[] {
  const parts: ImportLine[][] = [[]];
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line)) + ENVELOPE_BYTES;
    if (bytes + size > PART_BYTES && parts.at(-1)!.length > 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(line);
    bytes += size;
  }
  return parts;
}
