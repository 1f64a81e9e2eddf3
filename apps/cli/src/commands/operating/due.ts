import type { Refusal } from '#kernel/refusal';
import { Moments } from '#answers/words/moments';
import { tableText } from '#answers/words/table';
import type { DueMatter } from '#read-models/due-matter';
import type { Onus } from '#apps/ledger/src/runtime/onus';
import type { Context } from '../../context.ts';

export interface DueOptions {
  readonly record?: boolean;
}

const WORDS: { readonly [C in DueMatter['command']]: string } = {
  ExpireChange: 'expires',
  DeemAccepted: 'silence is taken for acceptance',
  EscalateChange: 'more members may approve',
  RemindApprovers: 'approvers are reminded',
};
const PAGE = 200;
/** How long reads may take to know what was recorded, in milliseconds. */
const PATIENCE = 60_000;

interface Refused {
  readonly matter: DueMatter;
  readonly refusal: Refusal;
}

/** What has come due by itself, in every ledger of a data folder that no service works on; recorded, where that is asked for. */
export async function due(context: Context, { record = false }: DueOptions): Promise<void> {
  const where = context.existingFolder('onus due');
  const { openFolder } = await import('../../client/open-folder.ts');
  const onus = await openFolder(context.io, where);
  try {
    if (record) await recordAll(context, onus);
    else list(context, onus);
  } finally {
    await onus.close();
  }
}

function list(context: Context, onus: Onus): void {
  const matters: DueMatter[] = [];
  const now = onus.now();
  for (let page: readonly DueMatter[] = onus.read.due(now, { limit: PAGE }); page.length > 0;) {
    matters.push(...page);
    page = onus.read.due(now, { limit: PAGE, after: page.at(-1)! });
  }
  context.answer(matters, () => {
    if (matters.length === 0) return 'Nothing is due.\n';
    return tableText(['Engagement', 'Change', 'What', 'Since'], matters.map(rowIn(onus)), context.io.columns);
  });
}

async function recordAll(context: Context, onus: Onus): Promise<void> {
  const { openClockwork } = await import('#apps/ledger/src/clockwork/open-clockwork');
  const clockwork = openClockwork(onus, (what) => context.io.err(`${what}\n`));
  const recorded: DueMatter[] = [];
  const refused: Refused[] = [];
  for (let goesOn = true; goesOn;) {
    const tick = await clockwork.tick();
    recorded.push(...tick.recorded);
    refused.push(...tick.refused);
    await onus.read.reach(await onus.store.lastPosition(), PATIENCE);
    goesOn = tick.more || tick.recorded.length > 0;
  }
  const told = refused.map(({ matter, refusal: { code, message } }) => ({ ...matter, code, detail: message }));
  context.answer({ recorded, refused: told }, () => {
    if (recorded.length + refused.length === 0) return 'Nothing is due.\n';
    const row = rowIn(onus);
    const rows = [
      ...recorded.map((matter) => [...row(matter), 'recorded']),
      ...refused.map(({ matter, refusal }) => [...row(matter), `not recorded: ${refusal.message}`]),
    ];
    return tableText(['Engagement', 'Change', 'What', 'Since', ''], rows, context.io.columns);
  });
}

/** A row for people, in the time zone of the engagement. */
const rowIn =
  ({ read }: Onus) =>
  ({ engagement, slug, change, command, at }: DueMatter): string[] => [
    slug,
    change,
    WORDS[command],
    new Moments(read.engagement(engagement).zone).moment(at),
  ];
