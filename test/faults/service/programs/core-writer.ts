import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { folderSettings, keyRegister } from '#apps/ledger/src/runtime/settings';
import { openStorage } from '#apps/ledger/src/runtime/storage';
import { openSigningKey } from '#sealing/key/signing-key';
import { Random } from '../../random.ts';
import { EarlyStore } from './early-store.ts';
import { ProductDoor } from '../writing/product-door.ts';
import { Writer } from '../writing/writer.ts';

/**
 * A program that holds the product without any surface, and lets many write into it until it is killed. It prints notes
 * (`journal.ts`) on standard output, which is a pipe: a line that was written has left the process. On SIGTERM it closes as
 * the service does. With `--early` its store acknowledges before the commit: a planted bug that an audit must find.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    seed: { type: 'string' },
    writers: { type: 'string' },
    engagements: { type: 'string' },
    early: { type: 'boolean', default: false },
  },
});

async function openEarly(folder: string): Promise<Onus> {
  const { store, close, ...parts } = await openStorage({ folder });
  const settings = folderSettings(folder);
  const signer = openSigningKey(folder, keyRegister(folder));
  return new Onus({ ...parts, ...settings, signer, store: new EarlyStore(store), release: close });
}

const say = (what: object): unknown => process.stdout.write(`${JSON.stringify(what)}\n`);

const onus = await (values.early ? openEarly(values.folder!) : openOnus({ folder: values.folder! }));
let ending = false;
process.once('SIGTERM', () => {
  ending = true;
  say({ is: 'closing' });
  void onus.close().then(() => process.exit(0));
});

const engagements = values.engagements!.split(',');
const seeds = new Random(Number(values.seed));
const writers = Array.from({ length: Number(values.writers) }, () => new Random(seeds.between(0, 1e9)));
// A program that is killed keeps nothing of what it compiled.
flushCompileCache();
say({ is: 'ready' });
const door = new ProductDoor(onus);
await Promise.all(writers.map((random) => new Writer(door, engagements, random, say).writeOn(() => ending)));
