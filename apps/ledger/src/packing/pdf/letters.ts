/** Scripts that are drawn from left to right, a sign after the other; `Common` and `Inherited` are signs that many scripts share. */
const DRAWN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]$/u;
/** What draws nothing, turns a line around, or is set upon another letter: it must be seen all the same. */
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}]$/u;

/** A text of which every character can be drawn. */
export interface DrawableText {
  readonly text: string;
  /** Whether a character is told by its code point. */
  readonly spelled: boolean;
}

/**
 * Replaces what cannot be drawn by its code points, `[U+674E U+96F7]`: nothing is left out in silence, and nothing is drawn in the wrong
 * order. A letter and its accent become the one letter that they are (NFC). Breaks and runs of blanks become one blank, as in a page of HTML. `has` says whether the font has a character.
 */
export function drawable(text: string, has: (codePoint: number) => boolean): DrawableText {
  let written = '';
  let codes: string[] = [];
  let spelled = false;
  const flush = (): void => {
    if (codes.length > 0) written += `[${codes.join(' ')}]`;
    codes = [];
  };
  for (const character of text
    .normalize('NFC')
    .replaceAll(/[\s\u2028\u2029]+/g, (blank) => (blank === '\u00a0' ? blank : ' '))) {
    const codePoint = character.codePointAt(0)!;
    if (DRAWN.test(character) && !UNSEEN.test(character) && has(codePoint)) {
      flush();
      written += character;
    } else {
      spelled = true;
      codes.push(`U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`);
    }
  }
  flush();
  return { text: written, spelled };
}
