import { printable } from '#answers/words/printable';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that is put into a page as it is. Made by `markup`, and by whoever writes it out in full. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: texts and numbers are escaped, HTML is not, a list is its parts one after the other. */
type Part = string | number | Html | readonly Html[];

/** A template of which every part that is not HTML is escaped: what people wrote can never become markup, nor turn a line around. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => (i === 0 ? text : written(parts[i - 1]!) + text)).join(''));
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(({ text }) => text).join('');
}

const escaped = (text: string): string => printable(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
