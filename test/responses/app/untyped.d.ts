declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  const compression: () => (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ) => void;
  export default compression;
}

declare module 'ejs' {
  const ejs: object;
  export default ejs;
}
