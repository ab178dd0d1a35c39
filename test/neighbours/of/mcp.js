import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ROOT } from '../app.js';

async function handle(request, response) {
  const server = new McpServer({ name: 'cats', version: '1.0.0' });
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => void transport.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

const mount = (app) =>
  app.use('/mcp', (request, response, next) => {
    handle(request, response).catch((error) => next(error));
  });

/** A server of the Model Context Protocol over streamable HTTP, without sessions. */
export default {
  name: 'MCP SDK',
  packages: ['@modelcontextprotocol/sdk'],
  method: 'POST',
  path: '/mcp',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1.0.0' },
    },
  }),
  says: '"serverInfo":{"name":"cats"',
  exposed: 'Mcp-Session-Id',
  paths: [{ path: '/mcp', policy: { origin: ROOT, exposedHeaders: 'Mcp-Session-Id' } }],
  mount: { express: mount, fastify: mount },
};
