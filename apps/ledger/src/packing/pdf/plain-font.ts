interface Shape {
  /** In units of the font. */
  readonly advanceWidth: number;
}

/** As much of a font as is needed of it. */
export interface FontShapes {
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): Shape;
  layout(text: string): unknown;
}

/**
 * Has a font draw each character by its one shape, one after the other. Ligatures and alternates would draw what people wrote as other
 * signs (an arrow for `->`), and finding them takes a hundred times as long.
 */
export function drawPlainly(font: FontShapes): void {
  const shapes = new Map<string, Shape>();
  const shapeOf = (character: string): Shape => {
    const shape = shapes.get(character) ?? font.glyphForCodePoint(character.codePointAt(0)!);
    shapes.set(character, shape);
    return shape;
  };
  font.layout = (text) => {
    const glyphs = Array.from(text, shapeOf);
    const positions = glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    return {
      glyphs,
      positions,
      // Summed when it is asked for: whoever asks has scaled the positions before.
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
      },
    };
  };
}
