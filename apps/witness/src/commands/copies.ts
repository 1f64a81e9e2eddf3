import { nodeSha256 } from '#ledger-store/node-crypto';
import { equalBytes, toHex } from '#transparency/bytes';
import { parseCheckpoint } from '#transparency/checkpoint/checkpoint';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { parseNote } from '#transparency/note/note';
import type { WitnessConfig } from '../config.ts';
import { MirrorStore, type Copy } from '../storage/mirror-store.ts';
import { CommandFault, type Print } from './command-fault.ts';
import { withCopies } from './folder.ts';

/** Hashes every copied entry again, and says of each log whether they are what its checkpoint covers. Gives false where one is not. */
export async function checkCopies(config: WitnessConfig, print: Print): Promise<boolean> {
  return withCopies(config, async (database) => {
    const store = new MirrorStore(database);
    const origins = store.origins();
    if (origins.length === 0) await print('There are no copies.\n');
    let whole = true;
    for (const origin of origins) whole = (await checkCopy(store, origin, print)) && whole;
    return whole;
  });
}

async function checkCopy(store: MirrorStore, origin: string, print: Print): Promise<boolean> {
  const copy = store.find(origin)!;
  if (copy.note === null) {
    await print(`${origin}: ${copy.pulled} entries, of which no checkpoint covers any yet\n`);
    return true;
  }
  const { size, root } = parseCheckpoint(parseNote(copy.note).text);
  const frontier = new TreeFrontier(nodeSha256);
  for (const entry of verifiedEntries(store, copy)) frontier.appendEntry(entry);
  const whole = frontier.size === size && equalBytes(frontier.root(), root);
  const found = `${frontier.size} entries with the root ${toHex(frontier.root())}`;
  await print(
    whole
      ? `${origin}: ${found}, as signed\n`
      : `${origin}: DAMAGED, ${found}; signed are ${size} with ${toHex(root)}\n`,
  );
  return whole;
}

/** Prints the entries of a log that a checkpoint covers, as they are, one a line. @throws CommandFault where there is no copy */
export async function printEntries(config: WitnessConfig, origin: string, print: Print): Promise<void> {
  await withCopies(config, async (database) => {
    const store = new MirrorStore(database);
    const copy = store.find(origin);
    if (copy === undefined) throw new CommandFault(`There is no copy of ${origin}.`);
    for (const entry of verifiedEntries(store, copy)) await print(Buffer.concat([entry, Buffer.from('\n')]));
  });
}

function* verifiedEntries(store: MirrorStore, copy: Copy): Generator<Uint8Array> {
  let left = copy.verified;
  for (const entry of store.entries(copy)) {
    if (left-- === 0) return;
    yield entry;
  }
}
