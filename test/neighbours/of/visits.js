// What both kinds of sessions are asked: a controller counts the visits of one.
import assert from 'node:assert/strict';
import { APP, send } from '../app.js';

export const visits = {
  path: '/visits',
  origin: APP,
  methods: 'GET,HEAD',
  says: '{"visits":1}',
  also: {
    title: 'a session goes on with its cookie',
    async run(url) {
      const { cookie } = await send(`${url}/visits`, 'GET', { Origin: APP });
      const headers = { Origin: APP, Cookie: cookie.split(';', 1)[0] };
      const { text } = await send(`${url}/visits`, 'GET', headers);
      assert.equal(text, '{"visits":2}');
    },
  },
};
