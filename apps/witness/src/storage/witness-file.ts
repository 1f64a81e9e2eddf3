import type { FileKind } from './database.ts';

/**
 * What a witness must never forget. The engine itself holds the rules that make it one: per log sizes only grow, a size has one root for
 * ever, times do not go back, and evidence is never changed or deleted. So no mistake above can break them in silence.
 */
export const WITNESS_FILE: FileKind = {
  name: 'the file of a witness',
  applicationId: 0x4f_6e_57_69,
  version: 1,
  schema: `
  CREATE TABLE identity (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    vkey TEXT NOT NULL
  ) STRICT;

  CREATE TABLE checkpoints (
    origin      TEXT NOT NULL,
    size        INTEGER NOT NULL CHECK (size >= 0),
    root        BLOB NOT NULL CHECK (length(root) = 32),
    note        BLOB NOT NULL,
    cosigned_at INTEGER NOT NULL CHECK (cosigned_at > 0),
    PRIMARY KEY (origin, size)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
    BEGIN SELECT raise(ABORT, 'checkpoints are never deleted'); END;
  CREATE TRIGGER checkpoints_grow BEFORE INSERT ON checkpoints
    WHEN EXISTS (
      SELECT 1 FROM (SELECT size, cosigned_at FROM checkpoints WHERE origin = NEW.origin ORDER BY size DESC LIMIT 1) AS latest
      WHERE latest.size >= NEW.size OR latest.cosigned_at > NEW.cosigned_at
    )
    BEGIN SELECT raise(ABORT, 'a log only grows, and so do times'); END;
  CREATE TRIGGER checkpoints_keep BEFORE UPDATE ON checkpoints
    WHEN NEW.origin <> OLD.origin OR NEW.size <> OLD.size OR NEW.root <> OLD.root OR NEW.cosigned_at < OLD.cosigned_at
    BEGIN SELECT raise(ABORT, 'a size keeps its root, and times grow'); END;

  CREATE TABLE unjudged (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    size   INTEGER NOT NULL,
    root   BLOB NOT NULL,
    note   BLOB NOT NULL,
    UNIQUE (origin, size, root)
  ) STRICT;

  CREATE TABLE alarms (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL,
    origin          TEXT NOT NULL,
    size            INTEGER NOT NULL,
    root            BLOB NOT NULL,
    raised_at       TEXT NOT NULL,
    detail          TEXT NOT NULL,
    held            BLOB,
    shown           BLOB NOT NULL,
    acknowledged_at TEXT,
    acknowledged_by TEXT,
    remark          TEXT,
    tries           INTEGER NOT NULL DEFAULT 0,
    told_at         TEXT,
    UNIQUE (kind, origin, size, root)
  ) STRICT;
  CREATE INDEX alarms_open ON alarms (id) WHERE acknowledged_at IS NULL;
  CREATE TRIGGER alarms_stay BEFORE DELETE ON alarms
    BEGIN SELECT raise(ABORT, 'evidence is never deleted'); END;
  CREATE TRIGGER alarms_keep
    BEFORE UPDATE OF id, kind, origin, size, root, raised_at, detail, held, shown ON alarms
    BEGIN SELECT raise(ABORT, 'evidence is never changed'); END;
  CREATE TRIGGER alarms_acknowledged BEFORE UPDATE OF acknowledged_at, acknowledged_by, remark ON alarms
    WHEN OLD.acknowledged_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'who acknowledged is never changed'); END;
`,
};
