import type { Onus } from '../runtime/onus.ts';
import { Clockwork } from './clockwork.ts';
import { recordDue } from './recording.ts';

/** The clockwork of an open product. It does not run yet: `begin`, and `end` it before the product is closed. */
export const openClockwork = (onus: Onus, onTrouble: (what: string) => void): Clockwork =>
  new Clockwork({ read: onus.read, record: (matter) => recordDue(onus, matter), now: onus.now, onTrouble });
