import type { Recorded } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { OnusEvent } from '#rulebook/rulebook';
import { changeBasis } from '../changes/change-basis.ts';
import { groundEntries, type Happening } from '../changes/course.ts';
import { courseIn, groundOf } from '../facts/changes.ts';
import type { Facts } from '../facts/facts.ts';
import { actorNamed } from '../people/actor-named.ts';
import type { Basis, Mention } from '../views.ts';

/** Whoever recorded an entry, and when. */
type Told = Pick<Recorded<OnusEvent>, 'index' | 'recordedAt'> & {
  readonly actor: Pick<Actor, 'party' | 'member' | 'onBehalfOf'>;
};

/** Who recorded an entry, and when, by the names that a tree size knows. */
export function mentionOf({ people }: Facts, treeSize: number, entry: Told): Mention {
  const { index, recordedAt, actor } = entry;
  return { entry: index, recordedAt, ...actorNamed(actor, (bearer) => people.named(treeSize, bearer)) };
}

/**
 * What a statement rests on: a change, an import, or one side alone. By the time that a statement counts its grounds are
 * complete, so they are the same for everybody who knows it, however much more is known.
 */
export function basisOf(facts: Facts, statement: Recorded<StatementEvent>): Basis {
  const { change, import: importId, line } = statement.event.data;
  if (change !== undefined) {
    const course = courseIn(facts.changes.change(change), statement.index);
    const mention = (entry: Happening): Mention => mentionOf(facts, entry.index + 1, entry);
    const basis = changeBasis(course, {
      open: ({ sealed }) => facts.open(sealed),
      mention,
      algorithmOf: (credential, before) => facts.people.algorithmOf(credential, before),
    });
    if (basis !== undefined) return basis;
  }
  if (importId !== undefined) return { ...importBasis(facts, importId), ...(line !== undefined && { line }) };
  return { kind: 'direct', agreed: false, by: mentionOf(facts, statement.index + 1, statement) };
}

/**
 * Indices of a statement's entry and of those behind it, ascending: approvals and agreement stand before it, an import's first
 * entry before and its last after it.
 */
export function groundsOf(
  { changes, statements }: Facts,
  { index, event }: Recorded<StatementEvent>,
): readonly number[] {
  const { change, import: importId } = event.data;
  if (change !== undefined) {
    const of = changes.change(change);
    const ground = groundOf(of, index);
    return ground === undefined ? [index] : [...groundEntries(ground, courseIn(of, index)), index];
  }
  if (importId === undefined) return [index];
  const { started, completed } = statements.import(importId);
  return completed === null ? [started.index, index] : [started.index, index, completed];
}

function importBasis(facts: Facts, id: string): Basis {
  const { started } = facts.statements.import(id);
  return {
    kind: 'import',
    agreed: false,
    import: id,
    format: started.event.data.format,
    digest: started.event.data.source.digest,
    importer: mentionOf(facts, started.index + 1, started),
    note: 'imported; not agreed in Onus',
  };
}
