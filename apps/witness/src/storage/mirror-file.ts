import type { FileKind } from './database.ts';

/**
 * Copies of the entries of logs. What a signed checkpoint covers (`verified`) is never changed or deleted, and does not shrink; what was
 * pulled beyond it may be thrown away again. Tiles hold the hashes of all of it, as in C2SP tlog-tiles: the last of each level is partial.
 */
export const MIRROR_FILE: FileKind = {
  name: 'the file of copies of a witness',
  applicationId: 0x4f_6e_4d_69,
  version: 1,
  schema: `
  CREATE TABLE mirrors (
    id       INTEGER PRIMARY KEY,
    origin   TEXT NOT NULL UNIQUE,
    pulled   INTEGER NOT NULL DEFAULT 0,
    verified INTEGER NOT NULL DEFAULT 0 CHECK (verified <= pulled),
    note     BLOB
  ) STRICT;
  CREATE TRIGGER mirrors_grow BEFORE UPDATE OF verified ON mirrors WHEN NEW.verified < OLD.verified
    BEGIN SELECT raise(ABORT, 'what was verified stays'); END;

  CREATE TABLE entries (
    id       INTEGER PRIMARY KEY,
    mirror   INTEGER NOT NULL REFERENCES mirrors (id),
    position INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    UNIQUE (mirror, position)
  ) STRICT;
  CREATE TRIGGER entries_keep BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
  CREATE TRIGGER entries_stay BEFORE DELETE ON entries
    WHEN OLD.position < (SELECT verified FROM mirrors WHERE id = OLD.mirror)
    BEGIN SELECT raise(ABORT, 'what was verified stays'); END;

  CREATE TABLE tiles (
    mirror INTEGER NOT NULL REFERENCES mirrors (id),
    level  INTEGER NOT NULL,
    place  INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (mirror, level, place)
  ) STRICT, WITHOUT ROWID;
`,
};
