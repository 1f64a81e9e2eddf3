import { writeFile } from 'node:fs/promises';
import { readReceipt, type LedgerReceipt } from '#transparency/receipt';
import { UsageError } from '../../usage-error.ts';

/** Option of every command that records. */
export interface ReceiptOption {
  /** File in which the receipt is kept. */
  readonly receipt?: string;
}

/**
 * Keeps the receipt of what was recorded in a file, where one is named: it is what can be held against whoever runs the ledger.
 *
 * @throws UsageError where there is no receipt, or the file cannot be written; what was recorded stands.
 */
export async function keepReceipt({ receipt: file }: ReceiptOption, answer: unknown): Promise<void> {
  if (file === undefined) return;
  const receipt = receiptIn(answer);
  if (receipt === undefined)
    throw new UsageError('--receipt: nothing was recorded, so there is no receipt', 'Leave the option out');
  try {
    await writeFile(file, `${JSON.stringify(receipt, null, 2)}\n`);
  } catch (error) {
    const reason = (error as Error).message;
    throw new UsageError(
      `--receipt: it was recorded, but ${file} cannot be written (${reason})`,
      'Give the command again with the same --command-id, and a file that can be written',
    );
  }
}

function receiptIn(answer: unknown): LedgerReceipt | undefined {
  if ((answer as { receipt?: unknown }).receipt === null) return undefined;
  return readReceipt(answer);
}
