import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Opens a WebSocket, which then says nothing, for the origins that `allows` says yes to. */
export function acceptUpgrades(
  server: Server,
  allows: (path: string, origin: string) => boolean,
): void {
  server.on('upgrade', ({ url = '', headers }, socket: Duplex) => {
    const [path = ''] = url.split('?');
    if (!allows(path, headers.origin ?? '')) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    // https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
    socket.on('error', () => {}); // a page that goes away
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}
