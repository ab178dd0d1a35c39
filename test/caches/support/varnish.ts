import type { Cache } from './cache-process.js';

/** Varnish on its built-in rules, to which these are added. */
export const varnish: Cache = {
  name: 'Varnish',
  program: 'varnishd',
  preflights: ['passed', 'kept'],
  // No jail: root or not, it stays who it is.
  command: (port) =>
    `varnishd -F -j none -n "$PWD" -f "$PWD/configuration" -a 127.0.0.1:${port} -s default,10M`,
  configure: (_port, appPort) => `
vcl 4.1;

backend app { .host = "127.0.0.1"; .port = "${appPort}"; }

# Preflights go by unless a request says otherwise; a kept one stays an OPTIONS request.
sub vcl_recv {
  if (req.method == "OPTIONS" && req.url ~ "preflights=kept") {
    set req.http.X-Method = req.method;
    return (hash);
  }
}
sub vcl_hash {
  if (req.http.X-Method) { hash_data(req.http.X-Method); }
}
sub vcl_backend_fetch {
  if (bereq.http.X-Method) { set bereq.method = bereq.http.X-Method; }
}

sub vcl_backend_response {
  # It keeps no 401, 403 or 500 of its own accord.
  if (beresp.status >= 400) { set beresp.ttl = 1m; }
  # What nginx understands: kept, and to be asked for again. An object that has no time to live
  # at all would not even be looked at.
  if (beresp.http.X-Accel-Expires) {
    set beresp.ttl = 0.001ms;
    set beresp.grace = 0s;
    set beresp.keep = 1m;
    if (beresp.was_304) { set beresp.http.X-Revalidated = "yes"; }
    return (deliver);
  }
}

# The words of nginx; nothing for what goes by.
sub vcl_deliver {
  if (obj.uncacheable) { return (deliver); }
  elsif (obj.hits > 0) { set resp.http.X-Cache = "HIT"; }
  elsif (resp.http.X-Revalidated) { set resp.http.X-Cache = "REVALIDATED"; }
  else { set resp.http.X-Cache = "MISS"; }
}
`,
};
