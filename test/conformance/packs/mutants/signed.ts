import { canonicalize } from '#kernel/json';
import { PackDraft } from '#pack/make-pack';
import { cosign } from '#transparency/checkpoint/cosignature';
import { formatNote, parseNote, type SignatureLine } from '#transparency/note/note';
import { signText } from '#transparency/note/signing';
import type { Random } from '#test/faults/random';
import { checkpointOf, making, policyOf, signerNamed, signersOf, type Signers } from '../sample-packs.ts';
import { edited } from './contents.ts';
import { assembled, type Tree } from './assembled.ts';
import { decode, encode, listed, pick, type Mutant, type Mutate, type Subject } from './subject.ts';

type Entries = readonly Uint8Array[];

/** What is done to the entries. */
export const REWRITTEN: Readonly<Record<string, (entries: Entries, random: Random) => Entries>> = {
  dropped: (entries, random) => entries.toSpliced(random.between(0, entries.length - 1), 1),
  'dropped at the end': (entries, random) => entries.slice(0, -random.between(1, 3)),
  'there twice': (entries, random) => {
    const place = random.between(0, entries.length - 1);
    return entries.toSpliced(place, 0, entries[place]!);
  },
  exchanged: (entries, random) => {
    const place = random.between(0, entries.length - 2);
    return entries.toSpliced(place, 2, entries[place + 1]!, entries[place]!);
  },
  edited: (entries, random) => {
    const place = random.between(0, entries.length - 1);
    const entry = edited(JSON.parse(decode(entries[place]!)) as never, random);
    return entries.with(place, encode(canonicalize(entry)));
  },
};

/**
 * A whole pack made of other entries, consistent in itself, under this checkpoint. Where the entries cannot be folded any more, the
 * answer stays as it was.
 */
function remade(
  { ledger, asked, ...subject }: Subject,
  entries: Entries,
  checkpoint: (tree: Tree) => Uint8Array,
): Mutant {
  try {
    const draft = new PackDraft(making, { ledger: ledger.name, entries }, asked);
    const disclosures = draft.wanted().flatMap((commitment) => ledger.disclosures.get(commitment) ?? []);
    return { pack: draft.pack(checkpoint(draft), disclosures) };
  } catch {
    return { pack: assembled({ ledger, asked, ...subject }, entries, checkpoint) };
  }
}

/** Entries rewritten, everything that follows from them made again, and signed by a key that nobody trusts, or not at all. */
export const rewritten =
  (change: (entries: Entries, random: Random) => Entries, by: 'wrong key' | 'old signature'): Mutate =>
  (subject, random) => {
    const entries = change(subject.ledger.entries, random);
    if (
      entries.length === subject.ledger.entries.length &&
      entries.every((entry, i) => Buffer.compare(entry, subject.ledger.entries[i]!) === 0)
    )
      return undefined;
    const thief: Signers = {
      log: signerNamed(subject.ledger.name, 'ed25519', 'thief'),
      witnesses: subject.signers.witnesses,
    };
    return remade(subject, entries, (draft) => {
      if (by === 'old signature') return subject.files.get('checkpoint')!;
      return checkpointOf(thief, draft.treeSize, draft.root);
    });
  };

/** The same pack with another checkpoint, in its proofs as well, and everything else made again. */
const underCheckpoint =
  (checkpoint: (subject: Subject, tree: Tree, random: Random) => Uint8Array | undefined): Mutate =>
  (subject, random) => {
    let given: Uint8Array | undefined;
    const mutant = remade(subject, subject.ledger.entries, (draft) => {
      given = checkpoint(subject, draft, random);
      return given ?? subject.files.get('checkpoint')!;
    });
    return given === undefined ? undefined : mutant;
  };

/** The signed note with other signature lines. */
const resigned = (
  change: (
    lines: readonly SignatureLine[],
    subject: Subject,
    random: Random,
    text: string,
  ) => readonly SignatureLine[] | undefined,
): Mutate =>
  underCheckpoint((subject, _draft, random) => {
    const { text, signatures } = parseNote(subject.files.get('checkpoint')!);
    const lines = change(signatures, subject, random, text);
    return lines === undefined || lines.length === 0 ? undefined : formatNote({ text, signatures: lines });
  });

const flipped = (bytes: Uint8Array, random: Random): Uint8Array => {
  const changed = bytes.slice();
  changed[random.between(0, bytes.length - 1)]! ^= 1 << random.between(0, 7);
  return changed;
};

const witnessed = ({ signers }: Subject): boolean => signers.witnesses.length > 0;

