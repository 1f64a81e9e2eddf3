import { Controller, Get, Inject } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Plain } from '#http/operation';

/** What gives the document is injected as. It is made at the first question, when all controllers are there. */
export const OPENAPI = Symbol('OpenAPI document');

@Controller('v1/openapi.json')
export class OpenApiController {
  private readonly document: () => OpenAPIObject;

  constructor(@Inject(OPENAPI) document: () => OpenAPIObject) {
    this.document = document;
  }

  @Get()
  @Plain({ id: 'getOpenApi', tag: 'Operations', summary: 'This document', answer: 'OpenApiDocument' })
  get(): OpenAPIObject {
    return this.document();
  }
}
