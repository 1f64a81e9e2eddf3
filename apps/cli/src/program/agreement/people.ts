import type { Command } from 'commander';
import { MEMBER_KINDS, ROLES } from '#engagement/domain/members';
import type { GrantOptions, RevokeOptions } from '../../commands/people/delegating.ts';
import type { ContactOptions, PeriodOptions, RolesOptions } from '../../commands/people/keeping.ts';
import type { MemberOptions } from '../../commands/people/member.ts';
import type { WriteOptions } from '../../commands/writing/write-options.ts';
import type { Context } from '../../context.ts';
import { aboutEngagement, choice, recording, several } from '../shared-options.ts';

type ContextOf = (command: Command) => Context;
type About = Pick<WriteOptions, 'engagement'>;

const MEMBER = 'id of the member, like m7';
const ROLE = ['--role <roles>', `one or more of ${ROLES.join(', ')}`] as const;

/** Who takes part, who acts for whom, and what the contract says. */
export function addPeopleCommands(program: Command, contextOf: ContextOf): void {
  const member = program.command('member').description('people, teams and services of the parties');
  addMembers(member, contextOf);
  addKeeping(member, contextOf);
  const party = program.command('party').description('organisations that take part');
  recording(party.command('add'))
    .description('add a third party')
    .argument('<name>', 'what it is called')
    .action(async (name: string, options: WriteOptions, command: Command) => {
      const { addParty } = await import('../../commands/people/keeping.ts');
      await addParty(contextOf(command), name, options);
    });
  addDelegations(program, contextOf);
  addTerms(program, contextOf);
}

function addMembers(member: Command, contextOf: ContextOf): void {
  recording(member.command('add'))
    .description('add a member')
    .argument('<name>', 'name; it is sealed, so that it can be erased')
    .requiredOption('--party <party>', '"provider", "client", the id of a party, or its name')
    .addOption(choice('--kind <kind>', 'what it is', MEMBER_KINDS).default('person'))
    .option(...ROLE, several(ROLES), [])
    .action(async (name: string, options: MemberOptions, command: Command) => {
      const { addMember } = await import('../../commands/people/member.ts');
      await addMember(contextOf(command), name, options);
    });
  aboutEngagement(member.command('list'))
    .description('parties and members')
    .action(async (options: About, command: Command) => {
      const { listMembers } = await import('../../commands/people/member.ts');
      await listMembers(contextOf(command), options);
    });
  aboutEngagement(member.command('show'))
    .description('one member: when it takes part, how it is reached, who acts for whom')
    .argument('<member>', MEMBER)
    .action(async (id: string, options: About, command: Command) => {
      const { showMember } = await import('../../commands/people/member.ts');
      await showMember(contextOf(command), id, options);
    });
}

function addKeeping(member: Command, contextOf: ContextOf): void {
  recording(member.command('roles'))
    .description('say all roles that a member has from now on; none without --role')
    .argument('<member>', MEMBER)
    .option(...ROLE, several(ROLES), [])
    .action(async (id: string, options: RolesOptions, command: Command) => {
      const { changeRoles } = await import('../../commands/people/keeping.ts');
      await changeRoles(contextOf(command), id, options);
    });
  recording(member.command('remove'))
    .description('remove a member; what it did stands')
    .argument('<member>', MEMBER)
    .action(async (id: string, options: WriteOptions, command: Command) => {
      const { removeMember } = await import('../../commands/people/keeping.ts');
      await removeMember(contextOf(command), id, options);
    });
  recording(member.command('period'))
    .description('say from when to when a member takes part; always, without --from and --to')
    .argument('<member>', MEMBER)
    .option('--from <time>', 'a day, or an instant with its offset')
    .option('--to <time>', 'the end, itself not part of it')
    .action(async (id: string, options: PeriodOptions, command: Command) => {
      const { setPeriod } = await import('../../commands/people/keeping.ts');
      await setPeriod(contextOf(command), id, options);
    });
  recording(member.command('contact'))
    .description('say how a member is reached; it takes the place of what was known, whole')
    .argument('<member>', MEMBER)
    .option('--deputy <member>', 'who stands in, of the same party')
    .option('--zone <iana>', 'zone in which the hours are meant')
    .option('--hours <text>', 'when; sealed')
    .option('--channels <text>', 'how; sealed')
    .option('--verified-on <day>', 'day on which somebody tried it, YYYY-MM-DD')
    .action(async (id: string, options: ContactOptions, command: Command) => {
      const { setContact } = await import('../../commands/people/keeping.ts');
      await setContact(contextOf(command), id, options);
    });
}

function addDelegations(program: Command, contextOf: ContextOf): void {
  const delegation = program.command('delegation').description('let another member act in your right for a time');
  recording(delegation.command('grant'))
    .description('let a person of your party draft, decide and accept in your right, with --on-behalf-of')
    .argument('<member>', 'who may act')
    .requiredOption('--from <time>', 'a day, or an instant with its offset')
    .requiredOption('--to <time>', 'the end, itself not part of it')
    .option('--change <change...>', 'only about these changes')
    .option('--task <ref...>', 'only about these tasks')
    .option('--reason <text>', 'why; it is sealed')
    .action(async (delegate: string, options: GrantOptions, command: Command) => {
      const { grantDelegation } = await import('../../commands/people/delegating.ts');
      await grantDelegation(contextOf(command), delegate, options);
    });
  recording(delegation.command('revoke'))
    .description('end a delegation before its time; what was done under it stands')
    .argument('<delegation>', 'id of the delegation, like d15')
    .option('--reason <text>', 'why; it is sealed')
    .action(async (id: string, options: RevokeOptions, command: Command) => {
      const { revokeDelegation } = await import('../../commands/people/delegating.ts');
      await revokeDelegation(contextOf(command), id, options);
    });
  aboutEngagement(delegation.command('list'))
    .description('who lets whom act, expired and revoked ones included')
    .action(async (options: About, command: Command) => {
      const { listDelegations } = await import('../../commands/people/delegating.ts');
      await listDelegations(contextOf(command), options);
    });
}

function addTerms(program: Command, contextOf: ContextOf): void {
  const terms = program.command('terms').description('what the contract says of itself');
  aboutEngagement(terms.command('show'))
    .description('the contract, and how soon the parties tell each other of what')
    .action(async (options: About, command: Command) => {
      const { showTerms } = await import('../../commands/people/terms.ts');
      await showTerms(contextOf(command), options);
    });
  recording(terms.command('amend'))
    .description('write down what the contract says now; what the file does not name stays')
    .argument('<file>', 'JSON with "contract", "deadlines", or both; "-" for standard input')
    .action(async (file: string, options: WriteOptions, command: Command) => {
      const { amendTerms } = await import('../../commands/people/terms.ts');
      await amendTerms(contextOf(command), file, options);
    });
}
