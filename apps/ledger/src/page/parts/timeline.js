import { doneByWords, eventWords } from './words.js';
import { el, timeOf } from './elements.js';
import { shortWords } from './moments.js';

/**
 * What was recorded about a task, in the order of the ledger.
 *
 * @param {string} ref
 * @param {{ items: object[], zone: string }} timeline
 * @param {(() => void) | null} onAll shows what came later, where it is left out
 */
export function timelineView(ref, { items, zone }, onAll) {
  const parts = [
    el('h2', { id: 'timeline-title' }, `What the ledger has about ${ref}`),
    el(
      'ol.timeline',
      null,
      items.map((item) => itemView(item, zone)),
    ),
    onAll !== null && el('p', null, el('button.quiet', { type: 'button', onclick: onAll }, 'Show what came later')),
  ];
  return parts.filter((part) => part !== false);
}

function itemView(item, zone) {
  const { entry, recordedAt, type, change, effectiveFrom, effectiveTo, data } = item;
  return el(
    'li',
    { id: `entry-${entry}`, tabindex: '-1' },
    el(
      'p.entry-line',
      null,
      el('span.number', null, `entry ${entry}`),
      ' ',
      timeOf(recordedAt, shortWords(recordedAt, zone)),
      ' ',
      el('strong', null, eventWords(type, change)),
      typeof data?.title === 'string' ? ` “${data.title}”` : '',
      `, by ${doneByWords(item)}`,
      spanWords(effectiveFrom, effectiveTo, zone),
      '.',
    ),
    el('details', null, el('summary', null, 'The fact as recorded'), el('pre', null, JSON.stringify(data, null, 2))),
  );
}

function spanWords(from, to, zone) {
  if (from === null) return '';
  return to === null ? `, from ${shortWords(from, zone)} on` : `, ${shortWords(from, zone)} → ${shortWords(to, zone)}`;
}
