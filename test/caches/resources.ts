import { ALLOWED, SENDERS, type Sender } from './senders.js';

/** What the app serves, and how a cache has to keep it. */
export interface Resource {
  readonly path: string;
  readonly kept: 'once' | 'for each origin';
  readonly status: number;
  /** What the cache says when it has it already. */
  readonly again: 'HIT' | 'REVALIDATED';
  /** Every `Access-Control-*` header and `Vary`. */
  cors(sender: Sender): Readonly<Record<string, string>>;
}

interface Written {
  readonly status?: number;
  readonly again?: Resource['again'];
  readonly credentials?: boolean;
  /** What is in `Vary` besides `Origin`. */
  readonly vary?: string;
}

function listed(path: string, written: Written = {}): Resource {
  const { status = 200, again = 'HIT', credentials = false } = written;
  const vary = written.vary === undefined ? 'Origin' : `${written.vary}, Origin`;
  return {
    path,
    kept: 'for each origin',
    status,
    again,
    cors: (sender) => {
      const origin = ALLOWED.find((allowed) => allowed === SENDERS[sender]);
      return {
        ...(origin !== undefined && { 'access-control-allow-origin': origin }),
        ...(origin !== undefined && credentials && { 'access-control-allow-credentials': 'true' }),
        vary,
      };
    },
  };
}

function forAll(path: string, status: number, cors: Readonly<Record<string, string>>): Resource {
  return { path, kept: 'once', status, again: 'HIT', cors: () => cors };
}

const ANY = { 'access-control-allow-origin': '*' };

export const RESOURCES: readonly Resource[] = [
  listed('/listed'),
  listed('/credentials', { credentials: true }),
  listed('/function'),
  listed('/root', { credentials: true }),
  listed('/nowhere', { credentials: true, status: 404 }),
  listed('/moved', { status: 301 }),
  listed('/failed/404', { status: 404 }),
  listed('/failed/500', { status: 500 }),
  listed('/guarded/401', { status: 401 }),
  listed('/guarded/403', { status: 403 }),
  listed('/vary/decorator', { vary: 'Accept-Encoding' }),
  listed('/vary/set-header', { vary: 'Accept-Language' }),
  listed('/vary/reply', { vary: 'Accept-Language' }),
  listed('/tagged'),
  listed('/stale', { again: 'REVALIDATED' }),
  forAll('/any', 200, ANY),
  forAll('/any/404', 404, ANY),
  forAll('/skipped', 200, {}),
];
