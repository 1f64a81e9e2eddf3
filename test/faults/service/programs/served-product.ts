import { KeyRing } from '#apps/ledger/src/access/key-ring';
import type { ChildProgram, Ended } from '../../child-program.ts';
import { PEOPLE, type Person } from '../writing/acts.ts';
import type { Keys } from '../writing/http-door.ts';
import type { BuiltProduct } from './built-product.ts';

const SERVICE = 'apps/ledger/src/main.ts';
const PAGE = /^ {2}Page {6}(\S+)\/$/;

/** The HTTP service in a process of its own, as `npm start` runs it, on any free port. */
export class ServedProduct {
  readonly child: ChildProgram;

  constructor(product: BuiltProduct, data: string, environment: Readonly<Record<string, string>> = {}) {
    const usual = { ONUS_DATA: data, ONUS_PORT: '0', ONUS_HOST: '127.0.0.1' };
    this.child = product.start(SERVICE, [], { ...usual, ...environment });
  }

  /** Waits until it listens. Gives its address. @throws Error with what it said when it ended instead */
  async address(): Promise<string> {
    for (let lines = 1; await this.child.until(lines); lines++) {
      const address = PAGE.exec(this.child.lines[lines - 1]!)?.[1];
      if (address !== undefined) return address;
    }
    throw new Error((await this.child.ended).errors);
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<Ended> {
    process.kill(this.child.pid, 'SIGTERM');
    return this.child.ended;
  }
}

/** Makes a key for each of the people of these engagements. The service need not run. */
export async function makeKeys(data: string, engagements: readonly string[]): Promise<Keys> {
  const ring = KeyRing.open(data);
  const keys = {} as Record<Person, string>;
  for (const person of Object.keys(PEOPLE) as Person[]) {
    const bindings = engagements.map((engagement) => ({ engagement, member: PEOPLE[person] }));
    keys[person] = (await ring.create({ label: person, owner: person === 'nora', bindings })).key;
  }
  return keys;
}
