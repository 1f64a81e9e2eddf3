import { HistoryWriter } from './projection-setting.ts';
import { sealedTexts, type RandomLedger } from './random-ledger.ts';

/** Writes what was recorded in a random ledger as entries. Texts can be opened, but for those that were erased. */
export async function written(
  ledger: RandomLedger,
  isErased: (text: string) => boolean = () => false,
): Promise<HistoryWriter> {
  const writer = new HistoryWriter();
  for (const text of sealedTexts.values()) if (!isErased(text)) writer.seal(text);
  for (const { events, actor, at } of ledger.appends) await writer.record(events, { actor, at });
  return writer;
}
