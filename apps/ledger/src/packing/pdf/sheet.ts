import Pdf from 'pdfkit';
import { drawable } from './letters.ts';
import { drawPlainly, type FontShapes } from './plain-font.ts';

/** How a text is drawn. Lengths are in points, a 72nd of an inch. */
export interface Style {
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly colour?: string;
}

export interface SheetOptions {
  readonly title: string;
  /** When the document says that it was made (RFC 3339). */
  readonly dated: string;
  readonly landscape: boolean;
  /** The files of the two fonts. */
  readonly fonts: Readonly<Record<Style['font'], string>>;
}

/** A text in a column. */
export interface Cell {
  readonly text: string;
  /** From the left margin. */
  readonly left: number;
  readonly width: number;
}

const MARGIN = 51;
/** Below the text, for the line at the foot of each page. */
const FOOT = 24;
const LEADING = 1.4;
const INK = '#1b1d22';
const SOFT = '#5a5f6a';

/** Pages that are filled from top to bottom. Nothing in them depends on when or where they are made. */
export class Sheet {
  readonly width: number;
  readonly #document: PDFKit.PDFDocument;
  readonly #widths = new Map<string, number>();
  /** By their paths: under a name of its own, a file that is known by another is read again each time. */
  readonly #fonts: SheetOptions['fonts'];
  #y = MARGIN;
  #spelled = false;

  constructor({ title, dated, landscape, fonts }: SheetOptions) {
    this.#document = new Pdf({
      size: 'A4',
      layout: landscape ? 'landscape' : 'portrait',
      margin: MARGIN,
      bufferPages: true,
      // The bytes are not to depend on the version of a compressor.
      compress: false,
      pdfVersion: '1.7',
      lang: 'en',
      displayTitle: true,
      font: fonts.regular,
      // The time is where the identifier of the file is made from, too.
      info: { Title: title, CreationDate: new Date(dated), Producer: 'Onus', Creator: 'Onus' },
    });
    this.#fonts = fonts;
    drawPlainly(this.#fontOf('regular'));
    drawPlainly(this.#fontOf('bold'));
    this.width = this.#document.page.width - 2 * MARGIN;
  }

  /** Whether a character had to be told by its code point so far. */
  get spelled(): boolean {
    return this.#spelled;
  }

  gap(height: number): void {
    this.#y += height;
  }

  /** Begins a new page unless so much still goes on this one. */
  keep(height: number): void {
    if (this.#y + height > this.#bottom) this.#turn();
  }

  /** A rule over the whole width. */
  rule(): void {
    this.#document
      .moveTo(MARGIN, this.#y)
      .lineTo(MARGIN + this.width, this.#y)
      .lineWidth(0.5)
      .strokeColor('#d9d5ca')
      .stroke();
  }

  paragraph(text: string, style: Style, indent = 0): void {
    this.row([{ text, left: indent, width: this.width - indent }], style);
  }

  /** Texts beside each other, each in lines as wide as its column. `onTurn` draws what stands on top of a page that begins in between. */
  row(cells: readonly Cell[], style: Style, onTurn?: () => void): void {
    const columns = cells.map(({ text, width, left }) => ({ left, lines: this.#linesOf(text, width, style) }));
    const height = style.size * LEADING;
    const lines = Math.max(1, ...columns.map(({ lines: { length } }) => length));
    // A row stays in one piece where a page can hold it.
    if (lines * height <= this.#bottom - MARGIN - 4 * height && this.#y + lines * height > this.#bottom)
      this.#turn(onTurn);
    for (let i = 0; i < lines; i++) {
      if (this.#y + height > this.#bottom) this.#turn(onTurn);
      for (const { left, lines: own } of columns) if (own[i] !== undefined) this.#draw(own[i]!, left, style);
      this.#y += height;
    }
  }

  /** The bytes, with `foot` and a number at the foot of each page. */
  bytes(foot: string): Uint8Array {
    const style: Style = { font: 'regular', size: 7.5, colour: SOFT };
    const { start, count } = this.#document.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.#document.switchToPage(page);
      this.#y = this.#document.page.height - MARGIN + 8;
      this.#draw(`Page ${page + 1} of ${count}`, 0, style);
      const [line = ''] = this.#linesOf(foot, this.width - 100, style);
      this.#draw(line, 100, style);
    }
    this.#document.end();
    const chunks: Buffer[] = [];
    for (;;) {
      const chunk = this.#document.read() as Buffer | null;
      if (chunk === null) return new Uint8Array(Buffer.concat(chunks));
      chunks.push(chunk);
    }
  }

  get #bottom(): number {
    return this.#document.page.height - MARGIN - FOOT;
  }

  #turn(onTurn?: () => void): void {
    this.#document.addPage();
    this.#y = MARGIN;
    onTurn?.();
  }

  #draw(text: string, left: number, { font, size, colour = INK }: Style): void {
    this.#document
      .font(this.#fonts[font])
      .fontSize(size)
      .fillColor(colour)
      .text(text, MARGIN + left, this.#y, { lineBreak: false });
  }

  /** The lines of a text, broken between words, and inside of one only where it is wider than a line. */
  #linesOf(text: string, width: number, style: Style): readonly string[] {
    const written = this.#drawable(text.trim(), style);
    const lines: string[] = [];
    let line = '';
    for (const word of written.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.#widthOf(longer, style) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (this.#widthOf(line, style) > width) {
        const fits = this.#fitting(line, width, style);
        lines.push(line.slice(0, fits));
        line = line.slice(fits);
      }
    }
    return [...lines, line];
  }

  /** How much of a word goes on a line: a character at least. */
  #fitting(word: string, width: number, style: Style): number {
    let [fits, end] = [0, 0];
    for (const character of word) {
      end += character.length;
      if (fits > 0 && this.#widthOf(word.slice(0, end), style) > width) return fits;
      fits = end;
    }
    return fits;
  }

  #drawable(text: string, { font }: Style): string {
    const shapes = this.#fontOf(font);
    const written = drawable(text, (codePoint) => shapes.hasGlyphForCodePoint(codePoint));
    this.#spelled ||= written.spelled;
    return written.text;
  }

  /** The font behind a name. Its place in the package is not documented; the package is pinned, and the specs would tell. */
  #fontOf(name: Style['font']): FontShapes {
    const set = this.#document.font(this.#fonts[name]) as unknown as Readonly<Record<'_font', { font: FontShapes }>>;
    return set['_font'].font;
  }

  /** Words are measured once; a line is about as wide as its words and the blanks between them. */
  #widthOf(text: string, style: Style): number {
    return text
      .split(' ')
      .reduce((sum, word, i) => sum + (i === 0 ? 0 : this.#wordWidth(' ', style)) + this.#wordWidth(word, style), 0);
  }

  #wordWidth(word: string, { font, size }: Style): number {
    const key = `${font} ${word}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#document.font(this.#fonts[font]).fontSize(1_000).widthOfString(word) / 1_000;
      this.#widths.set(key, width);
    }
    return width * size;
  }
}
