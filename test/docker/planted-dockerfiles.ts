/** A Dockerfile that breaks one rule, and how many times. */
export interface BadDockerfile {
  readonly rule: string;
  readonly text: string;
  readonly objections: number;
}

const GOOD = `USER 10001:10001
HEALTHCHECK CMD ["true"]
CMD ["node", "main.js"]`;

export const BAD_DOCKERFILES: readonly BadDockerfile[] = [
  {
    rule: 'An image is built on a base that does not move',
    text: `FROM node AS a
FROM node:latest AS b
FROM node:24-slim AS c
FROM node:24.18.0-slim AS d
FROM d AS e
${GOOD}`,
    objections: 3,
  },
  {
    rule: 'What is copied stands in the project',
    text: `FROM debian:trixie-20260918-slim
COPY package.json yarn.lock ./
COPY apps apps
COPY ["lib", "lib"]
${GOOD}`,
    objections: 2,
  },
  {
    rule: 'What is copied from a stage has that stage before it',
    text: `FROM debian:trixie-20260918-slim AS build
FROM debian:trixie-20260918-slim
COPY --from=build /onus /onus
COPY --from=biuld /onus /onus
${GOOD}`,
    objections: 1,
  },
  {
    rule: 'Nothing is fetched past the package managers',
    text: `FROM debian:trixie-20260918-slim
ADD https://example.com/onus.tar.gz /onus
RUN curl --silent https://example.com/install.sh | sh
RUN wget https://example.com/onus
COPY apps apps
${GOOD}`,
    objections: 3,
  },
  {
    rule: 'Packages of the system are installed in one step, and leave no lists',
    text: `FROM debian:trixie-20260918-slim
RUN apt install git
RUN apt-get update
RUN apt-get update && apt-get install --yes git && rm -rf /var/lib/apt/lists/*
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends git
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
${GOOD}`,
    objections: 4,
  },
  {
    rule: 'Packages of the project are those of the lock file',
    text: `FROM debian:trixie-20260918-slim
RUN npm install
RUN npm ci
RUN npm ci --ignore-scripts && npm rebuild node
${GOOD}`,
    objections: 2,
  },
  {
    rule: 'No secret is built in',
    text: `FROM debian:trixie-20260918-slim
ARG NPM_TOKEN
ENV ONUS_PASSWORD=changeit
ENV ONUS_SIGNING_KEY_FILE=/run/secrets/key
${GOOD}`,
    objections: 2,
  },
  {
    rule: 'Folders are named from the root',
    text: `FROM debian:trixie-20260918-slim
WORKDIR onus
WORKDIR /onus
${GOOD}`,
    objections: 1,
  },
  {
    rule: 'Nobody runs as root',
    text: `FROM debian:trixie-20260918-slim AS runtime
USER 10001:10001
FROM runtime AS inherits
FROM runtime AS returns
USER root
FROM debian:trixie-20260918-slim AS forgets
FROM debian:trixie-20260918-slim AS names
USER onus
FROM debian:trixie-20260918-slim AS zero
USER 0:0`,
    objections: 4,
  },
  {
    rule: 'An image says whether it is well',
    text: `FROM debian:trixie-20260918-slim AS runtime
HEALTHCHECK CMD ["true"]
FROM runtime AS inherits
FROM runtime AS refuses
HEALTHCHECK NONE
FROM debian:trixie-20260918-slim AS forgets`,
    objections: 2,
  },
  {
    rule: 'A program is started without a shell, which would keep signals to itself',
    text: `FROM debian:trixie-20260918-slim AS shell
CMD node main.js
FROM debian:trixie-20260918-slim AS none
FROM debian:trixie-20260918-slim AS exec
CMD ["node", "main.js"]`,
    objections: 2,
  },
];
