import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Compose, Service } from './compose.ts';

/** What the rules are held against. */
export interface Ground {
  /** The folder of the compose files. */
  readonly folder: string;
  /** Seconds that a service of ours takes at most to finish what it accepted. */
  readonly drainSeconds: number;
  /** Stages of our Dockerfile. Images of these say themselves whether they are well. */
  readonly stages: readonly string[];
}

/** A habit of compose files. `objections` names each breach: the service, what, and how to mend it. */
export interface ComposeRule {
  readonly rule: string;
  readonly objections: (compose: Compose, ground: Ground) => readonly string[];
}

type Object = (service: Service, compose: Compose, ground: Ground) => string | undefined;

const inEach =
  (object: Object) =>
  (compose: Compose, ground: Ground): readonly string[] =>
    Object.entries(compose.services).flatMap(([name, service]) => {
      const objection = object(service, compose, ground);
      return objection === undefined ? [] : [`${compose.file}: ${name}: ${objection}`];
    });

const isOurs = ({ build }: Service): boolean => build !== undefined;
/** Does its work and ends; somebody waits for that. */
const isOneShot = ({ restart }: Service): boolean => restart === 'no';
/** Whether it can be tried on a read-only root here: of the database that is not known. */
const isDatabase = ({ image = '' }: Service): boolean => image.includes('/kurrentdb:');

const SECRET_NAME = /(?:PASSWORD|SECRET|TOKEN|CREDENTIALS|API_?KEY|PRIVATE_KEY|SIGNING_KEY)(?!.*_FILE)/i;
const SECRET_VALUE = /:\/\/[^/\s:@]+:[^/\s@]+@|whsec_|onus_[0-9a-f]{15}_|-----BEGIN/;

function secretsInside({ environment = {}, env_file: file }: Service): string | undefined {
  if (file !== undefined) return 'env_file: its variables are seen by whoever may look at the container';
  for (const [name, value] of Object.entries(environment)) {
    if (SECRET_NAME.test(name)) return `${name}: give the secret as a file, below secrets`;
    if (SECRET_VALUE.test(String(value ?? ''))) return `${name}: its value has a secret in it`;
  }
  return undefined;
}

