import { readAssignmentFeed } from '#intake/assignment-feed';
import { findMap } from '#intake/maps/ready-maps';
import { readMatrixCsv } from '#intake/matrix-csv';
import type { ImportReport } from '#intake/recording/import-file';
import { isGzip } from '#intake/text/gunzip';
import type { RequestedQuestion } from '#pack/make-pack';
import type { Known, MatrixQuestion, PointInTime } from '#answers/point-in-time';
import { fromBase64 } from '#transparency/bytes';
import { NotFound } from '#read-models/read-models';
import type {
  ChangeStatus,
  ChangeView,
  EngagementView,
  EvidenceView,
  MatrixLine,
  MatrixView,
  OwnerAnswer,
  ShortAnswer,
  TimelineView,
} from '#answers/views';
import type { DiffView } from '#answers/views.diff';
import { at, effectiveText, knownText, pointQuery } from './addresses.ts';
import { HttpConnection, type Query, type Written } from './http-connection.ts';
import type {
  FileToImport,
  Growth,
  Imported,
  OnusClient,
  Opening,
  PasskeyClient,
  Question,
  Recorded,
  Submission,
  TimelineFilter,
} from './onus-client.ts';
import { routeOf } from './routes.ts';
import { unsealed } from './unsealed.ts';
import { passkeysOn } from './passkeys/passkeys.ts';
import { HttpAgreement } from './agreement/http-agreement.ts';
import { HttpPeople } from './people/http-people.ts';
import { HttpObjections } from './objections/http-objections.ts';
import { ServerProblem } from './server-problem.ts';
import { HttpMatrix } from './matrix/http-matrix.ts';
import { HttpSnapshots } from './snapshots/http-snapshots.ts';

/** Lines in a page of what is put together here: as many as the service gives. */
const PAGE = 200;

/** As a server says it: base64. */
interface SaidGrowth {
  readonly from: { readonly root: string };
  readonly to: { readonly root: string };
  readonly proof: readonly string[];
}

interface Items<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The product on a server, as the member whose key it is; `onBehalfOf`: in whose right. */
export class HttpClient implements OnusClient {
  readonly snapshots: HttpSnapshots;
  readonly matrixWide: HttpMatrix;
  readonly objections: HttpObjections;
  readonly passkeys: PasskeyClient;
  readonly agreement: HttpAgreement;
  readonly people: HttpPeople;
  readonly #server: HttpConnection;

