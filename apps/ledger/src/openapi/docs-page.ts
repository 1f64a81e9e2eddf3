import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { PAGE_HEADERS, PAGE_POLICY } from '../http/answer-headers.ts';

/** Swagger UI writes styles into its elements and draws its icons from data URLs; scripts come from here alone. */
const POLICY = `${PAGE_POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Onus HTTP API</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/v1/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="document"></div>
    <noscript>This page draws <a href="/v1/openapi.json">the OpenAPI document</a> with JavaScript.</noscript>
    <script src="/v1/docs/swagger-ui-bundle.js"></script>
    <script src="/v1/docs/start.js"></script>
  </body>
</html>
`;

/** Nothing is fetched from elsewhere: no validator badge, no fonts. A key that was pasted is forgotten with the page. */
const START = `SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
  persistAuthorization: false,
  tryItOutEnabled: false,
});
`;

/** Serves a page on which the OpenAPI document can be read and tried, at `/v1/docs`. */
export function serveDocs(fastify: FastifyInstance): void {
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const asset = (name: string): Buffer => readFileSync(join(assets, name));
  const serve = (url: string, type: string, content: string | Buffer): void => {
    fastify.get(url, (_request, reply) =>
      reply
        .headers({ ...PAGE_HEADERS, 'content-security-policy': POLICY })
        .type(type)
        .send(content),
    );
  };
  serve('/v1/docs', 'text/html; charset=utf-8', PAGE);
  serve('/v1/docs/start.js', 'text/javascript; charset=utf-8', START);
  serve('/v1/docs/swagger-ui.css', 'text/css; charset=utf-8', asset('swagger-ui.css'));
  serve('/v1/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', asset('swagger-ui-bundle.js'));
}
