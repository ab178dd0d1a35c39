const { here, pages, api, controllers } = await (await fetch('/page.json')).json();

const $ = (selector) => document.querySelector(selector);

/** Copies a template of the page, and fills in its texts; what has no text is left out. */
function copy(template, texts = {}) {
  const element = $(`#${template}`).content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(texts)) {
    const part = element.querySelector(`.${name}`);
    if (text) part.textContent = text;
    else part.remove();
  }
  return element;
}

/** A word with its sign: `yes`, `no`, `odd` or `same`. */
function mark(sign, word) {
  const element = copy('mark', { word });
  element.classList.add(sign);
  element.querySelector('use').setAttribute('href', `#${sign}`);
  return element;
}

function small(text) {
  const element = document.createElement('small');
  element.textContent = text;
  return element;
}

function code(text) {
  const element = document.createElement('code');
  element.textContent = text;
  return element;
}

const excerpt = (text, length) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Headers that a script may read on any response it can read; the others have to be exposed. */
const safelisted = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]);

/** Sends one request; then asks the pages' own server what the API saw of it. */
async function send({ method, path, cookies, headers, body }) {
  // The mark by which the API notes it is in the URL: a header would itself cause a preflight.
  const run = crypto.randomUUID().slice(0, 8);
  let read;
  try {
    const response = await fetch(`${api}${path}?run=${run}`, {
      method,
      headers,
      credentials: cookies ? 'include' : 'omit',
      signal: AbortSignal.timeout(10_000),
      ...(body && { body: JSON.stringify(body) }),
    });
    const exposed = [...response.headers].filter(([name]) => !safelisted.has(name));
    read = { status: response.status, body: await response.text(), exposed };
  } catch {
    // Blocked: that is all a script ever learns.
  }
  const seen = await fetch(`/observed?run=${run}`).then(
    (response) => response.json(),
    () => [],
  );
  return {
    read,
    preflight: seen.find(({ method }) => method === 'OPTIONS'),
    actual: seen.find(({ method }) => method !== 'OPTIONS'),
  };
}

/** What to show of an answer of `send`. */
function outcomeOf({ read, preflight, actual }) {
  if (read) {
    const exposed = read.exposed.map(([name, value]) => `exposed ${name}: ${value}`);
    return { allowed: true, status: read.status, details: [excerpt(read.body, 80), ...exposed] };
  }
  if (actual) return { status: actual.status, details: ['answered, but kept from the script'] };
  if (preflight) return { details: ['never sent: preflight refused'] };
  return { lost: true, details: ['nothing reached the API: is it running?'] };
}

const rows = [];

function showScore() {
  const count = (name) => rows.filter(({ row }) => row.dataset[name] === 'true').length;
  $('#readable').textContent = `${count('allowed')} of ${rows.length}`;
  $('#agreeing').textContent = `${count('agrees')} of ${rows.length}`;
}

function requestRow(request) {
  const { method, path, cookies, headers = {}, note, decorator } = request;
  const { policy, granted, why } = request;
  const title = `${method} ${path}`;
  const sends = Object.keys(headers).map((name) => (name === 'Content-Type' ? 'JSON body' : name));
  const details = [cookies && 'with cookies', ...sends, note].filter(Boolean).join(', ');

  const row = copy('request', { title, details, decorator });
  const cell = (name) => row.querySelector(`.${name}`);
  const button = row.querySelector('button');
  row.dataset.request = details ? `${title}, ${details}` : title;
  button.setAttribute('aria-label', `Send again: ${row.dataset.request}`);
  cell('policy').append(
    granted ? mark('yes', 'Granted') : mark('no', 'Refused'),
    code(policy),
    small(why),
  );

  async function run() {
    row.ariaBusy = 'true';
    const answer = await send(request);
    const { allowed = false, lost = false, status, details } = outcomeOf(answer);
    const agrees = !lost && allowed === granted;

    cell('preflight').replaceChildren(
      ...(answer.preflight ? ['sent', code(answer.preflight.status)] : ['none']),
    );
    cell('result').replaceChildren(
      lost ? mark('odd', 'No answer') : allowed ? mark('yes', 'Allowed') : mark('no', 'Blocked'),
      ...(status ? [code(status)] : []),
      ...details.map(small),
    );
    cell('agreement').replaceChildren(agrees ? mark('same', 'yes') : mark('odd', 'no'));
    Object.assign(row.dataset, {
      allowed,
      agrees,
      preflight: answer.preflight?.status ?? 'none',
      sent: Number(row.dataset.sent) + 1,
    });
    row.ariaBusy = 'false';
    showScore();
  }

  button.addEventListener('click', run);
  rows.push({ row, run });
  return row;
}

async function sendAll() {
  $('#all').disabled = true;
  for (const { run } of rows) await run(); // in order: logging in comes before reading the profile
  $('#all').disabled = false;
}

for (const { name, title, origin, about } of pages) {
  const link = copy('link', { title });
  link.firstElementChild.href = origin;
  if (name === here?.name) link.firstElementChild.ariaCurrent = 'page';
  $('nav ul').append(link);

  const door = copy('door', { title, origin, about });
  door.firstElementChild.href = origin;
  $('.doors').append(door);
}

if (here) {
  document.title = `${here.title}: ${here.origin}`;
  $('h1').textContent = here.origin;
  $('header p').textContent = `${here.title}. ${here.about}`;
  for (const { name, decorator, audience, requests } of controllers) {
    const group = copy('controller', { name, decorator, audience });
    group.append(...requests.map(requestRow));
    $('table').append(group);
  }
  $('.score').hidden = false;
  $('.matrix').hidden = false;
  $('#all').addEventListener('click', sendAll);
  await sendAll();
} else {
  $('.doors').hidden = false;
}
