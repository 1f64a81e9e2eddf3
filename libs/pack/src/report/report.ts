import { PAPER_STYLE } from '#answers/paper-style';
import type { Statement } from '../format/manifest.ts';
import { reportContent, type AnswerLine, type Part } from './content.ts';
import { Html, markup } from './markup.ts';
import type { Run } from './run.ts';

/**
 * `report.html`: what a pack says, for people. It is made from the rest of the pack and from nothing else, so a verifier makes it
 * again and compares. Whoever changes a letter of it changes the format: packs that were handed out carry the old one.
 * `checkpoint` is the signed note.
 */
export function reportHtml(statement: Statement, checkpoint: Uint8Array): string {
  const { over, question, note, sections } = reportContent(statement, checkpoint);
  return markup`${head(question)}
<body>
<p class="soft">${over}</p>
<h1>${question}</h1>
<p class="note">${note.map(runHtml)}</p>
${sections.map(({ heading, parts }) => markup`<h2>${heading}</h2>\n${parts.map((part) => markup`${partHtml(part)}\n`)}`)}</body>
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
<style>${new Html(PAPER_STYLE)}</style>
</head>`;

function partHtml(part: Part): Html {
  switch (part.is) {
    case 'paragraph':
      return markup`<p>${part.runs.map(runHtml)}</p>`;
    case 'answer':
      return markup`<div class="answer">
${part.lines.map((line) => markup`<p class="${classOf(line)}">${line.text}</p>\n`)}</div>`;
    case 'table':
      return markup`<table>
<thead><tr>${part.columns.map((name) => markup`<th>${name}</th>`)}</tr></thead>
<tbody>
${part.rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>`;
    case 'list':
      return markup`<ul>
${part.items.map((item) => markup`<li>${item}</li>\n`)}</ul>`;
    case 'facts':
      return markup`<dl>
${part.facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${runHtml(value)}</dd>\n`)}</dl>`;
  }
}

const classOf = ({ kind, part }: AnswerLine): string => (part ? `${kind} part` : kind);

function runHtml(run: Run): Html {
  if (typeof run === 'string') return markup`${run}`;
  return run.title === undefined
    ? markup`<code>${run.code}</code>`
    : markup`<code title="${run.title}">${run.code}</code>`;
}