export const SIGNATURES: Readonly<Record<string, Mutate>> = {
  'the signature of the log is forged': resigned((lines, _subject, random) =>
    lines.with(0, { ...lines[0]!, signature: flipped(lines[0]!.signature, random) }),
  ),
  'the signature of the log is by another key': resigned(([, ...rest], subject, _random, text) => {
    const thief = signText(text, signerNamed(subject.ledger.name, 'ed25519', 'thief'));
    return [{ ...thief, keyId: subject.signers.log.key.keyId }, ...rest];
  }),
  'somebody signs as the log as well, in front of it': resigned((lines, subject, _random, text) => [
    signText(text, signerNamed(subject.ledger.name, 'ed25519', 'thief')),
    ...lines,
  ]),
  'the signature of the log is missing': resigned(([, ...rest], subject) => (witnessed(subject) ? rest : undefined)),
  'a cosignature is forged': resigned((lines, subject, random) =>
    witnessed(subject) ? lines.with(1, { ...lines[1]!, signature: flipped(lines[1]!.signature, random) }) : undefined,
  ),
  'a cosignature is by another key': resigned((lines, subject, _random, text) => {
    const [witness] = subject.signers.witnesses;
    if (witness === undefined) return undefined;
    const thief = cosign(text, 1_700_000_000, signerNamed(witness.key.name, 'cosignature', 'thief'));
    return lines.with(1, { ...thief, keyId: witness.key.keyId });
  }),
  'a cosignature is missing': resigned((lines, subject) => (witnessed(subject) ? lines.slice(0, -1) : undefined)),
  'the log cosigns for its witness': resigned((lines, subject, _random, text) =>
    witnessed(subject)
      ? lines.with(1, { ...signText(text, subject.signers.log), name: lines[1]!.name, keyId: lines[1]!.keyId })
      : undefined,
  ),
  'the checkpoint is of another ledger': underCheckpoint((subject, draft) =>
    checkpointOf(
      signersOf(
        `${subject.ledger.name}0`,
        subject.signers.witnesses.map(({ key }) => key.name),
      ),
      draft.treeSize,
      draft.root,
    ),
  ),
  'the checkpoint has an extension': underCheckpoint((subject) => {
    const { text } = parseNote(subject.files.get('checkpoint')!);
    const longer = `${text}extension\n`;
    return formatNote({ text: longer, signatures: [signText(longer, subject.signers.log)] });
  }),
  'the checkpoint is of another size': underCheckpoint((subject, draft) =>
    checkpointOf(subject.signers, draft.treeSize + 1, draft.root),
  ),
  'the checkpoint has another root': underCheckpoint((subject, draft, random) =>
    checkpointOf(subject.signers, draft.treeSize, flipped(draft.root, random)),
  ),
  'the checkpoint is that of another pack': underCheckpoint((subject) => {
    const earlier = new PackDraft(
      making,
      { ledger: subject.ledger.name, entries: subject.ledger.entries.slice(0, -1) },
      { ...subject.asked, known: undefined },
    );
    return checkpointOf(subject.signers, earlier.treeSize, earlier.root);
  }),
};

/** The genuine pack, read by somebody who trusts otherwise. */
const judgedBy =
  (policy: (subject: Subject) => string | undefined): Mutate =>
  (subject) => {
    const other = policy(subject);
    return other === undefined || other === subject.policy ? undefined : { pack: subject.pack, policy: other };
  };

export const POLICIES: Readonly<Record<string, Mutate>> = {
  'the policy trusts a key of before': judgedBy(({ ledger, signers }) =>
    policyOf({ ...signers, log: signerNamed(ledger.name, 'ed25519', 'before') }),
  ),
  'the policy trusts another ledger': judgedBy(({ ledger, signers }) =>
    policyOf({ ...signers, log: signerNamed(`${ledger.name}0`) }),
  ),
  'the policy asks for one more witness': judgedBy(({ signers }) =>
    policyOf({ ...signers, witnesses: [...signers.witnesses, signerNamed('late.example', 'cosignature')] }),
  ),
  'the policy knows another key of the witness': judgedBy(({ signers }) =>
    signers.witnesses.length === 0
      ? undefined
      : policyOf({
          ...signers,
          witnesses: signers.witnesses.map(({ key }) => signerNamed(key.name, 'cosignature', 'other')).slice(0, 1),
        }),
  ),
  'the policy is cut off': judgedBy(({ policy }) => policy.slice(0, -8)),
  'the policy is empty': judgedBy(() => ''),
  'the policy has no log': judgedBy(() => 'quorum none\n'),
};

/** The manifest lists what is there, but the files are those of two packs. */
export const mixedWith =
  (other: (subject: Subject) => Subject | undefined): Mutate =>
  (subject, random) => {
    const second = other(subject);
    if (second === undefined) return undefined;
    const name = pick(random, ['entries.ndjson', 'checkpoint', 'report.html', 'VERIFY.md', 'disclosures.ndjson']);
    const bytes = second.files.get(name)!;
    if (Buffer.compare(bytes, subject.files.get(name)!) === 0) return undefined;
    return { pack: listed(new Map(subject.files).set(name, bytes), subject.manifest) };
  };
