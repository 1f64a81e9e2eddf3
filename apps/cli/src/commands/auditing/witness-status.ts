import type { WitnessesView } from '#apps/ledger/src/log/witnesses-view';
import type { Context } from '../../context.ts';

/** What the witnesses of a ledger have seen of it. */
export async function witnessStatus(context: Context, slug: string): Promise<void> {
  const view = await viewOf(context, slug);
  context.answer(view, () => statusText(view));
}

async function viewOf(context: Context, slug: string): Promise<WitnessesView> {
  const { where } = context;
  if (where.kind === 'server') {
    const { HttpConnection } = await import('../../client/http-connection.ts');
    const path = `/v1/engagements/${encodeURIComponent(slug)}/log/witnesses`;
    return new HttpConnection(where.url, where.key).get<WitnessesView>(path);
  }
  const { openFolder } = await import('../../client/open-folder.ts');
  const { witnessesOf } = await import('#apps/ledger/src/log/witnesses-view');
  const onus = await openFolder(context.io, context.existingFolder('onus witness status'));
  try {
    return await witnessesOf(onus, onus.read.engagement(slug).id);
  } finally {
    await onus.close();
  }
}

function statusText({ sealed, witnesses }: WitnessesView): string {
  const newest =
    sealed === null ? 'Nothing is sealed yet.' : `Sealed: ${sealed.treeSize} entries, root ${sealed.root}.`;
  const none = 'No witnesses are listed: see docs/operating.md.\n';
  const lines = witnesses.map(({ witness, cosignedSize, cosignedAt, error }) => {
    const seen = cosignedAt === null ? 'has cosigned nothing yet' : `cosigned ${cosignedSize} entries at ${cosignedAt}`;
    return `${witness} ${seen}${error === null ? '' : `; ${error}`}\n`;
  });
  return `${newest}\n${lines.length === 0 ? none : lines.join('')}`;
}
