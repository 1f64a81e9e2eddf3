import type { WitnessConfig } from '../config.ts';
import { policyLine } from '../identity/policy-line.ts';
import { knownVkey } from '../identity/own-key.ts';
import { CommandFault, type Print } from './command-fault.ts';
import { withWitnessFile } from './folder.ts';

/** Prints the key that others verify cosignatures with, and the line that hands it over. */
export async function printKey(config: WitnessConfig, print: Print): Promise<void> {
  const vkey = await withWitnessFile(config, async (database) => knownVkey(database));
  if (vkey === undefined) throw new CommandFault('This witness has no key yet: start it once.');
  await print(`${vkey}\n${policyLine(vkey, config.url)}\n`);
}
