import type { WordedAnswer, WordedMatrix } from '#answers/first-form';
import { MATRIX_COLUMNS, matrixRows } from '#answers/words/matrix-words';
import { Moments } from '#answers/words/moments';
import { count, grouped } from '#answers/words/phrases';
import { answerInWords, entriesBehind, isOwnerAnswer } from '../format/answering.ts';
import type { Statement } from '../format/manifest.ts';
import { proofName } from '../format/names.ts';
import { Html, markup } from './markup.ts';
import { NOT_PROVEN, PROVEN } from './promises.ts';
import { STYLE } from './style.ts';

/**
 * `report.html`: what a pack says, for people. It is made from the rest of the pack and from nothing else, so a verifier makes it
 * again and compares. Whoever changes a letter of it changes the format: packs that were handed out carry the old one.
 */
export function reportHtml(statement: Statement): string {
  const asked = questionInWords(statement);
  return markup`${head(asked)}
<body>
<p class="soft">Onus evidence pack · ${statement.answer.engagement.title}</p>
<h1>${asked}</h1>
<p class="note">This page proves nothing by itself. Verify the pack that it came in: <code>VERIFY.md</code> says how, with tools of your own.</p>
<h2>The answer</h2>
${answerHtml(statement.answer)}
<h2>What it rests on</h2>
${groundsHtml(statement)}
<h2>What is proven, once the pack is verified</h2>
${listHtml(PROVEN)}
<h2>What is not</h2>
${listHtml(NOT_PROVEN)}
<h2>The ledger</h2>
${ledgerHtml(statement)}
</body>
</html>
`.text;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const head = (title: string): Html => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>`;

/** The question, as a sentence. */
export function questionInWords({ question, answer }: Statement): string {
  const moments = new Moments(answer.asOf.zone);
  const when = moments.asked(answer.asOf.effective);
  const word = 'from' in question.effective ? 'during' : 'day' in question.effective ? 'on' : 'at';
  const known = `as known from ${count(question.known, 'entry', 'entries')}`;
  const what = question.about === 'task' ? `Who bore ${taskInWords(question.task, answer)}` : 'Who bore which task';
  return `${what} for ${answer.engagement.title} ${word} ${when} (${moments.zone}), ${known}?`;
}

function taskInWords(ref: string, answer: Statement['answer']): string {
  const title = isOwnerAnswer(answer) ? (answer.task?.title ?? null) : null;
  return title === null || title === ref ? ref : `${ref} ${title}`;
}

const answerHtml = (answer: WordedAnswer | WordedMatrix): Html =>
  isOwnerAnswer(answer) ? ownerHtml(answer) : tableHtml(answer);

/** The lines that `onus who` prints, a paragraph each. */
function ownerHtml(answer: WordedAnswer): Html {
  const lines = answerInWords(answer)
    .split('\n')
    .filter((line) => line !== '');
  return markup`<div class="answer">
${lines.map((line) => markup`<p class="${kindOf(line)}">${line.trim()}</p>\n`)}</div>`;
}

/** The style of a line: what matters most, what to look at, and what belongs to a stretch of a day or a period. */
function kindOf(line: string): string {
  const text = line.trim();
  const leads = /^(?:Accountable:|No single owner:|Nobody:)/.test(text);
  const kind = text.startsWith('⚠') ? 'warn' : leads ? 'lead' : 'line';
  return line.startsWith('  ') ? `${kind} part` : kind;
}

function tableHtml(view: WordedMatrix): Html {
  const rows = matrixRows(view).map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`);
  return markup`<table>
<thead><tr>${MATRIX_COLUMNS.map((name) => markup`<th>${name}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

function groundsHtml({ answer, treeSize }: Statement): Html {
  const entries = entriesBehind(answer);
  if (entries.length === 0) return markup`<p>No entry: nothing was recorded of it.</p>`;
  const list = entries.map(
    (index, i) => markup`${i === 0 ? '' : ', '}<code title="${proofName(index)}">${index}</code>`,
  );
  return markup`<p>${count(entries.length, 'entry', 'entries')} of the ${grouped(treeSize)} in <code>entries.ndjson</code>, counted from 0. The proof of each is in <code>proofs/</code>.</p>
<p>${list}</p>`;
}

const listHtml = (lines: readonly string[]): Html => markup`<ul>
${lines.map((line) => markup`<li>${line}</li>\n`)}</ul>`;

const ledgerHtml = ({ answer: { engagement, asOf }, ledger, treeSize, rootHash }: Statement): Html => markup`<dl>
<dt>Name</dt><dd><code>${ledger}</code></dd>
<dt>Opened</dt><dd>${engagement.openedAt}</dd>
<dt>Entries in the pack</dt><dd>${grouped(treeSize)}</dd>
<dt>Entries known to the answer</dt><dd>${grouped(asOf.treeSize)}</dd>
<dt>Root of the tree</dt><dd><code>${rootHash}</code></dd>
<dt>Contract time zone</dt><dd>${asOf.zone}</dd>
</dl>`;
