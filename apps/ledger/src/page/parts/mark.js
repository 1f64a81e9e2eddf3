import { el } from './elements.js';

/** A mark as a word; the colour only repeats what the word says. */
export function markOf(mark, marks) {
  const kind = marks.length === 1 ? marks[0] : 'several';
  return el(`span.mark.mark-${kind}`, null, mark);
}
