import { randomUUID } from 'node:crypto';
import { type EventStore, NO_STREAM, RevisionConflict, StoreUnavailable } from '#ledger-store/event-store';

/** Holds what all replicas of an installation have in common, in the event store that they share. */
export const INSTALLATION_STREAM = 'installation';
const MOST_STATEMENTS = 1_000;

/** What the replicas of an installation must not disagree about. */
export interface Installation {
  /** Scheme-less URL under which ledgers are named. */
  readonly origin: string;
  /** Public keys with which ledgers were signed, in the order of their use: base64. The last one signs. */
  readonly signingKeys: readonly string[];
}

/** One line in it: the key with which is signed from there on, under which name. */
interface Statement {
  readonly format: 1;
  readonly origin: string;
  readonly signingKey: string;
}

/** What an event store knows of the installation that uses it; undefined where none does yet. @throws StoreUnavailable */
export async function readInstallation(store: EventStore): Promise<Installation | undefined> {
  const entries = await store.readStream(INSTALLATION_STREAM, 0, MOST_STATEMENTS);
  const statements = entries.map(({ bytes }) => readStatement(bytes));
  if (statements.length === 0) return undefined;
  return { origin: statements[0]!.origin, signingKeys: statements.map(({ signingKey }) => signingKey) };
}

/**
 * States the key with which an installation signs from here on, as the one after those that are known (none, for whoever begins it).
 * Gives what the event store knows then: where another replica was faster, that is what the other one said.
 *
 * @throws the store's error
 */
export async function stateKey(
  store: EventStore,
  { origin, signingKeys }: Installation,
  signingKey: string,
): Promise<Installation> {
  const statement: Statement = { format: 1, origin, signingKey };
  const entry = { id: randomUUID(), bytes: Buffer.from(JSON.stringify(statement)) };
  try {
    await store.append(INSTALLATION_STREAM, signingKeys.length + NO_STREAM, [entry]);
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
  }
  return (await readInstallation(store))!;
}

function readStatement(bytes: Uint8Array): Statement {
  try {
    const { format, origin, signingKey } = JSON.parse(Buffer.from(bytes).toString()) as Partial<Statement>;
    if (format === 1 && typeof origin === 'string' && typeof signingKey === 'string') {
      return { format, origin, signingKey };
    }
  } catch {
    // The message is the same.
  }
  throw new StoreUnavailable(
    `what the event store says of this installation (stream ${INSTALLATION_STREAM}) cannot be read`,
  );
}
