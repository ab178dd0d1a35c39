import session from 'express-session';
import { visits } from './visits.js';

export default {
  ...visits,
  name: 'express-session',
  packages: ['express-session'],
  mount: {
    express: (app) => app.use(session({ secret: 'a', resave: false, saveUninitialized: false })),
  },
};