/** `1m30s` in seconds. */
export function secondsOf(duration = '10s'): number {
  const parts = [...duration.matchAll(/(\d+)(h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) return Number.NaN;
  const size = { h: 3_600, m: 60, s: 1 };
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * size[unit as keyof typeof size], 0);
}

function waitsInVain(service: Service, { services }: Compose, { stages }: Ground): string | undefined {
  const { depends_on: waits = {} } = service;
  if (Array.isArray(waits)) return 'depends_on as a list waits for a start alone: say a condition of each';
  for (const [name, wait] of Object.entries(waits as Exclude<typeof waits, readonly string[]>)) {
    const other = services[name];
    if (other === undefined) return `depends_on ${name}: there is no such service`;
    const saysItself = stages.includes(other.build?.target ?? '') || other.healthcheck?.test !== undefined;
    if (wait?.condition === 'service_completed_successfully' && isOneShot(other)) continue;
    if (wait?.condition === 'service_healthy' && saysItself && !isOneShot(other)) continue;
    return `depends_on ${name}: ${wait?.condition ?? 'no condition'} cannot be waited for`;
  }
  return undefined;
}

const sourceOf = (volume: string): string => volume.split(':')[0]!;
const isPath = (source: string): boolean => /^[./~]/.test(source);

function strangeMounts({ volumes = [] }: Service, _: Compose, { folder }: Ground): string | undefined {
  for (const volume of volumes.filter((each) => isPath(sourceOf(each)))) {
    if (!sourceOf(volume).startsWith('./')) return `${volume}: nothing of the machine but what the project ships`;
    if (!existsSync(join(folder, sourceOf(volume)))) return `${volume}: there is no such file`;
    if (!volume.endsWith(':ro')) return `${volume}: files of the project are mounted :ro`;
  }
  return undefined;
}

function undeclared(compose: Compose): readonly string[] {
  const all = Object.values(compose.services);
  const used = {
    volumes: all.flatMap(({ volumes = [] }) => volumes.map(sourceOf).filter((source) => !isPath(source))),
    networks: all.flatMap(({ networks = [] }) => networks),
    secrets: all.flatMap(({ secrets = [] }) => secrets),
  };
  return (['volumes', 'networks', 'secrets'] as const).flatMap((kind) => {
    const declared = Object.keys(compose[kind] ?? {});
    const names = new Set(used[kind]);
    return [
      ...[...names].filter((name) => !declared.includes(name)).map((name) => `${name} is not listed below ${kind}`),
      ...declared.filter((name) => !names.has(name)).map((name) => `${name} below ${kind} is used by nobody`),
    ].map((objection) => `${compose.file}: ${objection}`);
  });
}

function lostBuild({ build }: Service, _: Compose, { folder, stages }: Ground): string | undefined {
  if (build === undefined) return undefined;
  const file = join(folder, build.context ?? '.', build.dockerfile ?? 'Dockerfile');
  if (!existsSync(file)) return `build: there is no ${file}`;
  return stages.includes(build.target ?? '')
    ? undefined
    : `build: the Dockerfile has no stage ${build.target ?? '(none)'}`;
}

export const COMPOSE_RULES: readonly ComposeRule[] = [
  {
    rule: 'An image says which version it is',
    objections: inEach(({ image = '' }) =>
      /:[^:/]*\d+\.\d+\.\d+[^:/]*$/.test(image) ? undefined : `image ${image}: pin a version`,
    ),
  },
  { rule: 'What is built can be built', objections: inEach(lostBuild) },
  { rule: 'No secret stands in the environment', objections: inEach(secretsInside) },
  {
    rule: 'Nobody runs as root, but who makes files for others and ends',
    objections: inEach((service) =>
      /^(?:root|0)(?::|$)/.test(service.user ?? '') && !isOneShot(service) ? `user: ${service.user}` : undefined,
    ),
  },
  {
    rule: 'The root file system cannot be written',
    objections: inEach((service) =>
      service.read_only === true || isDatabase(service) ? undefined : 'add read_only: true, and a tmpfs for /tmp',
    ),
  },
  {
    rule: 'Nobody has a privilege, or can gain one',
    objections: inEach((service) => {
      if (service.privileged === true) return 'privileged';
      if (service.cap_drop?.includes('ALL') !== true) return 'add cap_drop: [ALL]';
      if (service.cap_add !== undefined && !isOneShot(service)) return `cap_add: ${service.cap_add.join(', ')}`;
      return service.security_opt?.includes('no-new-privileges:true') === true
        ? undefined
        : "add security_opt: ['no-new-privileges:true']";
    }),
  },
  {
    rule: 'Ports are published on the loopback address only',
    objections: inEach(({ ports = [], network_mode: mode }) => {
      if (mode === 'host') return 'network_mode: host publishes every port';
      const open = ports.find((port) => !port.startsWith('127.0.0.1:'));
      return open === undefined ? undefined : `port ${open}: write 127.0.0.1: before it`;
    }),
  },
  {
    rule: 'What ends is started again',
    objections: inEach((service, { services }) => {
      const { restart } = service;
      if (restart === 'unless-stopped' || restart === 'always') return undefined;
      if (!isOneShot(service)) return 'add restart: unless-stopped';
      const [name] = Object.entries(services).find(([, each]) => each === service)!;
      const isAwaited = Object.values(services).some((other) => name in (other.depends_on ?? {}));
      return isAwaited ? undefined : 'ends and is not started again, and nobody waits for it';
    }),
  },
  { rule: 'Whoever waits for another waits until that is well', objections: inEach(waitsInVain) },
  {
    rule: 'A stop leaves time to finish what was accepted',
    objections: inEach((service, _, { drainSeconds }) => {
      if (isOneShot(service)) return undefined;
      if (isOurs(service) && service.init !== true) return 'add init: true, which passes signals on';
      const seconds = secondsOf(service.stop_grace_period);
      return seconds >= 2 * drainSeconds
        ? undefined
        : `stop_grace_period ${service.stop_grace_period ?? 'of 10s'}: at least ${2 * drainSeconds}s`;
    }),
  },
  {
    rule: 'Nobody takes the machine for itself',
    objections: inEach((service) => {
      const { pids_limit: pids, mem_limit: memory, ulimits, logging } = service;
      if (pids === undefined || memory === undefined) return 'add pids_limit and mem_limit';
      if (ulimits?.nofile === undefined && !isOneShot(service)) return 'add ulimits: nofile';
      return logging?.options?.['max-size'] === undefined ? 'add logging: options: max-size' : undefined;
    }),
  },
  { rule: 'Nothing of the machine is mounted', objections: inEach(strangeMounts) },
  { rule: 'Volumes, networks and secrets are listed, and used', objections: undeclared },
];
