import { mkdirSync } from 'node:fs';
import type { Share } from '#ledger-store/shares/share';
import { ProjectionStopped, type Progress } from '../read-models.ts';
import type { BuildReport, Following, Projecting } from './projecting/projecting.ts';
import { ProgressBoard } from './projecting/progress.ts';
import { Reader } from './queries/reader.ts';
import type { SealedTexts } from './queries/people/texts.ts';
import {
  alike,
  buildingPath,
  modelFile,
  modelFiles,
  removeFile,
  removeUnfinished,
  type ModelFile,
} from './storage/files.ts';

export interface LiveModelsParts {
  readonly folder: string;
  readonly projecting: Projecting;
  /** Opens the texts beside what was derived of a share. */
  readonly textsOf: (share: Share | undefined) => SealedTexts;
  /** The share of the engagements that this code derives; without one, all of them. */
  readonly share: Share | undefined;
  /** Version of the tables that this code writes. */
  readonly version: number;
  /** Oldest version of the tables that this code can still read. */
  readonly readableSince: number;
}

/** A file that answers, and what keeps it up to date; one that was built for something else is not kept up to date any more. */
interface Live {
  readonly file: ModelFile;
  readonly reader: Reader;
  readonly following: Following | undefined;
}

/**
 * The file that answers questions, and the one that takes its place. While a file is built, of a new version, of another share, or
 * because somebody asked for it, the old one goes on answering; then the two are switched, and the old one is removed.
 */
export class LiveModels {
  readonly #parts: LiveModelsParts;
  readonly #board = new ProgressBoard();
  #live: Live;
  #building: Promise<void> | undefined;
  readonly #ending = new AbortController();

  private constructor(parts: LiveModelsParts, live: Live) {
    this.#parts = parts;
    this.#live = live;
  }

  static async open(parts: LiveModelsParts): Promise<LiveModels> {
    const { folder, version, readableSince, share, textsOf } = parts;
    mkdirSync(folder, { recursive: true });
    removeUnfinished(folder);
    const files = modelFiles(folder);
    const file = files.find((each) => alike(each, { version, share }));
    const older = files.find((each) => each.version <= version && each.version >= readableSince);
    if (file === undefined && older !== undefined) {
      const models = new LiveModels(parts, {
        file: older,
        reader: new Reader(older.path, textsOf(older.share)),
        following: undefined,
      });
      models.#board.report({ position: models.reader.position(), state: 'following' });
      // Whoever asked to open it can do nothing about a failure; `reach` tells those who wait.
      models.rebuild().catch(() => {});
      return models;
    }
    const board: { report: (progress: Progress) => void; last?: Progress } = { report: (last) => (board.last = last) };
    const fresh = file ?? modelFile(folder, version, 1, share);
    const following = await parts.projecting.follow(fresh, (progress) => board.report(progress));
    const models = new LiveModels(parts, { file: fresh, reader: new Reader(fresh.path, textsOf(share)), following });
    board.report = (progress) => models.#board.report(progress);
    if (board.last !== undefined) models.#board.report(board.last);
    models.#removeOthers();
    following.wake();
    return models;
  }

  /** What questions are asked of. Never kept beyond one question. */
  get reader(): Reader {
    return this.#live.reader;
  }

  /** Whose engagements it has. Another share than the one that is derived here while that is built for the first time. */
  get share(): Share | undefined {
    return this.#live.file.share;
  }

  get progress(): Progress {
    return this.#board.now;
  }

  /** There may be something new. */
  wake(): void {
    const { following } = this.#live;
    if (this.#board.awaited) following?.hurry();
    else following?.wake();
  }

  reach(position: number, milliseconds: number): Promise<void> {
    const reached = this.#board.reach(position, milliseconds);
    if (position > this.#board.now.position) this.wake();
    return reached;
  }

  listen(listener: (progress: Progress) => void): () => void {
    return this.#board.listen(listener);
  }

  /** Builds all read models anew beside those that answer, and switches. @throws ProjectionStopped */
  rebuild(report: BuildReport = () => {}): Promise<void> {
    this.#building ??= this.#rebuild(report).finally(() => {
      this.#building = undefined;
    });
    return this.#building;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#board.close();
    await this.#building?.catch(() => {});
    // Who leaves last moves the journal into the file: that must be the one who may write.
    this.#live.reader.close();
    await this.#live.following?.stop();
  }

  async #rebuild(report: BuildReport): Promise<void> {
    const { folder, version, share, projecting } = this.#parts;
    const { file } = this.#live;
    const next = modelFile(folder, version, alike(file, { version, share }) ? file.generation + 1 : 1, share);
    const secret = this.#live.reader.secret();
    const built = { path: buildingPath(next), finalPath: next.path, share, secret };
    try {
      await projecting.build(built, report, this.#ending.signal);
    } catch (error) {
      const reason = (error as Error).message;
      if (this.#live.following === undefined) this.#board.report({ ...this.#board.now, state: 'stopped', reason });
      throw error;
    }
    await this.#switchTo(next);
  }

  /** What was seen once stays seen: the new file answers only when it has come as far as the old one. */
  async #switchTo(next: ModelFile): Promise<void> {
    const old = this.#live;
    const seen = Promise.withResolvers<void>();
    let report = (progress: Progress): void => {
      if (progress.position >= this.#board.now.position) seen.resolve();
      else if (progress.state === 'stopped') seen.reject(new ProjectionStopped(progress.reason ?? ''));
    };
    await old.following?.stop();
    let newest: Progress = this.#board.now;
    const following = await this.#parts.projecting.follow(next, (progress) => {
      newest = progress;
      report(progress);
    });
    following.wake();
    await seen.promise;
    this.#live = { file: next, reader: new Reader(next.path, this.#parts.textsOf(next.share)), following };
    report = (progress) => this.#board.report(progress);
    report(newest);
    old.reader.close();
    this.#removeOthers();
    following.wake();
  }

  /** Newer versions stay: a newer Onus wrote them, and goes on from there when it is back. */
  #removeOthers(): void {
    const { file } = this.#live;
    for (const other of modelFiles(this.#parts.folder)) {
      if (other.version <= file.version && other.path !== file.path) removeFile(other.path);
    }
  }
}
