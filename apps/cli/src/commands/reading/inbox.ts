import type { InboxView } from '#answers/inbox/views';
import { NotFound } from '#read-models/read-models';
import type { Context } from '../../context.ts';
import { inboxText } from '../../print/inbox.ts';

export interface InboxOptions {
  readonly engagement?: string;
  readonly as?: string;
}

/** What waits for whoever asks: in one engagement, or in every one. */
export async function inbox(context: Context, { engagement, as }: InboxOptions): Promise<void> {
  const inboxes = await context.withClient(
    async (client) => {
      const slugs = engagement === undefined ? (await client.engagements()).map(({ slug }) => slug) : [engagement];
      const found: InboxView[] = [];
      for (const slug of slugs) {
        try {
          found.push(await client.agreement.inbox(slug));
        } catch (error) {
          // Not everybody is a member everywhere.
          if (engagement !== undefined || !(error instanceof NotFound)) throw error;
        }
      }
      return found;
    },
    { actAs: as },
  );
  context.answer(engagement === undefined ? inboxes : inboxes[0], () => {
    if (inboxes.length === 0) return 'Nothing.\n';
    return inboxes.map((each) => inboxText(each, context.io.columns)).join('\n');
  });
}
