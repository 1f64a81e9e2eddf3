import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WitnessConfig } from '../config.ts';
import { openDatabase, type Database, type FileKind } from '../storage/database.ts';
import { MIRROR_FILE } from '../storage/mirror-file.ts';
import { WITNESS_FILE } from '../storage/witness-file.ts';
import { CommandFault } from './command-fault.ts';

/** Works with the file of a witness, which may run meanwhile. @throws CommandFault where there is none */
export const withWitnessFile = <T>(config: WitnessConfig, work: Work<T>): Promise<T> =>
  withFile(config, 'witness.sqlite', WITNESS_FILE, work);

/** Works with the copies of a witness, which may run meanwhile. @throws CommandFault where there are none */
export const withCopies = <T>(config: WitnessConfig, work: Work<T>): Promise<T> =>
  withFile(config, 'copies.sqlite', MIRROR_FILE, work);

type Work<T> = (database: Database) => Promise<T>;

async function withFile<T>({ folder }: WitnessConfig, name: string, kind: FileKind, work: Work<T>): Promise<T> {
  const file = join(folder, name);
  if (!existsSync(file)) {
    throw new CommandFault(`There is no witness in ${folder}: name its folder in ONUS_WITNESS_DATA, or start it once.`);
  }
  const database = openDatabase(file, kind);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
