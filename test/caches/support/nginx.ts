import type { Cache } from './cache-process.js';

/** nginx's `proxy_cache`, which is told no more than where to keep things. */
export const nginx: Cache = {
  name: 'nginx',
  program: 'nginx',
  // `proxy_cache_methods` takes GET, HEAD and POST.
  preflights: ['passed'],
  command: () => 'nginx -p "$PWD" -c configuration -e stderr',
  configure: (port, appPort) => `
daemon off;
master_process off; # one process, so that one signal ends it
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;

  proxy_cache_path kept keys_zone=kept:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${appPort};
      proxy_cache kept;
      proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`,
};