  constructor(url: string, key: string, onBehalfOf?: string) {
    const connection = new HttpConnection(url, key, onBehalfOf);
    this.#server = connection;
    this.passkeys = passkeysOn(connection);
    this.agreement = new HttpAgreement(connection);
    this.people = new HttpPeople(connection);
    this.objections = new HttpObjections({ connection, everyPage: (path, query) => this.#everyPage(path, query) });
    const server = { connection, everyPage: <T>(path: string) => this.#everyPage<T>(path, {}), recorded };
    this.snapshots = new HttpSnapshots(server);
    this.matrixWide = new HttpMatrix(server);
  }

  engagements(): Promise<readonly EngagementView[]> {
    return this.#everyPage<EngagementView>('/v1/engagements', {});
  }

  /** @throws NotFound as on a data folder */
  async engagement(slug: string): Promise<EngagementView> {
    try {
      return await this.#server.get<EngagementView>(at(slug));
    } catch (error) {
      if (error instanceof ServerProblem && error.code === 'http/no-such-engagement')
        throw new NotFound('engagement', slug);
      throw error;
    }
  }

  owner(slug: string, ref: string, point: PointInTime): Promise<OwnerAnswer> {
    return this.#server.get(`${at(slug)}/tasks/${encodeURIComponent(ref)}/owner`, pointQuery(point));
  }

  async answers(slug: string, questions: readonly Question[], known?: Known): Promise<readonly ShortAnswer[]> {
    const lines = questions.map(({ item, at: instant }, i) => `${i}\t${item}\t${instant}\n`);
    const query = { known: knownText(known) };
    return this.#server.ask<ShortAnswer>(`${at(slug)}/questions`, query, lines.join(''));
  }

  /** The cursor carries the tree size of the first page on: the pages fit together, whatever is recorded meanwhile. */
  async matrix(slug: string, { evidence, ...point }: MatrixQuestion): Promise<MatrixView> {
    const query = { ...pointQuery(point), with: evidence === true ? 'evidence' : undefined, limit: PAGE };
    const lines: MatrixLine[] = [];
    for (let after: string | undefined; ;) {
      const page: MatrixView = await this.#server.get<MatrixView>(`${at(slug)}/matrix`, { ...query, after });
      lines.push(...page.lines);
      if (page.next === null) return { ...page, lines };
      after = page.next;
    }
  }

  diff(slug: string, before: PointInTime, after: PointInTime): Promise<DiffView> {
    return this.#server.get(`${at(slug)}/diff`, {
      fromEffective: effectiveText(before.effective),
      fromKnown: knownText(before.known),
      toEffective: effectiveText(after.effective),
      toKnown: knownText(after.known),
    });
  }

  timeline(slug: string, { ref, known, after, limit }: TimelineFilter): Promise<TimelineView> {
    const of = ref === undefined ? '' : `/tasks/${encodeURIComponent(ref)}`;
    return this.#server.get(`${at(slug)}${of}/timeline`, { known: knownText(known), after, limit });
  }

  changes(slug: string, status?: ChangeStatus): Promise<readonly ChangeView[]> {
    return this.#everyPage<ChangeView>(`${at(slug)}/changes`, { status });
  }

  change(slug: string, id: string): Promise<ChangeView> {
    return this.#server.get(`${at(slug)}/changes/${encodeURIComponent(id)}`);
  }

  evidence(slug: string, ref?: string): Promise<readonly EvidenceView[]> {
    const of = ref === undefined ? '' : `/tasks/${encodeURIComponent(ref)}`;
    return this.#everyPage<EvidenceView>(`${at(slug)}${of}/evidence`, {});
  }

  pack(slug: string, asked: RequestedQuestion): Promise<Uint8Array> {
    const { effective } = asked;
    const time =
      'from' in effective
        ? { from: effectiveText(effective.from), to: effectiveText(effective.to) }
        : { effective: effectiveText(effective) };
    const task = asked.about === 'task' ? asked.task : undefined;
    return this.#server.bytes(`${at(slug)}/pack`, { task, ...time, known: knownText(asked.known) });
  }

  /** The server waits until it has derived so many entries, where they are recorded. */
  async growth(slug: string, oldSize: number, newSize: number): Promise<Growth | undefined> {
    const query = { from: oldSize, to: newSize };
    try {
      const { from, to, proof } = await this.#server.get<SaidGrowth>(`${at(slug)}/log/consistency`, query);
      return { oldRoot: fromBase64(from.root), newRoot: fromBase64(to.root), proof: proof.map(fromBase64) };
    } catch (error) {
      if (error instanceof ServerProblem && error.code === 'http/not-yet-known') return undefined;
      throw error;
    }
  }

  async openEngagement(terms: Opening, commandId: string): Promise<Recorded> {
    return recorded(await this.#server.post('/v1/engagements', { commandId, body: unsealed(terms) }));
  }

  async submit(slug: string, command: Submission, commandId: string): Promise<Recorded> {
    const { path, ...request } = routeOf(command);
    return recorded(await this.#server.post(`${at(slug)}${path}`, { commandId, ...request }));
  }

  async importFile(terms: Opening, request: FileToImport): Promise<Imported> {
    const opened = await this.#openIfNew(terms, request);
    const { bytes, name, settings } = request;
    const { receipt } = await this.#server.post(
      `${at(terms.slug)}/imports`,
      { commandId: crypto.randomUUID(), body: bytes },
      importQuery(name, settings),
      mediaType(request),
    );
    const report = receipt as Omit<ImportReport, 'position'> & { readonly position: string };
    return { report: { ...report, position: Number(report.position) }, opened };
  }

  /** The file is read here first where an engagement would be opened for it: it may be broken. */
  async #openIfNew(terms: Opening, { bytes, settings }: FileToImport): Promise<boolean> {
    try {
      await this.engagement(terms.slug);
      return false;
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    if (settings.format === 'matrix-csv') readMatrixCsv(bytes, settings.map);
    else readAssignmentFeed(bytes);
    await this.openEngagement(terms, crypto.randomUUID());
    return true;
  }

  /** Nothing is held open. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #everyPage<T>(path: string, query: Query): Promise<readonly T[]> {
    const items: T[] = [];
    for (let after: string | undefined; ;) {
      const page: Items<T> = await this.#server.get<Items<T>>(path, { ...query, limit: PAGE, after });
      items.push(...page.items);
      if (page.next === null) return items;
      after = page.next;
    }
  }
}

function recorded({ receipt, replayed }: Written): Recorded {
  const told = receipt as Omit<Recorded, 'position'> & { readonly position: string };
  const { entries, treeSize, rootHash, checkpoint, position } = told;
  return { entries, treeSize, rootHash, checkpoint, position: Number(position), replayed };
}

function importQuery(name: string, settings: FileToImport['settings']): Query {
  if (settings.format === 'assignments') {
    return { format: settings.format, name, mode: settings.mode, onClose: settings.onClose };
  }
  const { map: used } = settings;
  const ready = used?.name !== undefined && findMap(used.name) === used;
  const map = used === undefined ? undefined : ready ? used.name : JSON.stringify(used);
  return { format: settings.format, name, effective: settings.effective, map };
}

function mediaType({ bytes, settings }: FileToImport): string {
  if (settings.format === 'matrix-csv') return 'text/csv';
  return isGzip(bytes) ? 'application/gzip' : 'application/x-ndjson';
}
