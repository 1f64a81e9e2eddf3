import process from 'node:process';

/** What the command line takes from the environment. Read here and nowhere else. */
export interface Environment {
  /** `ONUS_DATA`: the data folder. */
  readonly dataFolder: string;
  /** `ONUS_KEY`: the API key for `--server`. */
  readonly key: string | undefined;
}

/** The environment of this process. An empty variable is one that is not set. */
export function readEnvironment(): Environment {
  const { ONUS_DATA: folder = '', ONUS_KEY: key = '' } = process.env;
  return { dataFolder: folder === '' ? './data' : folder, key: key === '' ? undefined : key };
}
