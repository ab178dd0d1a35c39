import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { CorsModule, CorsService } from 'nestjs-cors';
import { TestApp, type Platform } from '../../support/test-app.js';
import { PagesController } from './pages.controller.js';

/** The ports on which the pages and the API are, known before the app is made. */
export interface Ports {
  readonly port: number;
  readonly port2: number;
}

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly host: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly isPreflight: boolean;
  /** The status of the response, once it has one. */
  readonly status: () => number;
}

const hosts = {
  page: ['page.localhost', 'port'],
  sub: ['sub.page.localhost', 'port'],
  'page on another port': ['page.localhost', 'port2'],
  'other-host': ['api.localhost', 'port'],
  'other-port': ['page.localhost', 'port2'],
  'other-host-port': ['api.localhost', 'port2'],
  subdomain: ['api.page.localhost', 'port'],
} as const;
export type Place = keyof typeof hosts;

export function originOf(place: Place, ports: Ports): string {
  const [host, port] = hosts[place];
  return `http://${host}:${ports[port]}`;
}

/** The app of a site. */
export interface SiteSetup {
  readonly metadata: (ports: Ports) => ModuleMetadata;
  readonly configure?: (nest: INestApplication, ports: Ports, platform: Platform) => void;
  /** Whether something else answers than the library, which then has nothing to explain. */
  readonly isRaw?: boolean;
}

/** One Nest app behind two ports, so that pages and API can be of any two origins. */
export class Site {
  private readonly received = new Map<string, ReceivedRequest[]>();

  private constructor(
    readonly ports: Ports,
    private readonly doors: readonly Server[],
    private app: TestApp | undefined,
    private readonly isRaw: boolean,
  ) {}

  static async start(
    platform: Platform,
    { metadata, configure, isRaw = false }: SiteSetup,
  ): Promise<Site> {
    const doors = [createServer(), createServer()];
    const [port = 0, port2 = 0] = await Promise.all(doors.map(listen));
    const site = new Site({ port, port2 }, doors, undefined, isRaw);
    try {
      const { imports, controllers = [], providers = [] } = metadata(site.ports);
      site.app = await TestApp.start(
        platform,
        {
          imports: imports ?? [CorsModule.forRoot({})],
          controllers: [PagesController, ...controllers],
          providers,
        },
        { configure: (nest) => configure?.(nest, site.ports, platform) },
      );
    } catch (error) {
      await site.close();
      throw error;
    }
    const server = site.app.nest.getHttpServer() as Server;
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
      site.note(request, () => response.statusCode),
    );
    for (const door of doors) site.openTo(door, server);
    return site;
  }

  /** The address of a path, for requests that are counted as those of a run. */
  address(place: Place, path: string, run: string): string {
    const url = new URL(path, originOf(place, this.ports));
    url.searchParams.set('run', run);
    return url.href;
  }

  requestsOf(run: string): readonly ReceivedRequest[] {
    return this.received.get(run) ?? [];
  }

  /** What explains the answers of the app, where they are the library's. */
  get cors(): CorsService | undefined {
    return this.isRaw ? undefined : this.nest.get(CorsService);
  }

  /** The app itself, for who does not come through a door. */
  get nest(): INestApplication {
    if (!this.app) throw new Error('the app of the site has not started');
    return this.app.nest;
  }

  async close(): Promise<void> {
    for (const door of this.doors) {
      door.close();
      door.closeAllConnections();
    }
    await this.app?.close();
  }

  private openTo(door: Server, server: Server): void {
    door.on('request', (request, response) => {
      server.emit('request', request, response);
    });
    door.on('upgrade', (request, socket: Socket, head) => {
      this.note(request, () => 0);
      if (!server.emit('upgrade', request, socket, head)) socket.destroy();
    });
  }

  private note({ method = '', url = '', headers }: IncomingMessage, status: () => number): void {
    const run = new URL(url, 'http://any').searchParams.get('run');
    if (run === null) return;
    const isPreflight = method === 'OPTIONS' && 'access-control-request-method' in headers;
    const request = { method, host: headers.host ?? '', url, headers, isPreflight, status };
    this.received.set(run, [...this.requestsOf(run), request]);
  }
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0), 'listening');
  return (server.address() as AddressInfo).port;
}
