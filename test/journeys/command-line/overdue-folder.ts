import { randomUUID } from 'node:crypto';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { DEFAULT_POLICY } from '#approval/domain/policy';
import { toSeal } from '#kernel/sealed';
import { actorFor, commandOf, openEngagement, type Person } from '#test/faults/service/writing/acts';

/** When everything in the folder was recorded: long ago, whatever the date is. */
const THEN = '2024-03-01T09:00:00Z';

/** Makes a data folder in which nobody has looked for long: change C-2 of contoso should have expired on 15 March 2024. */
export async function makeOverdue(folder: string): Promise<void> {
  const past = await openOnus({ folder, now: () => THEN });
  const id = await openEngagement(past, 'contoso');
  const give = (by: Person, command: Parameters<typeof past.submit>[1]) =>
    past.submit(id, command, { commandId: randomUUID(), actor: actorFor(by) });
  const open = { kind: 'ordinary', open: true, effectiveFrom: THEN } as const;
  const policy = { ...DEFAULT_POLICY, expiresAfterDays: 14, remindAfterDays: 7 };
  const terms = { ...open, title: toSeal('Terms'), lines: [], terms: { policy } };
  await give('carl', { type: 'DraftChange', data: terms });
  const { digest } = (await past.state(id)).state.approval.open.get('C-1')!.text;
  for (const by of ['anna', 'ben'] as const) await give(by, commandOf({ kind: 'approve', by, change: 'C-1', digest }));
  const assignment = { marks: ['mssp'], raci: [] } as const;
  const lines = [{ act: 'define', ref: 'LOG-03', definition: { title: 'Log review' }, assignment }] as const;
  await give('carl', commandOf({ kind: 'propose', title: 'Log review', lines, from: THEN }));
  await past.close();
}
