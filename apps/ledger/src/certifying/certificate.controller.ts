import { hash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { CERTIFICATE_STYLE } from '#answers/certificate/page';
import type { Certificate } from '#answers/certificate/views';
import { Choice } from '#http/checks/fields';
import { Read } from '#http/operation';
import { Query, Visitor, type Visit } from '#http/request';
import { Onus } from '../runtime/onus.ts';
import { certify } from './certify.ts';

const FORMATS = ['json', 'html'] as const;

export class CertificateQuery {
  @Choice(FORMATS, {
    optional: true,
    description: 'JSON or a page to print; without it as `Accept` says, or else JSON.',
  })
  readonly format?: (typeof FORMATS)[number];
}

/** As much of a reply as is needed to say what it is. */
interface WithHeaders {
  header(name: string, value: string): unknown;
}

/** A page may have its own style, and do nothing. */
const STYLE_HASH = hash('sha256', CERTIFICATE_STYLE, 'base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'`;

@Controller('v1/engagements/:engagement/changes/:change/certificate')
export class CertificateController {
  private readonly onus: Onus;

  constructor(@Inject(Onus) onus: Onus) {
    this.onus = onus;
  }

  @Get()
  @Read({
    id: 'getCertificate',
    tag: 'Changes',
    summary: 'What stands behind one change that is in force, on one page',
    description:
      'Who approved, ratified or overrode it, when, for whom and with what; the text and its digest; the entries under a signed ' +
      'checkpoint; and how to verify all of it. The JSON is a receipt: `onus receipt verify` holds its entries to the checkpoint. ' +
      'Silence, overrides and emergencies are told as what they are.',
    answer: 'Certificate',
    alsoProduces: 'text/html',
    problems: [409],
  })
  async certificate(
    @Visitor() { engagementId }: Visit,
    @Param('change') change: string,
    @Query(CertificateQuery) { format }: CertificateQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: WithHeaders,
  ): Promise<Certificate | string> {
    const { certificate, page } = await certify(this.onus, engagementId, change);
    reply.header('vary', 'accept');
    if ((format ?? preferred(accept)) === 'json') return certificate;
    reply.header('content-type', 'text/html; charset=utf-8');
    reply.header('content-security-policy', POLICY);
    return page();
  }
}

/** A browser asks for a page before anything else; whoever names both or neither gets JSON. */
function preferred(accept = ''): (typeof FORMATS)[number] {
  const types = accept.split(',').map((type) => type.split(';')[0]!.trim().toLowerCase());
  const html = types.indexOf('text/html');
  const json = types.indexOf('application/json');
  return html !== -1 && (json === -1 || html < json) ? 'html' : 'json';
}
