/** The origin that the handlers allow. */
export const APP = 'https://app.example.com';
/** The origin that the root allows: what no handler serves has the root's policy. */
export const ROOT = 'https://root.example';
export const EVIL = 'https://evil.example';

/** What every engine is told, in the words of Nest's `CorsOptions`; who may come is told apart. */
export const SHARED = {
  credentials: true,
  exposedHeaders: 'X-Request-Id',
  allowedHeaders: 'X-Api-Key',
} as const;

/** What does CORS in the app: this library, Nest, or an interceptor alone. */
export const engines = ['nestjs-cors', 'enableCors()', 'an interceptor'] as const;
export type Engine = (typeof engines)[number];

/** The apps under each engine, by what differs in `main.ts`. */
export type AppName = 'plain' | 'compressed' | 'helmet' | 'securityHeaders' | 'http2';
export type Ports = Readonly<Partial<Record<Engine, Readonly<Partial<Record<AppName, number>>>>>>;
