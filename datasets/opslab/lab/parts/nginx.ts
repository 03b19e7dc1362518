import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from '../ports.ts';
import type { Running, Supervisor } from '../process/supervisor.ts';
import { toolPath } from '../process/tools.ts';
import { isListening, waitUntil } from '../wait-until.ts';

const CONFIG = (folder: string, ports: Ports): string => `
daemon off;
worker_processes 1;
user root;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log warn;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/nginx-body;
  proxy_temp_path ${folder}/nginx-proxy;
  fastcgi_temp_path ${folder}/nginx-fastcgi;
  uwsgi_temp_path ${folder}/nginx-uwsgi;
  scgi_temp_path ${folder}/nginx-scgi;
  keepalive_requests 100000;
  upstream shop {
    least_conn;
${ports.shops.map((port) => `    server 127.0.0.1:${port} max_fails=3 fail_timeout=3s;`).join('\n')}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${ports.nginx} backlog=2048;
    location / {
      proxy_pass http://shop;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      # An instance that is gone, not one that answers badly, is made up for by the next.
      proxy_next_upstream error;
      proxy_connect_timeout 500ms;
      proxy_read_timeout 3s;
    }
  }
  server {
    listen 127.0.0.1:${ports.nginxStatus};
    location /stub_status { stub_status; }
  }
}
`;

export async function startNginx(supervisor: Supervisor, folder: string, ports: Ports): Promise<Running> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'nginx.conf');
  const isRoot = process.getuid?.() === 0;
  writeFileSync(config, isRoot ? CONFIG(folder, ports) : CONFIG(folder, ports).replace('user root;\n', ''));
  const running = supervisor.start({
    name: 'nginx',
    command: toolPath('nginx'),
    args: ['-c', config, '-e', join(folder, 'nginx-error.log'), '-p', folder],
    side: 'watched',
  });
  await waitUntil('nginx listens', () => isListening(ports.nginx));
  return running;
}
