import { byId } from './elements.js';
import { readEffective, readKnown } from './moments.js';
import { taskWords } from './words.js';

/** The fields of the question. */
export const fields = {
  task: byId('task'),
  engagement: byId('engagement'),
  effective: byId('effective'),
  known: byId('known'),
};

/** The two clocks of the question. @throws NotAMoment */
export function moments(zone) {
  const effective = readEffective(fields.effective.value, zone);
  const known = readKnown(fields.known.value, zone);
  return { effective, known };
}

/** Says under the question how the two times were read, while they are typed. */
export function explainMoments(zone) {
  explain(fields.effective, byId('effective-words'), readEffective, zone);
  explain(fields.known, byId('known-words'), readKnown, zone);
}

function explain(field, words, read, zone) {
  try {
    words.textContent = read(field.value, zone).words;
    field.removeAttribute('aria-invalid');
  } catch (error) {
    words.textContent = error.message;
    field.setAttribute('aria-invalid', 'true');
  }
}

/** A line as the question names it. */
export const nameOf = ({ ref, definition }) => taskWords({ ref, title: definition?.title });

/** The reference behind what was typed: a suggestion, a reference, or a title that only one line has. */
export function refOf(lines, text) {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  const readings = [
    (line) => line.ref === typed || nameOf(line) === typed,
    ({ ref }) => ref.toLowerCase() === lower,
    ({ definition }) => definition?.title?.toLowerCase().includes(lower),
  ];
  for (const reading of readings) {
    const fitting = lines.filter(reading);
    if (fitting.length === 1) return fitting[0].ref;
  }
  return typed;
}
