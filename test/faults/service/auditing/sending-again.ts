import type { Random } from '../../random.ts';
import type { Audit } from './audit.ts';
import { sameContent } from './same-content.ts';
import type { Journal, Note, Sent, ToldEntry } from '../writing/journal.ts';
import { Refused, type Answer, type Door } from '../writing/writer.ts';

const REFUSED_OTHER_BODY = 'ledger/command-id-reused';

/** What is said when commands are sent again: findings, and what the journal must take note of. */
export interface SentAgain {
  readonly findings: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * Sends every command again whose outcome nobody knows, twice at once, and some of which it is known. Whatever became of a
 * command before, it stands once, and whoever sends it is told where. Call it after the ledgers were read.
 */
export async function sendAgain(
  door: Door,
  journal: Journal,
  audit: Audit,
  random: Random,
  known: number,
): Promise<SentAgain> {
  const findings: string[] = [];
  const notes: Note[] = [];
  for (const id of [...journal.open]) {
    const sent = journal.sent.get(id)!;
    const [one, two] = await Promise.all([outcomeOf(door, sent), outcomeOf(door, sent)]);
    const standing = standingEntries(audit, sent);
    if (!sameContent(one, two)) findings.push(`command ${id}, sent twice at once, was answered in two ways`);
    if (standing !== undefined && !sameContent(one, { is: 'acknowledged', id, entries: standing }))
      findings.push(`command ${id} stood in the ledger, and sent again it was not told where`);
    notes.push(one);
  }
  const acknowledged = [...journal.acknowledged.keys()];
  for (let i = 0; i < known && acknowledged.length > 0; i++) {
    const id = acknowledged[random.between(0, acknowledged.length - 1)]!;
    const sent = journal.sent.get(id)!;
    const again = await outcomeOf(door, sent);
    if (!sameContent(again, { is: 'acknowledged', id, entries: journal.acknowledged.get(id) }))
      findings.push(`command ${id} was acknowledged, and sent again it was answered otherwise`);
    const other = await outcomeOf(door, { ...sent, act: { kind: 'members', names: ['Somebody Else'] } });
    if (!sameContent(other, { is: 'refused', id, code: REFUSED_OTHER_BODY }))
      findings.push(`command ${id} was taken with another content`);
  }
  return { findings, notes };
}

async function outcomeOf(door: Door, { id, engagement, act }: Sent): Promise<Note> {
  try {
    return { is: 'acknowledged', id, entries: toldIn(await door.submit(engagement, id, act)) };
  } catch (error) {
    if (error instanceof Refused) return { is: 'refused', id, code: error.code };
    throw error;
  }
}

const toldIn = ({ entries }: Answer): readonly ToldEntry[] => entries.map(({ index, leafHash }) => [index, leafHash]);

function standingEntries(audit: Audit, { id, engagement }: Sent): readonly ToldEntry[] | undefined {
  const ledger = audit.ofEngagement(engagement);
  const recorded = ledger?.commands.get(id);
  if (ledger === undefined || recorded === undefined) return undefined;
  return Array.from({ length: recorded.count }, (_, i) => [recorded.first + i, ledger.leaves[recorded.first + i]!]);
}
