import { readZip, writeZip } from '#pack/zip/zip';
import type { Manifest } from '#pack/format/manifest';
import { FORMAT, manifestText } from '#pack/format/manifest';
import { toHex } from '#transparency/bytes';
import type { Random } from '#test/faults/random';
import type { AskedQuestion } from '#pack/make-pack';
import { crypto, packOf, policyOf, signersOf, type PackedLedger, type Signers } from '../sample-packs.ts';

const decoder = new TextDecoder();
export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/** A genuine pack, and everything that a forger could know of it but the keys. */
export interface Subject {
  readonly ledger: PackedLedger;
  readonly asked: AskedQuestion;
  readonly signers: Signers;
  readonly policy: string;
  readonly pack: Uint8Array;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: Manifest;
}

export function subjectOf(ledger: PackedLedger, asked: AskedQuestion, witnesses: readonly string[]): Subject {
  const signers = signersOf(ledger.name, witnesses);
  const pack = packOf(ledger, asked, signers);
  const files = readZip(pack);
  const manifest = JSON.parse(decode(files.get('manifest.json')!)) as Manifest;
  return { ledger, asked, signers, policy: policyOf(signers), pack, files, manifest };
}

/** What is handed to a verifier instead of the genuine pack; undefined where this way of forging finds nothing to forge in it. */
export type Mutant = { readonly pack: Uint8Array; readonly policy?: string } | undefined;

/** A way of forging. */
export type Mutate = (subject: Subject, random: Random) => Mutant;

export const pick = <T>(random: Random, from: readonly T[]): T => from[random.between(0, from.length - 1)]!;

/** The archive of these files with a manifest that lists them as they are. */
export function listed(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): Uint8Array {
  const others = [...files].filter(([name]) => name !== 'manifest.json').sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = others.map(([name, bytes]) => ({
    name,
    size: bytes.length,
    sha256: toHex(crypto.sha256.digest(bytes)),
  }));
  const text = manifestText({ ...manifest, format: manifest.format ?? FORMAT, files: entries });
  return writeZip(new Map([...others, ['manifest.json', encode(text)]]));
}

/** The pack with one file changed, and the list brought up to date. */
export const withFile = ({ files, manifest }: Subject, name: string, bytes: Uint8Array): Uint8Array =>
  listed(new Map(files).set(name, bytes), manifest);

/** The pack with these very bytes for a manifest. */
export const withManifestBytes = ({ files }: Subject, bytes: Uint8Array): Uint8Array =>
  writeZip(new Map(files).set('manifest.json', bytes));
