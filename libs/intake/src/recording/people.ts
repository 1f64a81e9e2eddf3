import { toSeal } from '#kernel/sealed';
import type { MemberKind } from '#engagement/domain/members';
import type { ImportTarget } from './import-target.ts';

/** Somebody whom a file names. A person and a team of one name are two. */
export interface NamedInFile {
  readonly kind: MemberKind;
  readonly name: string;
}

/** Of which party those are whom a file names without saying of which. */
export const NOT_STATED = 'Not stated by the source';

/** Members are added in lots, so that one lot fits into one append. */
const LOT = 700;

/** The third party of a name; it is added where there is none yet. */
export async function thirdParty(target: ImportTarget, engagementId: string, name: string): Promise<string> {
  const known = target.read.parties(engagementId).find((party) => party.side === 'third' && party.name === name);
  if (known !== undefined) return known.id;
  const { entries } = await target.submit({ type: 'AddParty', data: { side: 'third', name } });
  return (entries[0]!.data as { partyId: string }).partyId;
}

/** The member ids of everybody whom a file names. Those who are not known yet become members of `party`, without a role. */
export async function memberIds(
  target: ImportTarget,
  engagementId: string,
  party: string,
  named: readonly NamedInFile[],
): Promise<(who: NamedInFile) => string> {
  const key = ({ kind, name }: NamedInFile): string => `${kind} ${name}`;
  const ids = new Map<string, string>();
  for (const { id, kind, name, party: of } of target.read.members(engagementId)) {
    if (name !== null && of === party) ids.set(key({ kind, name }), id);
  }
  const unknown = new Map(named.filter((who) => !ids.has(key(who))).map((who) => [key(who), who]));
  const added = [...unknown.values()];
  for (let first = 0; first < added.length; first += LOT) {
    const lot = added.slice(first, first + LOT);
    const members = lot.map(({ kind, name }) => ({ party, kind, name: toSeal(name), roles: [] }));
    const { entries } = await target.submit({ type: 'AddMembers', data: { members, apart: true } });
    entries.forEach(({ data }, i) => ids.set(key(lot[i]!), (data as { memberId: string }).memberId));
  }
  return (who) => ids.get(key(who))!;
}
