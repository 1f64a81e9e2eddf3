import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, textOf } from '#test/architecture/source-tree';
import { USUAL_SETTINGS } from '#apps/ledger/src/http/settings';
import { readConfig } from '#apps/ledger/src/config';
import { readConnectionString } from '#kurrentdb-store/client/connection-string';
import { composeFiles, readCompose, type Compose } from './compose.ts';
import { COMPOSE_RULES, secondsOf, type Ground } from './compose-rules.ts';
import { finalStages, lastStep, stagesOf } from './dockerfile.ts';
import { DOCKERFILE_RULES, objectionsTo } from './dockerfile-rules.ts';
import { BAD_COMPOSE } from './planted-compose.ts';
import { BAD_DOCKERFILES } from './planted-dockerfiles.ts';

const DOCKERFILE = textOf('docker/Dockerfile');
const stages = stagesOf(DOCKERFILE);

describe('The Dockerfile', () => {
  it('has an image of the service, built where no target is named, and one of the witness', () => {
    expect(finalStages(stages).map(({ name }) => name)).toEqual(['witness', 'ledger']);
    expect(stages.at(-1)?.name).toBe('ledger');
  });

  it('starts what the build makes', () => {
    for (const stage of finalStages(stages)) {
      const [, main = ''] = lastStep(stages, stage, 'CMD')!.words;
      expect(main).toBe(`/onus/dist/apps/${stage.name}/src/main.js`);
      expect(textOf(main.replace('/onus/dist/', '').replace(/\.js$/, '.ts'))).not.toBe('');
    }
  });

  it('asks a service at the port that it listens on', () => {
    for (const stage of finalStages(stages)) {
      const check = lastStep(stages, stage, 'HEALTHCHECK')!.text;
      const variable = /process\.env\.([A-Z_]+)/.exec(check)?.[1] ?? '';
      const port = lastStep(stages, stage, 'ENV')!.words.find((word) => word.startsWith(`${variable}=`));
      expect(port).toBe(`${variable}=${lastStep(stages, stage, 'EXPOSE')!.text}`);
      expect(check).toContain('/livez');
    }
  });

  it.each(DOCKERFILE_RULES)('$rule', (rule) => {
    expect(objectionsTo(rule, DOCKERFILE, ROOT)).toEqual([]);
  });
});

describe('The rules for Dockerfiles', () => {
  it('each have a planted breach', () => {
    expect(BAD_DOCKERFILES.map(({ rule }) => rule)).toEqual(DOCKERFILE_RULES.map(({ rule }) => rule));
  });

  it.each(BAD_DOCKERFILES)('object where this is broken: $rule', ({ rule, text, objections }) => {
    const broken = DOCKERFILE_RULES.find((candidate) => candidate.rule === rule)!;
    expect(objectionsTo(broken, text, ROOT)).toHaveLength(objections);
  });
});

const ground: Ground = {
  folder: join(ROOT, 'docker'),
  drainSeconds: USUAL_SETTINGS.graceMs / 1_000,
  stages: stages.map(({ name }) => name),
};

const cluster = (): Compose => composeFiles().find(({ file }) => file === 'compose.kurrentdb.yaml')!;

describe('The compose files', () => {
  const files = composeFiles();

  it('are for one machine, for a cluster and for a witness', () => {
    expect(files.map(({ file }) => file)).toEqual(['compose.kurrentdb.yaml', 'compose.witness.yaml', 'compose.yaml']);
  });

  it.each(COMPOSE_RULES)('$rule', ({ objections }) => {
    expect(files.flatMap((compose) => objections(compose, ground))).toEqual([]);
  });

  it('give every node of the database the other two as seeds', () => {
    const { services } = cluster();
    const nodes = Object.keys(services).filter((name) => name.startsWith('database-'));
    expect(nodes).toHaveLength(3);
    for (const node of nodes) {
      const { environment = {} } = services[node]!;
      const others = nodes.filter((other) => other !== node).map((other) => `${other}:2113`);
      expect(String(environment['KURRENTDB_GOSSIP_SEED']).split(',')).toEqual(others);
      expect(environment['KURRENTDB_NODE_HOST_ADVERTISE_AS']).toBe(node);
      expect(environment['KURRENTDB_REPLICATION_HOST_ADVERTISE_AS']).toBe(node);
      expect(environment['KURRENTDB_CLUSTER_SIZE']).toBe('3');
    }
  });
});

describe('A replica of the cluster', () => {
  it.each(['replica-1', 'replica-2'])('puts a connection string together that the service takes: %s', (name) => {
    const [shell, ...options] = cluster().services[name]!.entrypoint as string[];
    const [script = ''] = cluster().services[name]!.command as string[];
    // What Docker makes of it, with a password in the place of the secret, and showing the string instead of starting.
    const shown = script
      .replaceAll('$$', '$')
      .replace('cat /run/secrets/database-password', 'echo 0f3c')
      .replace(/^exec .*$/m, 'echo "$ONUS_STORE"');
    const store = execFileSync(shell!, [...options, shown], { encoding: 'utf8' }).trim();
    expect(readConfig({ ONUS_STORE: store }).shared).toBe(store);
    expect(readConnectionString(store).credentials).toEqual({ username: 'admin', password: '0f3c' });
    const nodes = Object.keys(cluster().services).filter((other) => other.startsWith('database-'));
    expect(store).toContain(`@${nodes.map((node) => `${node}:2113`).join(',')}?tls=true`);
  });
});

describe('The rules for compose files', () => {
  it('each have a planted breach', () => {
    expect(BAD_COMPOSE.map(({ rule }) => rule)).toEqual(COMPOSE_RULES.map(({ rule }) => rule));
  });

  it.each(BAD_COMPOSE)('object where this is broken: $rule', ({ rule, text, objections }) => {
    const broken = COMPOSE_RULES.find((candidate) => candidate.rule === rule)!;
    expect(broken.objections(readCompose('planted', text), ground)).toHaveLength(objections);
  });

  it('read durations as Docker does', () => {
    expect(['1m30s', '30s', '2h', undefined].map(secondsOf)).toEqual([90, 30, 7_200, 10]);
    expect(['', '30', '30 s', '1d'].map(secondsOf)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});
