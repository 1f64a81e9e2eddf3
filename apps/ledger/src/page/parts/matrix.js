import { bearerWords, findingWords } from './words.js';
import { el, timeOf } from './elements.js';
import { markOf } from './mark.js';
import { disputeWords } from './sentences/agreement.js';
import { askedWords, count, shortWords } from './moments.js';

/**
 * The matrix at an instant, to look through and to ask from.
 *
 * @param {{ lines: object[], asOf: object }} matrix
 * @param {{ onAsk: (ref: string) => void, onAll: (() => void) | null }} on asks about a line; shows the lines that are left out
 */
export function matrixView({ lines, asOf }, { onAsk, onAll }) {
  const rows = lines.map((line) => ({ line, row: rowOf(line, asOf.zone, onAsk), text: searchText(line) }));
  const shown = el('p.shown', { 'aria-live': 'polite' });
  const filter = el('input', {
    id: 'filter',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'word, reference, name, mark',
  });
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (fits) visible++;
    }
    shown.textContent =
      words.length === 0 ? `${count(rows.length)} lines` : `${count(visible)} of ${count(rows.length)} lines`;
  };
  filter.addEventListener('input', apply);
  apply();
  const parts = [
    el('h2', { id: 'matrix-title' }, `The matrix on ${askedWords(asOf.effective, asOf.zone)}`),
    el('div.tools', null, el('label', { for: 'filter' }, 'Show lines with'), filter, shown),
    rows.length === 0 ? el('p', null, 'No task was part of the matrix then.') : table(rows),
    onAll !== null &&
      el('p', null, 'There are more lines. ', el('button.quiet', { type: 'button', onclick: onAll }, 'Show all')),
  ];
  return parts.filter((part) => part !== false);
}

function table(rows) {
  const heads = ['Reference', 'Task', 'Mark', 'Accountable', 'In force', 'Agreed in', 'Performed'];
  return el(
    'table.matrix',
    null,
    el(
      'thead',
      null,
      el(
        'tr',
        null,
        heads.map((head) => el('th', { scope: 'col' }, head)),
      ),
    ),
    el(
      'tbody',
      null,
      rows.map(({ row }) => row),
    ),
  );
}

function rowOf(line, zone, onAsk) {
  const { ref, definition, mark, marks, closed, findings } = line;
  const ask = () => onAsk(ref);
  const title = definition?.title ?? '';
  return el(
    'tr',
    { onclick: ask },
    el(
      'th.ref',
      { scope: 'row' },
      el(
        'button.ref',
        {
          type: 'button',
          'aria-label': `Ask who owned ${ref}`,
          onclick: (event) => {
            // The whole line asks as well; once is enough.
            event.stopPropagation();
            ask();
          },
        },
        ref,
      ),
    ),
    el('td.title', null, title === ref ? '' : title, closed === true && el('span.closed', null, ' (closed)')),
    el('td.mark-cell', null, mark === null ? '–' : markOf(mark, marks)),
    el(
      'td.owner',
      null,
      ownerWords(line),
      disputeWords(line).map((words) => el('span.finding', null, ` ⚠ ${words}`)),
      findings.map((finding) => el('span.finding', { title: findingWords(finding) }, ` ⚠ ${shortFinding(finding)}`)),
    ),
    el('td.since', null, sinceView(line, zone)),
    el('td.basis', null, basisWords(line)),
    el('td.performed', null, shownWords(line)),
  );
}

function ownerWords({ owners, group, marks }) {
  if (owners.length === 1) return bearerWords(owners[0], group);
  if (owners.length > 1) return owners.map((each) => bearerWords(each)).join(' and ');
  return marks.length === 1 && marks[0] === 'not-applicable' ? 'does not apply' : 'nobody';
}

/** `assignment/accountable-gap` is a gap. */
function shortFinding({ code }) {
  const words = {
    'assignment/accountable-gap': 'gap',
    'assignment/accountable-overlap': 'overlap',
    'assignment/shared-without-parts': 'parts missing',
    'assignment/no-responsible': 'nobody responsible',
    'assignment/unknown-word': 'unknown word',
  };
  return words[code] ?? code;
}

function sinceView({ inForce }, zone) {
  if (inForce === null) return '–';
  const from = timeOf(inForce.from, shortWords(inForce.from, zone));
  return inForce.to === null ? ['since ', from] : [from, ' → ', timeOf(inForce.to, shortWords(inForce.to, zone))];
}

function basisWords({ basis, acknowledged, owners }) {
  if (basis === null) return '–';
  const words = {
    change: basis.change,
    emergency: `${basis.change}: emergency, not agreed`,
    override: `${basis.change}: override, not agreed`,
    import: 'imported, not agreed',
    direct: 'not agreed',
  }[basis.kind];
  if (basis.kind !== 'change' || owners.length === 0) return words;
  return acknowledged > 0 ? `${words}, acknowledged` : `${words}, not acknowledged`;
}

/** What was shown for that time, and checked: that a duty was accepted says nothing of whether it was performed. */
function shownWords({ evidence: { submitted, accepted, returned } }) {
  if (submitted === 0) return '–';
  const checked = [accepted > 0 && `${accepted} checked`, returned > 0 && `${returned} returned`].filter(Boolean);
  return [`${count(submitted)} shown`, ...(checked.length === 0 ? ['not checked'] : checked)].join(', ');
}

const searchText = (line) =>
  [
    line.ref,
    line.definition?.title,
    line.definition?.serviceLine,
    line.mark,
    ownerWords(line),
    basisWords(line),
    line.closed === true ? 'closed' : '',
    ...line.findings.map(shortFinding),
    ...disputeWords(line),
    ...line.owners.map(({ partyName }) => partyName),
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
