/** Services that break one rule, and how many times. */
export interface BadCompose {
  readonly rule: string;
  readonly text: string;
  readonly objections: number;
}

export const BAD_COMPOSE: readonly BadCompose[] = [
  {
    rule: 'An image says which version it is',
    text: `services:
  none: { image: haproxy }
  latest: { image: 'haproxy:latest' }
  moving: { image: 'registry.example:5000/haproxy:3' }
  variable: { image: 'onus:\${TAG}' }
  pinned: { image: 'registry.example:5000/haproxy:3.4.1-alpine' }`,
    objections: 4,
  },
  {
    rule: 'What is built can be built',
    text: `services:
  lost: { build: { context: .., dockerfile: docker/Dockerfile.lost, target: ledger } }
  stage: { build: { context: .., dockerfile: docker/Dockerfile, target: leger } }
  fine: { build: { context: .., dockerfile: docker/Dockerfile, target: ledger } }`,
    objections: 2,
  },
  {
    rule: 'No secret stands in the environment',
    text: `services:
  name: { environment: { KURRENTDB_DEFAULT_ADMIN_PASSWORD: changeit } }
  passed: { environment: { ONUS_WITNESS_WEBHOOK_SECRET: '\${SECRET}' } }
  value: { environment: { ONUS_STORE: 'esdb://admin:changeit@database:2113' } }
  file: { env_file: secrets.env }
  said: { environment: { ONUS_SIGNING_KEY_FILE: /run/secrets/signing-key, KURRENTDB_CERTIFICATE_PRIVATE_KEY_FILE: /key } }`,
    objections: 4,
  },
  {
    rule: 'Nobody runs as root, but who makes files for others and ends',
    text: `services:
  root: { user: root }
  zero: { user: '0:0', restart: unless-stopped }
  maker: { user: '0:0', restart: 'no' }
  image: {}`,
    objections: 2,
  },
  {
    rule: 'The root file system cannot be written',
    text: `services:
  forgotten: { image: 'haproxy:3.4.1' }
  written: { image: 'haproxy:3.4.1', read_only: false }
  fine: { read_only: true }`,
    objections: 2,
  },
  {
    rule: 'Nobody has a privilege, or can gain one',
    text: `services:
  all: { privileged: true }
  some: { cap_drop: [NET_RAW], security_opt: ['no-new-privileges:true'] }
  gains: { cap_drop: [ALL] }
  adds: { cap_drop: [ALL], cap_add: [SYS_ADMIN], security_opt: ['no-new-privileges:true'] }
  fine: { cap_drop: [ALL], security_opt: ['no-new-privileges:true'] }`,
    objections: 4,
  },
  {
    rule: 'Ports are published on the loopback address only',
    text: `services:
  everywhere: { ports: ['4180:4180'] }
  outside: { ports: ['127.0.0.1:1:1', '0.0.0.0:2113:2113'] }
  host: { network_mode: host }
  fine: { ports: ['127.0.0.1:4180:4180'] }`,
    objections: 3,
  },
  {
    rule: 'What ends is started again',
    text: `services:
  forgotten: {}
  once: { restart: 'no' }
  maker: { restart: 'no' }
  fine: { restart: unless-stopped, depends_on: { maker: { condition: service_completed_successfully } } }`,
    objections: 2,
  },
  {
    rule: 'Whoever waits for another waits until that is well',
    text: `services:
  list: { depends_on: [maker] }
  started: { depends_on: { database: { condition: service_started } } }
  blind: { depends_on: { mute: { condition: service_healthy } } }
  lost: { depends_on: { nobody: { condition: service_healthy } } }
  forever: { depends_on: { database: { condition: service_completed_successfully } } }
  mute: { restart: unless-stopped }
  maker: { restart: 'no' }
  database: { restart: unless-stopped, healthcheck: { test: [CMD, 'true'] } }
  ours: { build: { target: ledger }, depends_on: { maker: { condition: service_completed_successfully } } }
  fine: { depends_on: { database: { condition: service_healthy }, ours: { condition: service_healthy } } }`,
    objections: 5,
  },
  {
    rule: 'A stop leaves time to finish what was accepted',
    text: `services:
  usual: { restart: always }
  short: { restart: always, stop_grace_period: 19s }
  words: { restart: always, stop_grace_period: a minute }
  deaf: { restart: always, stop_grace_period: 30s, build: { target: ledger } }
  maker: { restart: 'no' }
  fine: { restart: always, stop_grace_period: 1m5s, init: true, build: { target: ledger } }`,
    objections: 4,
  },
  {
    rule: 'Nobody takes the machine for itself',
    text: `services:
  forks: { mem_limit: 1g, ulimits: { nofile: 1024 }, logging: { options: { max-size: 1m } } }
  eats: { pids_limit: 1, ulimits: { nofile: 1024 }, logging: { options: { max-size: 1m } } }
  opens: { pids_limit: 1, mem_limit: 1g, logging: { options: { max-size: 1m } } }
  talks: { pids_limit: 1, mem_limit: 1g, ulimits: { nofile: 1024 } }
  fine: { pids_limit: 1, mem_limit: 1g, ulimits: { nofile: 1024 }, logging: { options: { max-size: 1m } } }`,
    objections: 4,
  },
  {
    rule: 'Nothing of the machine is mounted',
    text: `services:
  docker: { volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] }
  lost: { volumes: ['./nginx.cfg:/etc/nginx.cfg:ro'] }
  written: { volumes: ['./haproxy.cfg:/etc/haproxy.cfg'] }
  fine: { volumes: ['./haproxy.cfg:/etc/haproxy.cfg:ro', 'data:/data'] }`,
    objections: 3,
  },
  {
    rule: 'Volumes, networks and secrets are listed, and used',
    text: `services:
  ledger: { volumes: ['data:/data', 'dta:/other'], networks: [front], secrets: [key] }
volumes: { data: , idle:  }
networks: { back:  }
secrets: { key: { file: ./secrets/key } }`,
    objections: 4,
  },
];
