import { forkApp, type ForkedApp } from '../support/forked-app.js';
import { sendHttp2 } from '../support/send-http2.js';
import { type Platform, platforms, type Response, send } from '../support/test-app.js';
import { type Engine, engines, type Ports } from './app/policy.js';
import type { Row } from './row.js';

/** The app under every engine, on both platforms, which have a process each. */
export class EngineApps {
  private constructor(private readonly processes: ReadonlyMap<Platform, ForkedApp<Ports>>) {}

  static async start(): Promise<EngineApps> {
    const starting = platforms.map(async (platform) => {
      return [
        platform,
        await forkApp<Ports>('test/responses/app', [platform, ...engines]),
      ] as const;
    });
    return new EngineApps(new Map(await Promise.all(starting)));
  }

  /** What an origin gets from an engine. */
  answer(platform: Platform, engine: Engine, row: Row, origin: string): Promise<Response> {
    const port = this.processes.get(platform)?.ports[engine]?.[row.app];
    if (port === undefined) throw new Error(`no app is called ${row.app} on ${platform}`);
    const sends = row.app === 'http2' ? sendHttp2 : send;
    return sends(port, row.method, row.path, { ...row.headers, Origin: origin }, row.body);
  }

  /** What the apps have printed: warnings, and errors that they are not made to have. */
  printed(): string {
    return [...this.processes.values()].map((app) => app.printed()).join('');
  }
}
