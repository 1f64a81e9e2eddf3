import { answerInWords } from './answer-words.js';
import { el, timeOf } from './elements.js';
import { markOf } from './mark.js';

/**
 * Shows an answer as a page of a file would have it.
 *
 * @param {object} answer what the service says
 * @param {string} ref what was asked about
 * @param {{ onEntry: (entry: number) => void, onKnownNow: () => void, permalink: string }} on what its links do
 */
export function answerView(answer, ref, { onEntry, onKnownNow, permalink }) {
  const words = answerInWords(answer, ref);
  const { question, intervals, objections, exceptions, introductions, pending, later } = words;
  const write = (sentence) => pieces(sentence, onEntry);
  const around = [
    ...objections.map((sentence) => warning(write(sentence))),
    ...exceptions.map((sentence) => warning(write(sentence))),
    ...pending.map((sentence) => warning(write(sentence))),
    ...laterView(later, write, onKnownNow),
    ...introductions.map((sentence) => el('p.facts', null, ...write(sentence))),
    entriesView(intervals, onEntry),
    el('p.as-of', null, ...write(words.asOf), ' ', el('a', { href: permalink }, 'Link to this very answer')),
  ];
  return el(
    'article.answer',
    { 'aria-labelledby': 'answer-title' },
    el(
      'h2',
      { id: 'answer-title', tabindex: '-1' },
      'Who owned ',
      el('em', null, question.task),
      ' for ',
      el('em', null, question.engagement),
      ' on ',
      el('em', null, question.on),
      '?',
    ),
    intervals.length > 1 && el('p.day', null, `That day had ${intervals.length} answers, one after the other.`),
    intervals.map((interval, i) => intervalView(interval, write, i === intervals.length - 1 ? around : [])),
  );
}

function intervalView({ span, headline, facts, warnings, mark, marks, terms }, write, around) {
  return el(
    'section.interval',
    null,
    el(
      'div',
      null,
      span && el('h3', null, ...write(span)),
      el('p.headline', null, ...write(headline), mark !== null && [' ', markOf(mark, marks)]),
      facts.length > 0 &&
        el(
          'p.facts',
          null,
          facts.flatMap((sentence) => [...write(sentence), ' ']),
        ),
      warnings.map((sentence) => warning(write(sentence))),
      around,
    ),
    terms.length > 0 &&
      el(
        'dl.terms',
        null,
        terms.flatMap(([term, text]) => [el('dt', null, term), el('dd', null, text)]),
      ),
  );
}

/** The sign is for the eye; a reader of the words alone hears what it means. */
const warning = (children) =>
  el('p.warning', null, el('span', { 'aria-hidden': 'true' }, '⚠ '), el('span.unseen', null, 'Mind: '), ...children);

function laterView(later, write, onKnownNow) {
  if (later.length === 0) return [];
  return [
    ...later.map((sentence) => warning(write(sentence))),
    el('p', null, el('button.quiet', { type: 'button', onclick: onKnownNow }, 'Ask again with all that is known now')),
  ];
}

function entriesView(intervals, onEntry) {
  const entries = [...new Set(intervals.flatMap((interval) => interval.entries))].sort((a, b) => a - b);
  if (entries.length === 0) return null;
  return el(
    'p.entries',
    null,
    entries.length === 1 ? 'Rests on entry ' : 'Rests on entries ',
    entries.flatMap((entry, i) => [i === 0 ? '' : ', ', entryLink(entry, onEntry, String(entry))]),
    '.',
  );
}

function pieces(sentence, onEntry) {
  return sentence.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('strong' in piece) return el('strong', null, piece.strong);
    if ('time' in piece) return timeOf(piece.time, piece.words);
    return entryLink(piece.entry, onEntry);
  });
}

const entryLink = (entry, onEntry, words = `entry ${entry}`) =>
  el(
    'a',
    {
      href: `#entry-${entry}`,
      'aria-label': `entry ${entry} in the timeline`,
      onclick: (event) => {
        event.preventDefault();
        onEntry(entry);
      },
    },
    words,
  );
