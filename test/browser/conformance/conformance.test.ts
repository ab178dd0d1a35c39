import { jest } from '@jest/globals';
import { inEveryBrowser } from '../support/in-every-browser.js';
import { fixedCases } from './fixed-cases.js';
import { credentials } from './credentials.js';
import { preflights } from './preflights.js';
import { random } from './random.js';
import { raw } from './raw.js';
import { redirects } from './redirects.js';
import { responses } from './responses.js';

jest.setTimeout(60_000);

// One file, so that every browser starts once: `npm run jest -- test/browser/conformance -t redirects`.
inEveryBrowser([fixedCases, redirects, preflights, credentials, responses, random, raw]);
