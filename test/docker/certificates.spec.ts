import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { composeFiles } from './compose.ts';

/** Takes the options of `es-gencert-cli` that the script gives, and refuses others. What it makes is made by OpenSSL. */
const STAND_IN = `#!/bin/bash
set -euo pipefail
command=$1; shift
while [ $# -gt 0 ]; do
  case $1 in
    -out) out=$2 ;; -ca-certificate) authority=$2 ;; -ca-key) key=$2 ;;
    -ip-addresses) names=IP:$2 ;; -dns-names) names=$names,DNS:\${2//,/,DNS:} ;;
    *) exit 9 ;;
  esac
  shift 2
done
mkdir -p "$out"
new=(openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
if [ "$command" = create-ca ]; then
  "\${new[@]}" -x509 -keyout "$out/ca.key" -out "$out/ca.crt" -subj /CN=authority -days 2
else
  "\${new[@]}" -keyout "$out/node.key" -out "$out/node.csr" -subj /CN=node
  openssl x509 -req -in "$out/node.csr" -CA "$authority" -CAkey "$key" -CAcreateserial -out "$out/node.crt" -days 2 \\
    -extfile <(echo "subjectAltName=$names")
  rm "$out/node.csr"
fi
`;

const NODES = ['1', '2', '3'] as const;
const has = (program: string): boolean => spawnSync(program, ['version']).status === 0;
// Keys are given to the user of the database: only root may.
const where = process.getuid?.() === 0 && has('openssl') ? describe : describe.skip;

where('The certificates of the cluster', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-certificates-'));
    writeFileSync(join(folder, 'es-gencert-cli'), STAND_IN, { mode: 0o755 });
    for (const volume of ['authority', 'trust', ...NODES.map((node) => `certificates/${node}`)])
      mkdirSync(join(folder, volume), { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs what the container would run, in folders in the place of its volumes. */
  function make(): void {
    const { services } = composeFiles().find(({ file }) => file === 'compose.kurrentdb.yaml')!;
    const [shell, ...options] = services['certificates']!.entrypoint as string[];
    const [script = ''] = services['certificates']!.command as string[];
    const moved = script
      .replaceAll('$$', '$')
      .replaceAll(/(?<![\w./])\/(?=authority|trust|certificates)/g, `${folder}/`);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
    execFileSync(shell!, [...options, moved], { env, stdio: 'ignore' });
  }

  const certificate = (path: string): X509Certificate => new X509Certificate(readFileSync(join(folder, path)));

  it('are of one authority that everybody trusts, each for the name of its node', () => {
    make();
    const authority = certificate('trust/ca.crt');
    for (const node of NODES) {
      const own = certificate(`certificates/${node}/node/node.crt`);
      expect(own.verify(authority.publicKey)).toBe(true);
      expect(own.checkHost(`database-${node}`)).toBe(`database-${node}`);
      expect(own.checkHost('localhost')).toBe('localhost');
      expect(own.checkHost(`database-${(Number(node) % 3) + 1}`)).toBeUndefined();
      expect(certificate(`certificates/${node}/ca/ca.crt`).fingerprint256).toBe(authority.fingerprint256);
    }
  });

  it('have keys that the node alone can read; that of the authority is with none of them', () => {
    make();
    for (const node of NODES) {
      const { mode, uid } = statSync(join(folder, `certificates/${node}/node/node.key`));
      expect([(mode & 0o777).toString(8), uid]).toEqual(['400', 1_000]);
    }
    const keys = execFileSync('find', ['.', '-name', 'ca.key'], { cwd: folder, encoding: 'utf8' });
    expect(keys.trim()).toBe('./authority/ca/ca.key');
  });

  it('are made once, and anew where the making was cut short', () => {
    make();
    const first = certificate('trust/ca.crt').fingerprint256;
    make();
    expect(certificate('trust/ca.crt').fingerprint256).toBe(first);
    rmSync(join(folder, 'trust/ca.crt'));
    make();
    const second = certificate('trust/ca.crt');
    expect(second.fingerprint256).not.toBe(first);
    expect(certificate('certificates/3/node/node.crt').verify(second.publicKey)).toBe(true);
  });
});
