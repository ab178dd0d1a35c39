import type { Server, ServerResponse } from 'node:http';
import { freePorts } from '../browser/support/ports.js';
import { type Platform, type Response, send, TestApp } from '../support/test-app.js';
import { AppModule } from './app.module.js';
import { type Sender, SENDERS } from './senders.js';
import { imitateServers, type ServerName } from './servers.js';
import { type Cache, startCache } from './support/cache-process.js';

/** An app, and caches in front of it that keep whatever it sends. */
export class CachedApp {
  private conversations = 0;

  private constructor(
    private readonly app: TestApp,
    private readonly ports: ReadonlyMap<Cache, number>,
  ) {}

  static async start(platform: Platform, caches: readonly Cache[]): Promise<CachedApp> {
    const app = await TestApp.start(
      platform,
      { imports: [AppModule] },
      {
        configure: (nest) => {
          nest.use((_request: unknown, response: ServerResponse, next: () => void) => {
            response.setHeader('Cache-Control', 'max-age=60');
            next();
          });
          imitateServers(nest.getHttpServer() as Server);
        },
      },
    );
    try {
      const free = await freePorts(caches.length);
      const ports = new Map(caches.map((cache, at) => [cache, free[at] ?? 0]));
      await Promise.all([...ports].map(([cache, port]) => startCache(cache, port, app.port)));
      return new CachedApp(app, ports);
    } catch (error) {
      await app.close();
      throw error;
    }
  }

  /** Starts a conversation about a resource. It has a URL of its own: nobody has asked before. */
  converse(cache: Cache, path: string, query: Query = {}): Conversation {
    const search = new URLSearchParams({ ...query, conversation: `${++this.conversations}` });
    const ask =
      (port: number): Ask =>
      (sender, headers = {}, method = 'GET') => {
        const origin = SENDERS[sender];
        const sent = { ...(origin !== undefined && { Origin: origin }), ...headers };
        return send(port, method, `${path}?${search.toString()}`, sent);
      };
    return { ask: ask(this.ports.get(cache) ?? 0), askApp: ask(this.app.port) };
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

interface Query {
  /** Whom the app imitates. */
  readonly server?: ServerName;
  /** What the cache does with preflights, if it can be told. */
  readonly preflights?: 'passed' | 'kept';
}

interface Conversation {
  /** Asks the cache. */
  readonly ask: Ask;
  /** Asks the app behind it. */
  readonly askApp: Ask;
}

type Ask = (
  sender: Sender,
  headers?: Readonly<Record<string, string>>,
  method?: string,
) => Promise<Response>;
