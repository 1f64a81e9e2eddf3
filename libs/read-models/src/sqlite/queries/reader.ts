import type { Rows } from '../storage/sql.ts';
import { CourseQueries } from './courses.ts';
import { ChangeQueries } from './grounds/changes.ts';
import { DueQueries } from './due/due.ts';
import { EvidenceQueries } from './evidence.ts';
import { GroundQueries } from './grounds/grounds.ts';
import { StatementQueries } from './grounds/statements.ts';
import { ImportQueries } from './grounds/imports.ts';
import { RegisterQueries } from './register/register.ts';
import { SnapshotQueries } from './snapshots.ts';
import { ObjectionQueries } from './grounds/objections.ts';
import { TimelineQueries } from './timeline.ts';
import { EntryQueries } from './entries.ts';
import { MatrixQueries } from './matrix.ts';
import { LedgerQueries, type Extent, type LedgerRow } from './ledgers.ts';
import { PeopleQueries } from './people/people.ts';
import { ReadConnection } from '../storage/read-connection.ts';
import { TaskQueries } from './tasks.ts';
import type { SealedTexts } from './people/texts.ts';
import { TreeQueries } from '../tree/tree-queries.ts';

/** Everything that can be asked of one file. Its integers mean nothing in another file, so nothing of it outlives a switch. */
export class Reader {
  readonly connection: ReadConnection;
  readonly texts: SealedTexts;
  readonly ledgers: LedgerQueries;
  readonly people: PeopleQueries;
  readonly entries: EntryQueries;
  readonly tasks: TaskQueries;
  readonly courses: CourseQueries;
  readonly changes: ChangeQueries;
  readonly due: DueQueries;
  readonly imports: ImportQueries;
  readonly matrix: MatrixQueries;
  readonly grounds: GroundQueries;
  readonly statements: StatementQueries;
  readonly evidence: EvidenceQueries;
  readonly objections: ObjectionQueries;
  readonly snapshots: SnapshotQueries;
  readonly register: RegisterQueries;
  readonly timeline: TimelineQueries;
  readonly trees: TreeQueries;
  readonly #meta: Rows<[value: number | string | Uint8Array]>;

  constructor(file: string, texts: SealedTexts) {
    this.connection = new ReadConnection(file);
    this.#meta = this.connection.rows('SELECT value FROM meta WHERE name = ?');
    this.texts = texts;
    this.ledgers = new LedgerQueries(this.connection);
    this.people = new PeopleQueries(this.connection, texts);
    this.entries = new EntryQueries(this.connection);
    this.tasks = new TaskQueries(this.connection);
    this.courses = new CourseQueries(this.connection);
    this.changes = new ChangeQueries(this.connection);
    this.due = new DueQueries(this.connection);
    this.imports = new ImportQueries(this.connection);
    this.matrix = new MatrixQueries(this.connection);
    this.grounds = new GroundQueries(this);
    this.statements = new StatementQueries(this, this.grounds);
    this.evidence = new EvidenceQueries(this.connection);
    this.objections = new ObjectionQueries(this.connection);
    this.snapshots = new SnapshotQueries(this.connection);
    this.register = new RegisterQueries(this.connection);
    this.timeline = new TimelineQueries(this.connection);
    this.trees = new TreeQueries(this.connection);
  }

  /** Position of the newest entry that is derived into this file. */
  position(): number {
    return (this.#meta.get('position')?.[0] as number | undefined) ?? 0;
  }

  /** What cursors are authenticated with. */
  secret(): Uint8Array {
    return this.#meta.get('secret')![0] as Uint8Array;
  }

  close(): void {
    this.connection.close();
  }
}

/** A ledger as known to its first `treeSize` entries: what every answer is given from. */
export interface Prefix extends Extent {
  readonly ledger: LedgerRow;
  readonly treeSize: number;
}
