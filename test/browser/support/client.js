// Does in a page what a test asks for, and says what the script could see of it. The same file runs
// in a sandboxed frame of the page and in a worker from a data: URL, whose origins are `null`.

/** Waits for an event, unless there is an error before. */
const happens = (target, event) =>
  new Promise((resolve, reject) => {
    target.addEventListener(event, resolve, { once: true });
    target.addEventListener('error', () => reject(new Error(`no ${event}`)), { once: true });
  });

const actions = {
  async fetch({ url, init, times = 1, pause = 0 }) {
    let response;
    for (let sent = 0; sent < times; sent++) {
      if (sent > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      response = await fetch(url, init);
      await response.clone().text();
    }
    return {
      result: response.type.startsWith('opaque') ? 'opaque' : 'resolve',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  },

  async xhr({ url, init = {}, upload = false }) {
    const request = new XMLHttpRequest();
    request.open(init.method ?? 'GET', url);
    request.withCredentials = init.credentials === 'include';
    if (upload) request.upload.addEventListener('progress', () => {});
    const loaded = happens(request, 'load');
    request.send(upload ? 'a body' : null);
    await loaded;
    const lines = request.getAllResponseHeaders().trim().split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(': ')));
    return { result: 'resolve', status: request.status, headers, body: request.responseText };
  },

  async eventSource({ url, init = {} }) {
    const events = new EventSource(url, { withCredentials: init.credentials === 'include' });
    try {
      return { result: 'resolve', body: (await happens(events, 'message')).data };
    } catch {
      const isClosed = events.readyState === EventSource.CLOSED;
      throw new Error(isClosed ? 'closed' : 'connects again');
    } finally {
      events.close();
    }
  },

  async webSocket({ url }) {
    const socket = new WebSocket(url.replace('http:', 'ws:'));
    await happens(socket, 'open');
    socket.close();
    return { result: 'resolve' };
  },

  /** Draws an image: pixels that the script may not read are `opaque`. */
  async image({ url, crossOrigin }) {
    const image = new Image();
    if (crossOrigin !== undefined) image.crossOrigin = crossOrigin;
    image.src = url;
    await happens(image, 'load');
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.drawImage(image, 0, 0);
    try {
      canvas.getImageData(0, 0, 1, 1);
      return { result: 'resolve' };
    } catch {
      return { result: 'opaque' };
    }
  },

  /** Runs a script, a module if `type` says so. */
  async script({ url, type = '', crossOrigin }) {
    const script = document.createElement('script');
    script.type = type;
    if (crossOrigin !== undefined) script.crossOrigin = crossOrigin;
    script.src = url;
    const loaded = happens(script, 'load');
    document.head.append(script);
    await loaded;
    return { result: 'resolve' };
  },
};

async function perform({ how, ...request }) {
  try {
    return await actions[how](request);
  } catch (error) {
    return { result: 'reject', reason: error.message };
  }
}

const isWorker = typeof document === 'undefined';

if (isWorker || parent !== window) {
  const answer = (message) => (isWorker ? postMessage(message) : parent.postMessage(message, '*'));
  addEventListener('message', async ({ data: { id, request } }) =>
    answer({ id, outcome: await perform(request) }),
  );
  answer({ ready: true });
} else {
  const file = new URL('/pages/client.js', location.href);
  const children = {};

  const open = {
    sandbox() {
      const frame = document.createElement('iframe');
      frame.sandbox = 'allow-scripts';
      frame.srcdoc = `<script src="${file}"></script>`;
      document.body.append(frame);
      return { receiver: window, send: (message) => frame.contentWindow.postMessage(message, '*') };
    },
    'data-worker'() {
      const worker = new Worker(`data:text/javascript,importScripts("${file}")`);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      return { receiver: worker, send: (message) => worker.postMessage(message) };
    },
  };

  /** The next message that `matches`. */
  const nextMessage = (receiver, matches) =>
    new Promise((resolve) => {
      receiver.addEventListener('message', function listener({ data }) {
        if (!matches(data)) return;
        receiver.removeEventListener('message', listener);
        resolve(data);
      });
    });

  const childOf = async (kind) => {
    const child = open[kind]();
    await nextMessage(child.receiver, ({ ready }) => ready);
    return child;
  };

  /** What a test calls: does it in the page itself, or in a `sandbox` or `data-worker` of it. */
  globalThis.run = async (kind, request) => {
    if (kind === 'page') return perform(request);
    const { receiver, send } = await (children[kind] ??= childOf(kind));
    const id = crypto.randomUUID();
    const answer = nextMessage(receiver, (data) => data.id === id);
    send({ id, request });
    return (await answer).outcome;
  };
}
