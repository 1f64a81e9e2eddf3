import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { LedgersElsewhere } from '#apps/ledger/src/runtime/settings';
import { StoreLocked } from '#ledger-store/event-store';
import { formatVerifierKey } from '#transparency/note/key';
import type { TrustedWitness } from '#transparency/policy/policy';
import { count } from '#answers/words/phrases';
import { tableText } from '#answers/words/table';
import type { KeyView } from '#apps/ledger/src/runtime/signing-keys';
import type { Context } from '../../context.ts';
import { ProgressBar } from '../../print/progress.ts';
import { UsageError } from '../../usage-error.ts';

export interface SigningKeyOptions {
  readonly engagement?: string;
}

interface LedgerKeys {
  readonly engagement: string;
  readonly ledger: string;
  /** In the order of their use. */
  readonly keys: readonly KeyView[];
}

/** The keys with which the ledgers are signed, as others verify with them. Works while the service runs, for one engagement. */
export async function showSigningKey(context: Context, options: SigningKeyOptions): Promise<void> {
  const ledgers = await keysOf(context, options);
  context.answer(ledgers, () => {
    if (ledgers.length === 0) return 'There is no engagement yet, so no ledger that is signed.\n';
    const rows = ledgers.flatMap(({ engagement, keys }) => keys.map(({ vkey, state }) => [engagement, state, vkey]));
    return tableText(['Engagement', 'Key', 'Verifier key'], rows, context.io.columns);
  });
}

/** The policy that trusts a ledger of this data folder (C2SP tlog-policy), to be handed to whoever verifies. */
export async function showPolicy(context: Context, options: SigningKeyOptions): Promise<void> {
  const [first, ...others] = await keysOf(context, options);
  if (first === undefined) throw new UsageError('there is no engagement yet', 'Begin one, then make its policy');
  // One key signs all ledgers, and a policy may name a key once.
  if (others.length > 0) throw new UsageError('a policy is about one ledger', 'Name the engagement with --engagement');
  const { engagement, ledger, keys } = first;
  const { witnessesOf } = await import('#apps/ledger/src/runtime/open-onus');
  const policy = policyText(first, witnessesOf(context.existingFolder('onus key').folder));
  context.answer({ engagement, ledger, keys, policy }, () => policy);
}

/** A receipt is signed before any witness can have seen it, so none is asked for; who cosigned is told where one did. */
function policyText({ engagement, ledger, keys }: LedgerKeys, witnesses: readonly TrustedWitness[]): string {
  const lines = keys.flatMap(({ vkey, state }) => [
    ...(state === 'signed before' ? ['# Replaced since; what it signed before stands.'] : []),
    ...(state === 'signs next' ? ['# Signs once the rotation is finished.'] : []),
    `log ${vkey}`,
  ]);
  const cosigning = witnesses.map(({ name, key, url }) => `witness ${name} ${formatVerifierKey(key)} ${url}`);
  const all = [`# Trusts the ledger of ${engagement}, ${ledger}.`, ...lines, ...cosigning, 'quorum none'];
  return `${all.join('\n')}\n`;
}

async function keysOf(context: Context, { engagement }: SigningKeyOptions): Promise<readonly LedgerKeys[]> {
  const where = context.existingFolder('onus key');
  // Opened first: the first start of a folder makes its key.
  const slugs = engagement === undefined ? await allEngagements(context) : await known(context, engagement);
  const { folderSettings } = await import('#apps/ledger/src/runtime/settings');
  const { ledgerName } = await import('#apps/ledger/src/runtime/onus');
  const { signingKeys } = await import('#apps/ledger/src/runtime/signing-keys');
  const { origin } = folderSettings(where.folder);
  const namespace = ledgerNamespace(origin);
  return slugs.map((slug) => {
    const ledger = ledgerName(origin, uuid5(namespace, slug));
    return { engagement: slug, ledger, keys: signingKeys(where, ledger) };
  });
}

/** Makes a new key, lets the old one vouch for it in every ledger, and signs with it from then on. Goes on where it was stopped. */
export async function rotateKey(context: Context): Promise<void> {
  const { kind: _, origin: __, ...placed } = context.existingFolder('onus key rotate');
  const { rotateSigningKey } = await import('#apps/ledger/src/runtime/rotate-signing-key');
  const bar = new ProgressBar(context.io, 'recording the new key');
  try {
    const rotated = await rotateSigningKey({ ...placed, onStep: (_step, done, of) => bar.update(done, of) });
    bar.clear();
    const { publicKey, receipts, vouchers } = rotated;
    context.answer(rotated, () => {
      const ledgers = count(receipts.length, 'ledger');
      return (
        `Rotated: ${publicKey} signs from here on, and the key before is gone. It vouches for the new one in ${ledgers}: ${vouchers}\n` +
        'Hand whoever verifies a ledger its line of that file, which is a receipt, and its new policy (onus key policy).\n'
      );
    });
  } finally {
    bar.clear();
  }
}

const allEngagements = (context: Context): Promise<readonly string[]> =>
  context.withClient(async (client) => (await client.engagements()).map(({ slug }) => slug));

/**
 * While another process has the folder, or its ledgers are in a store that was not named, the engagement cannot be looked up; its name
 * says which ledger it would be.
 */
async function known(context: Context, slug: string): Promise<readonly string[]> {
  try {
    return [(await context.withClient((client) => client.engagement(slug))).slug];
  } catch (error) {
    if (error instanceof StoreLocked || error instanceof LedgersElsewhere) return [slug];
    throw error;
  }
}
