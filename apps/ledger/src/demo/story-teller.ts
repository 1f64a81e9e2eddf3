import { baselineCsv } from '#intake/baseline';
import { msspBaseline } from '#intake/maps/mssp-baseline';
import { importFile } from '#intake/recording/import-file';
import type { Instant } from '#kernel/instant';
import { toSeal } from '#kernel/sealed';
import { FOUNDER } from '#engagement/domain/members';
import type { Bearer } from '#responsibility/domain/assignment.rules';
import { uuid5, uuidBytes } from '#ledger-store/entry-codec';
import type { Accepted, AcceptedEntry } from '#ledger-store/submission';
import { DEMONSTRATION } from '../runtime/engagements/demonstrations.ts';
import { founder, PARTIES, type Onus, type OnusSubmission } from '../runtime/onus.ts';
import { castMember, PARTY_NAMES, type MemberKey, type PartyKey } from './cast.ts';
import type { Step, Told } from './step.ts';

/** Under which the ids of the story's commands are derived from the names of its steps. Never changed. */
const STEPS = uuidBytes('5d4d9b0e-6f0c-4c8e-9d4f-2b4f2f6a7c11');

/** The id under which a step is recorded: the same in every ledger that holds the story. */
export const commandIdOf = (step: string): string => uuid5(STEPS, step);

/** Tells the story's steps as commands of the people in it, and remembers what came of them. */
export class StoryTeller implements Told {
  private readonly onus: Onus;
  private readonly engagementId: string;
  private readonly parties = new Map<PartyKey, string>([
    ['northwind', PARTIES.provider],
    ['contoso', PARTIES.client],
  ]);
  private readonly members = new Map<MemberKey, string>([['lindqvist', FOUNDER]]);
  private readonly recorded = new Map<string, Accepted>();

  constructor(onus: Onus, engagementId: string) {
    this.onus = onus;
    this.engagementId = engagementId;
  }

  async tell({ name, by, does }: Step): Promise<void> {
    if (this.recorded.has(name)) throw new Error(`the story has two steps called "${name}"`);
    switch (does.kind) {
      case 'command':
        await this.submit(name, by, does.command(this));
        return;
      case 'adds-members':
        return this.addMembers(name, by, does.members);
      case 'adds-party': {
        const data = { side: 'third', name: PARTY_NAMES[does.party] } as const;
        const { entries } = await this.submit(name, by, { type: 'AddParty', data });
        this.parties.set(does.party, (entries[0]!.data as { partyId: string }).partyId);
        return;
      }
      case 'imports-baseline':
        return this.importBaseline(name, by, does.effective, does.file);
    }
  }

  party(key: PartyKey): string {
    return this.parties.get(key) ?? untold(`party ${key}`);
  }

  bearer(key: MemberKey): Required<Bearer> {
    return { party: this.party(castMember(key).party), member: this.members.get(key) ?? untold(`member ${key}`) };
  }

  change(step: string): { readonly id: string; readonly digest: string } {
    const { changeId, digest } = this.fact(step, 'ChangeDrafted').data as { changeId: string; digest: string };
    return { id: changeId, digest };
  }

  assignment(step: string): number {
    return this.fact(step, 'ResponsibilityAssigned').index;
  }

  evidence(step: string): string {
    return (this.fact(step, 'EvidenceSubmitted').data as { evidenceId: string }).evidenceId;
  }

  private fact(step: string, type: string): AcceptedEntry {
    const entry = this.recorded.get(step)?.entries.find((each) => each.type === type);
    return entry ?? untold(`${type} of "${step}"`);
  }

  private async submit(name: string, by: MemberKey, submission: OnusSubmission): Promise<Accepted> {
    const actor =
      submission.type === 'OpenEngagement'
        ? founder(DEMONSTRATION)
        : await this.onus.actor(this.engagementId, this.bearer(by).member, DEMONSTRATION);
    const accepted = await this.onus.submit(this.engagementId, submission, { commandId: commandIdOf(name), actor });
    this.recorded.set(name, accepted);
    return accepted;
  }

  private async addMembers(step: string, by: MemberKey, keys: readonly MemberKey[]): Promise<void> {
    const members = keys.map((key) => {
      const { party, kind, name, roles } = castMember(key);
      return { party: this.party(party), kind, name: toSeal(name), roles };
    });
    const { entries } = await this.submit(step, by, { type: 'AddMembers', data: { members, apart: true } });
    keys.forEach((key, i) => this.members.set(key, (entries[i]!.data as { memberId: string }).memberId));
  }

  private async importBaseline(name: string, by: MemberKey, effective: Instant, file: string): Promise<void> {
    const { state } = await this.onus.state(this.engagementId);
    // What followed has moved the matrix on; compared with it, the file would have something to say again.
    if (state.responsibility.importOf.size > 0) return;
    const settings = { format: 'matrix-csv', effective, map: msspBaseline } as const;
    await importFile(
      {
        read: this.onus.read,
        submit: (submission) => {
          const part = submission.type === 'RecordImport' ? `part ${submission.data.part}` : submission.type;
          return this.submit(`${name}, ${part}`, by, submission);
        },
        state: () => this.onus.state(this.engagementId),
      },
      { engagementId: this.engagementId, bytes: baselineCsv(), name: file, settings },
    );
  }
}

function untold(what: string): never {
  throw new Error(`the story has not told of ${what} yet`);
}
