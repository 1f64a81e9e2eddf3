import type { DraftLine } from '#approval/domain/change';
import { PAPER_STYLE } from '../paper-style.ts';
import { besideLines, lineText, type Called } from './line-words.ts';
import { introductionWords } from '../people/introduction-words.ts';
import { Moments } from '../words/moments.ts';
import { count } from '../words/phrases.ts';
import type { Certificate, CertifiedEntry, CertifiedSignature } from './views.ts';
import { OUTCOME_TITLES } from './words.ts';

/**
 * The only style of a certificate, which looks like the report of a pack: whoever serves it allows this one by its hash, and no other.
 */
export const CERTIFICATE_STYLE = `${PAPER_STYLE}
.said{font-size:1.1rem}
pre{font:.8rem/1.45 ui-monospace,'Liberation Mono',Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:.5rem .75rem}
td code{overflow-wrap:anywhere}
@media print{pre{font-size:8pt}.said{font-size:12pt}}
`;

/** So many entries are listed one by one; of more, lines of the text are told together. */
const MOST_LISTED = 40;

/** A certificate as one page of HTML that needs nothing else. Whatever people wrote stands in it as text. */
export function certificatePage(certificate: Certificate, called: Called): string {
  const { outcome, words, engagement, change, decided, signatures } = certificate;
  const moments = new Moments(engagement.zone);
  const title = `${OUTCOME_TITLES[outcome]}: ${change.id}`;
  const late = change.backdatedDays === null ? '' : ` Backdated by ${count(change.backdatedDays, 'day')}.`;
  const since = moments.minute(decided.recordedAt);
  return page(
    title,
    `<p class="soft">${escaped(engagement.title)} · ${escaped(certificate.ledger)}</p>
<h1>${escaped(title)}</h1>
<p class="said">${escaped(words)}</p>
<h2>What</h2>
<p><strong>${escaped(change.title ?? '(title erased)')}</strong>, revision ${change.revision}. Effective ${escaped(
      moments.span(change.effectiveFrom, change.effectiveTo),
    )}.${late} Decided on ${escaped(since)} (${escaped(engagement.zone)}), entry ${decided.entry}.</p>
${change.reason === null ? '' : `<p>Reason: ${escaped(change.reason)}</p>`}
<ul>${[...change.lines.flatMap((line) => [lineText(line, called), ...partsIn(line)]), ...besideLines(certificate.change)].map(item).join('')}</ul>
<h2>By whom</h2>
<ol>${signatures.map(signed).join('')}</ol>
<h2>Digest of the text</h2>
<p><code>${escaped(change.digest)}</code></p>
<pre>${escaped(certificate.text)}</pre>
<h2>Entries</h2>
<table>
<thead><tr><th>Entry</th><th>Leaf hash (RFC 6962)</th></tr></thead>
<tbody>${rows(certificate.entries)}</tbody>
</table>
<h2>Checkpoint over ${count(certificate.treeSize, 'entry', 'entries')}</h2>
<pre>${escaped(certificate.checkpoint)}</pre>
<h2>How to verify</h2>
<ol>${certificate.verify.map(item).join('')}</ol>`,
  );
}

const signed = ({ words, entry, introduction }: CertifiedSignature): string =>
  `<li>${escaped(`${words} Entry ${entry}.`)}${introduction === null ? '' : `<br><span class="soft">${escaped(introductionWords(introduction))}</span>`}</li>`;

/** The part of each side, where a line is shared. */
function partsIn(line: DraftLine): readonly string[] {
  const tasks = line.act === 'split' ? line.into : 'assignment' in line ? [line] : [];
  return tasks.flatMap(({ ref, assignment: { parts } }) => [
    ...(parts?.client === undefined ? [] : [`${ref}, client's part: ${parts.client}`]),
    ...(parts?.mssp === undefined ? [] : [`${ref}, provider's part: ${parts.mssp}`]),
    ...(parts?.other === undefined ? [] : [`${ref}, another's part: ${parts.other}`]),
  ]);
}

function rows(entries: readonly CertifiedEntry[]): string {
  const listed = entries.length <= MOST_LISTED ? entries : entries.filter(({ type }) => type !== 'ChangeLineDrafted');
  const left = entries.length - listed.length;
  const more = left === 0 ? '' : `<tr><td></td><td>${count(left, 'more entry', 'more entries')}, in the JSON</td></tr>`;
  return (
    listed.map(({ index, leafHash }) => `<tr><td>${index}</td><td><code>${leafHash}</code></td></tr>`).join('') + more
  );
}

const item = (words: string): string => `<li>${escaped(words)}</li>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML. Characters that turn the direction of writing, or are not seen, are shown as what they are. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replaceAll(/[\p{Cf}\p{Cc}]/gu, (character) => (character === '\n' ? character : shown(character)));

const shown = (character: string): string =>
  `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${CERTIFICATE_STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
