import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { PAGE_HEADERS } from './answer-headers.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/**
 * Serves every file of a folder under a prefix, `index.html` as the prefix itself. The files are few and read once: what is not in
 * the list when the service starts cannot be asked for, so no path leads out of the folder.
 */
export function serveFolder(fastify: FastifyInstance, folder: string, prefix = '/'): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = MEDIA_TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    serveFile(fastify, path === 'index.html' ? prefix : `${prefix}${path}`, file, type);
  }
}

/** Serves one file. */
export function serveFile(fastify: FastifyInstance, url: string, file: string, type: string): void {
  const bytes = readFileSync(file);
  fastify.get(url, (_request, reply) => reply.headers(PAGE_HEADERS).type(type).send(bytes));
}

/** The folder that holds the package: the first one upwards with a `package.json`. The same from sources and from `dist/`. */
export function packageRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`there is no package.json above ${from}`);
  }
}
