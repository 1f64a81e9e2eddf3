import { BrokenFile } from '#intake/broken-file';
import { BrokenMap } from '#intake/maps/read-map';

/** Where in what was read the fault lies. */
export interface Place {
  /** Counted from 1, as is `column`. */
  readonly line?: number;
  readonly column?: number;
  /** RFC 6901. */
  readonly pointer?: string;
}

/** What a command was given to read is broken. Nothing was recorded. */
export class BrokenInput extends Error {
  readonly code: string;
  readonly file: string;
  readonly place: Place;
  readonly detail: string;
  readonly mend: string;

  constructor(code: string, file: string, place: Place, detail: string, mend: string) {
    super(`${whereIn(file, place)}: ${detail}. ${mend}.`);
    this.name = 'BrokenInput';
    this.code = code;
    this.file = file;
    this.place = place;
    this.detail = detail;
    this.mend = mend;
  }
}

function whereIn(file: string, { line, column = 1, pointer = '' }: Place): string {
  if (line !== undefined) return `${file}:${line}:${column}`;
  return pointer === '' ? file : `${file}, at ${pointer}`;
}

/** Does something with a file, and says which file it was where that is broken. */
export async function reading<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BrokenFile) {
      const { code, line, column, detail, mend } = error;
      throw new BrokenInput(code, file, { line, column }, detail, mend);
    }
    if (error instanceof BrokenMap) {
      const { code, pointer, detail, mend } = error;
      throw new BrokenInput(code, file, { pointer }, detail, mend);
    }
    throw error;
  }
}
