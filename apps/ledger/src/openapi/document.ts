import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { packageRoot } from '../http/page-files.ts';
import { LOG_SCHEMAS } from '../log/log.schemas.ts';
import { describeOperations } from './operations.ts';
import { CERTIFICATE_SCHEMAS } from './schemas/certificate.schemas.ts';
import { INBOX_SCHEMAS } from './schemas/inbox.schemas.ts';
import { OWNER_SCHEMAS } from './schemas/owner.schemas.ts';
import { PROBLEM_RESPONSES, RECEIPT_SCHEMAS } from './schemas/receipt.schemas.ts';
import { PEOPLE_SCHEMAS } from './schemas/people/people.schemas.ts';
import { REGISTER_SCHEMAS } from './schemas/register.schemas.ts';
import { OBJECTION_SCHEMAS } from './schemas/objection.schemas.ts';
import { SNAPSHOT_SCHEMAS } from './schemas/snapshot.schemas.ts';
import { VERSION_SCHEMAS } from './schemas/version.schemas.ts';
import { CHANGE_SCHEMAS } from './schemas/change.schemas.ts';

const DESCRIPTION = `Who bore the responsibility, on any date, in a way the other side can check.

Every read takes two clocks: \`effective\`, when in the world, and \`known\`, how much of the ledger. Every write takes an
\`Idempotency-Key\` and answers with a receipt. Times are RFC 3339 with an offset; a time without one is refused. Errors are
problem documents (RFC 9457) with stable codes.`;

const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Engagements', 'A contract between a provider and a client, and its ledger.'],
  ['Parties and members', 'Who takes part, and who may do what.'],
  ['Inbox', 'What waits for whom.'],
  ['Delegations', 'Who lets whom act in the own right, for a time.'],
  ['Passkeys', 'With which approvers sign what they approve (WebAuthn).'],
  ['Keys', 'With which API keys members come.'],
  ['Tasks', 'What is to be done, and who owned it when.'],
  ['Matrix', 'All of it, at a point on both clocks.'],
  ['Changes', 'How both sides agree.'],
  ['Evidence', 'What shows that duties were performed.'],
  ['Objections', 'Lines that one side does not accept.'],
  ['Snapshots', 'The matrix, sealed: the same question gives the same bytes.'],
  ['Versions', 'The whole matrix, as both sides signed it.'],
  ['Reviews', 'Whether each line is still true, by the word of both sides.'],
  ['Exceptions', 'What is not done for a time, and who bears the risk.'],
  ['Log', 'The ledger as a transparency log: checkpoints, tiles, proofs, witnesses.'],
  ['Imports', 'Histories from elsewhere.'],
  ['Feed', 'What is recorded, as it is recorded.'],
  ['Operations', 'The service itself.'],
];

/** The OpenAPI 3.1 document of the service, from its code. The same code gives the same bytes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Onus')
    .setDescription(DESCRIPTION)
    .setVersion(version())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'onus_…', description: 'An API key.' }, 'key')
    .addSecurityRequirements('key');
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { autoTagControllers: false });
  const { openapi, info, servers, tags, security, paths, components } = document;
  const answers = {
    ...OWNER_SCHEMAS,
    ...REGISTER_SCHEMAS,
    ...PEOPLE_SCHEMAS,
    ...OBJECTION_SCHEMAS,
    ...CHANGE_SCHEMAS,
    ...CERTIFICATE_SCHEMAS,
    ...INBOX_SCHEMAS,
    ...SNAPSHOT_SCHEMAS,
    ...VERSION_SCHEMAS,
    ...LOG_SCHEMAS,
    ...RECEIPT_SCHEMAS,
  };
  return {
    openapi,
    info,
    servers,
    tags,
    security,
    paths: sorted(describeOperations(paths)),
    components: {
      ...components,
      responses: PROBLEM_RESPONSES,
      schemas: sorted({ ...components?.schemas, ...answers }),
    },
  } as OpenAPIObject;
}

/** By name, so that the document does not change with the order in which files are loaded. */
const sorted = <T>(properties: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));

function version(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
