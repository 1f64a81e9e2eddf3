import { splitOf } from '#transparency/merkle/hashing';
import { parseNote } from '#transparency/note/note';
import { entriesProven } from '../format/answering.ts';
import type { Statement } from '../format/manifest.ts';
import { proofName } from '../format/names.ts';

/** On which side the sibling stands at each step from a leaf to the root (RFC 6962 section 2.1.1). */
function sidesOf(index: number, size: number): readonly ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      sides.push('right');
      end = middle;
    } else {
      sides.push('left');
      start = middle;
    }
  }
  return sides.reverse();
}

/** Where the first hash stands in a `.tlog-proof`: behind its header and the index. */
const FIRST_HASH_LINE = 3;

/**
 * `VERIFY.md`: how to verify the pack, with `onus verify` all of it, with programs of one's own one entry. Made from the rest of the
 * pack, so that a verifier makes it again and compares. `checkpoint` is the signed note.
 */
export function instructionsText(
  { answer, ledger, treeSize, format }: Statement,
  checkpoint: Uint8Array,
  disclosed: boolean,
): string {
  const index = entriesProven(answer)[0]!;
  const key = parseNote(checkpoint).signatures.find(({ name }) => name === ledger)?.keyId ?? '';
  return [
    ...introduction(),
    ...(format === 'onus-pack/1' ? [] : READING),
    ...oneEntry(),
    ...digests(),
    ...entry(index, treeSize),
    ...signature(ledger, key),
    ...(disclosed ? disclosure() : []),
    '',
  ].join('\n');
}

const introduction = (): readonly string[] => [
  '# How to verify this pack',
  '',
  'You need a trust policy: a few lines that name the key of the ledger and the witnesses. Get it from somebody whom you trust, or from',
  'both sides and compare. It is not in this pack, and must not be: whoever can forge a pack can forge a policy beside it.',
  '',
  '## All of it',
  '',
  '```console',
  '$ onus verify PACK --policy POLICY',
  '```',
  '',
  'needs no server, no network and no account. It ends with 0 where the pack is proven, 1 where it is refuted, 2 where it cannot be read.',
  'The same in a browser: `onus verifier-page > verify.html`, a single file that loads nothing.',
];

/** Since there is a report that is not made again. */
const READING: readonly string[] = [
  '',
  '`report.html` and `report.pdf` are for reading. What is proven is the answer, which a verifier works out again from `entries.ndjson` and',
  'says. It makes `report.html` again too and compares every letter. It does not make `report.pdf` again: it only sees that it is the file',
  'that the manifest lists, and whoever forges a pack could list another. Where it says something else, believe the verifier.',
];

const oneEntry = (): readonly string[] => [
  '',
  '## One entry, with sh, sha256sum, openssl (3.0 or newer) and jq',
  '',
  'Unpack the archive, go to that folder, and put the policy there as `policy`. What follows shows that one entry stands in the ledger',
  'that the key in the policy has signed. It does not show that the rules allowed it, nor that the answer follows: that takes the rules.',
];

const digests = (): readonly string[] => [
  '',
  'The files are those that the manifest lists:',
  '',
  '```sh',
  String.raw`jq -r '.files[] | "\(.sha256)  \(.name)"' manifest.json | sha256sum --check --quiet && echo "files: as listed"`,
  '```',
];

function entry(index: number, size: number): readonly string[] {
  const line = index + 1;
  const file = proofName(index);
  const steps = sidesOf(index, size).map((side, i) => `step ${FIRST_HASH_LINE + i} ${side}`);
  return [
    '',
    `Entry ${index} is line ${line} of \`entries.ndjson\`. This is what it says:`,
    '',
    '```sh',
    `sed -n ${line}p entries.ndjson | jq .`,
    '```',
    '',
    'Its hash, and with each hash of its proof that of the node above, lead to the root of the tree, which is the third line of the',
    'checkpoint (RFC 6962):',
    '',
    '```sh',
    String.raw`{ printf '\000'; sed -n ${line}p entries.ndjson | tr -d '\n'; } | openssl dgst -sha256 -binary > hash`,
    'step() {',
    `  sed -n "$1p" ${file} | openssl base64 -d -A > sibling`,
    '  if [ "$2" = left ]; then set -- sibling hash; else set -- hash sibling; fi',
    String.raw`  { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary > above`,
    '  mv above hash',
    '}',
    ...steps,
    '[ "$(openssl base64 -A -in hash)" = "$(sed -n 3p checkpoint)" ] && echo "entry: in the tree of the checkpoint"',
    '```',
  ];
}

const signature = (ledger: string, keyId: string): readonly string[] => [
  '',
  'The checkpoint is signed by the key in the policy. The signed text is its first three lines; what is behind the last blank of the',
  'line of the signature is four bytes of key id and the signature (Ed25519):',
  '',
  '```sh',
  `ledger='${ledger.replaceAll("'", String.raw`'\''`)}'`,
  'sed -n 1,3p checkpoint > text',
  '[ "$(sed -n 1p checkpoint)" = "$ledger" ] && echo "checkpoint: of this ledger"',
  `grep -F -- "— $ledger " checkpoint | head -n 1 | sed 's/.* //' | openssl base64 -d -A | tail -c +5 > signature`,
  `key=$(grep -F -- "log $ledger+${keyId}+" policy | head -n 1 | cut -d + -f 3- | sed 's/[[:space:]].*//')`,
  String.raw`{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf %s "$key" | openssl base64 -d -A | tail -c +2; } > key`,
  'openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature',
  '```',
];

const disclosure = (): readonly string[] => [
  '',
  'A text in the clear is the one that was sealed: its salted hash is the commitment, and the commitment stands in an entry. The first:',
  '',
  '```sh',
  'head -n 1 disclosures.ndjson | jq .',
  "commitment=$(head -n 1 disclosures.ndjson | jq -cj '[.salt, .name, .value]' | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d =)",
  '[ "$commitment" = "$(head -n 1 disclosures.ndjson | jq -r .commitment)" ] && grep -qF -- "\\"$commitment\\"" entries.ndjson && echo "text: as sealed"',
  '```',
];
