import type { Context } from '../../context.ts';
import { Moments } from '#answers/words/moments';
import { tableText } from '#answers/words/table';
import { count } from '#answers/words/phrases';
import { openingOf, type OpeningOptions } from './opening.ts';
import { keepReceipt } from './keep-receipt.ts';
import { commandIdOf, type WriteOptions } from './write-options.ts';

/** Begins the ledger of an engagement. */
export async function openEngagement(
  context: Context,
  slug: string,
  options: OpeningOptions & Pick<WriteOptions, 'commandId' | 'receipt'>,
): Promise<void> {
  const commandId = commandIdOf(options);
  const { recorded, engagement } = await context.withClient(
    async (client) => {
      const recorded = await client.openEngagement(openingOf(slug, options), commandId);
      return { recorded, engagement: await client.engagement(slug) };
    },
    { begins: true },
  );
  await keepReceipt(options, recorded);
  context.answer({ ...recorded, engagement }, () => {
    const { title, zone, ledger } = engagement;
    return `${recorded.replayed ? 'Opened before' : 'Opened'}: ${slug} “${title}”, zone ${zone}, ledger ${ledger}.\n`;
  });
}

/** Every engagement of the data folder, or of the server as far as the key sees them. */
export async function engagements(context: Context): Promise<void> {
  const views = await context.withClient((client) => client.engagements());
  context.answer(views, () => {
    if (views.length === 0)
      return 'There is no engagement yet. Begin with "onus import", "onus engagement open" or "onus demo".\n';
    const rows = views.map(({ slug, title, zone, treeSize, openedAt }) => {
      const opened = new Moments(zone).day(openedAt);
      return [slug, title, zone, opened, count(treeSize, 'entry', 'entries')];
    });
    return tableText(['Engagement', 'Title', 'Zone', 'Opened', 'Ledger'], rows, context.io.columns);
  });
}
