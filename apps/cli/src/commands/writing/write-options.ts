import type { ReceiptOption } from './keep-receipt.ts';
import { UsageError } from '../../usage-error.ts';

/** Options that every recording command takes. */
export interface WriteOptions extends ReceiptOption {
  readonly engagement: string;
  /** Member in whose name the command is given. */
  readonly as?: string;
  /** Member in whose right it is given, on commands that can be given so. */
  readonly onBehalfOf?: string;
  readonly commandId?: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The id under which a command is recorded, kept for ever: given again with the same id it is answered as the first time.
 *
 * @throws UsageError where the given id is no UUID
 */
export function commandIdOf({ commandId }: Pick<WriteOptions, 'commandId'>): string {
  if (commandId === undefined) return crypto.randomUUID();
  if (!UUID.test(commandId))
    throw new UsageError(`--command-id: "${commandId}" is no UUID`, 'Give a UUID, or leave it out');
  return commandId.toLowerCase();
}

/** In whose name, and in whose right, the client is opened. */
export const actingAs = ({ as: actAs, onBehalfOf }: Pick<WriteOptions, 'as' | 'onBehalfOf'>) => ({ actAs, onBehalfOf });
