import process from 'node:process';

/** What the command line takes from the environment. Read here and nowhere else. */
export interface Environment {
  /** `ONUS_DATA`: the data folder. */
  readonly dataFolder: string;
  /** `ONUS_KEY`: the API key for `--server`. */
  readonly key: string | undefined;
  /** `ONUS_ORIGIN`: scheme-less URL under which ledgers are named, for a data folder that is begun. */
  readonly origin: string | undefined;
  /** `ONUS_STORE`: where ledgers are, `sqlite` or a connection string. */
  readonly store?: string;
  /** `ONUS_SHARE`: the share of the engagements that a replica looks after, like `2/4`. */
  readonly share?: string;
  /** `ONUS_SIGNING_KEY_FILE`: the signing key, where it is not in the data folder. */
  readonly signingKeyFile?: string;
}

/** The environment of this process. An empty variable is one that is not set. */
export function readEnvironment(): Environment {
  const { ONUS_DATA: folder, ONUS_KEY: key, ONUS_ORIGIN: origin } = process.env;
  const [store, signingKeyFile] = [given(process.env['ONUS_STORE']), given(process.env['ONUS_SIGNING_KEY_FILE'])];
  const share = given(process.env['ONUS_SHARE']);
  return {
    dataFolder: given(folder) ?? './data',
    key: given(key),
    origin: given(origin),
    ...(store !== undefined && { store }),
    ...(share !== undefined && { share }),
    ...(signingKeyFile !== undefined && { signingKeyFile }),
  };
}

const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
