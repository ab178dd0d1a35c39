import { NestApplication } from '@nestjs/core';

/** Whether this is Nest 12, which README shows, and not Nest 11. */
export const isNest12 = 'useSecurityHeaders' in NestApplication.prototype;
