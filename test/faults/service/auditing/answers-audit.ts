import { microsOf, type Instant } from '#kernel/instant';
import { MARK_WORDS } from '#responsibility/domain/assignment';
import type { ReadModels } from '#read-models/read-models';
import type { Random } from '../../random.ts';
import type { AuditedLedger } from './audited-ledger.ts';
import { sameContent } from './same-content.ts';
import { DAYS, dayInstant } from '../writing/writer.ts';

/** What of a matrix line can be told from the periods and the entries that they name. */
interface Line {
  readonly ref: string;
  readonly definition: unknown;
  readonly mark: string | null;
  readonly assignedBy: number | null;
  readonly closed: boolean;
}

/** Asks read models at random points on both clocks, and compares with what the entries fold to by definition. */
export function answerFindings(
  read: ReadModels,
  ledger: AuditedLedger,
  random: Random,
  questions: number,
): readonly string[] {
  const findings: string[] = [];
  const refs = [...ledger.tasks.keys()];
  for (let question = 0; question < questions; question++) {
    const size = ledger.leaves.length;
    // Every fourth time as known now, the others as known to some smaller tree.
    const treeSize = question % 4 === 0 ? size : random.between(1, size);
    const at = dayInstant(random.between(-2, DAYS + 2));
    const point = `${ledger.stream} at (${at}, ${treeSize})`;
    const wanted = linesByDefinition(ledger, at, treeSize);
    if (!sameContent(matrixLines(read, ledger.engagement, at, treeSize), wanted))
      findings.push(`the matrix of ${point} is not what the entries fold to`);
    const ref = refs[random.between(0, refs.length - 1)];
    if (ref !== undefined && !answersAs(read, ledger, ref, at, treeSize, wanted))
      findings.push(`the owner of ${ref} of ${point} is not what the entries fold to`);
  }
  return [...findings, ...commandFindings(read, ledger, random, questions)];
}

/** The matrix as the periods and their entries say it, by reference. */
export function linesByDefinition(ledger: AuditedLedger, at: Instant, treeSize: number): readonly Line[] {
  const lines: Line[] = [];
  for (const ref of [...ledger.tasks.keys()].sort(byCodeUnits)) {
    const { definition, assignment, closed } = ledger.said(ref, microsOf(at), treeSize);
    if (definition === undefined || definition.type === 'TaskRetired') continue;
    const assigned = assignment?.type === 'ResponsibilityAssigned' ? assignment : undefined;
    const { marks } = (assigned?.data as { assignment: { marks: (keyof typeof MARK_WORDS)[] } } | undefined)
      ?.assignment ?? { marks: [] };
    lines.push({
      ref,
      definition: (definition.data as { definition: unknown }).definition,
      mark: marks.length === 0 ? null : marks.map((mark) => MARK_WORDS[mark]).join(' + '),
      assignedBy: assigned?.index ?? null,
      closed: closed?.type === 'TaskClosed',
    });
  }
  return lines;
}

function matrixLines(read: ReadModels, engagement: string, at: Instant, treeSize: number): readonly Line[] {
  const lines: Line[] = [];
  const point = { effective: { at }, known: { treeSize } };
  for (let after: string | null | undefined; after !== null;) {
    const page = read.matrix(engagement, point, { limit: 200, ...(after !== undefined && { after }) });
    for (const { ref, definition, mark, assignment, closed } of page.lines) {
      lines.push({ ref, definition, mark, assignedBy: assignment?.entry ?? null, closed: closed === true });
    }
    after = page.next;
  }
  return lines;
}

function answersAs(
  read: ReadModels,
  ledger: AuditedLedger,
  ref: string,
  at: Instant,
  treeSize: number,
  matrix: readonly Line[],
): boolean {
  const answer = read.ownerAt(ledger.engagement, ref, at, { treeSize });
  const line = matrix.find((each) => each.ref === ref);
  if (line === undefined) return !answer.exists && answer.mark === null && answer.closed === null;
  const named = line.assignedBy === null || answer.entries.includes(line.assignedBy);
  return answer.exists && answer.mark === line.mark && answer.closed === line.closed && named;
}

/** The command index names the entries of each command. */
function commandFindings(
  read: ReadModels,
  { stream, commands }: AuditedLedger,
  random: Random,
  count: number,
): string[] {
  const ids = [...commands.keys()];
  return Array.from({ length: count }, () => ids[random.between(0, ids.length - 1)]!).flatMap((id) => {
    const { first, count: entries } = commands.get(id)!;
    const indexed = read.command(stream, id);
    const same = indexed?.firstIndex === first && indexed.count === entries;
    return same ? [] : [`the command index of ${stream} does not find command ${id} at ${first}`];
  });
}

/** The order of references in the read models: by code unit, as SQLite compares. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1);
