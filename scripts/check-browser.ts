/** Bundles test/browser/page.ts against the built package and runs it in headless Chromium. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
if (browser === undefined) {
  console.error('there is no Chromium on this machine: install it (Debian: apt-get install chromium)');
  process.exit(1);
}
if (!existsSync(join(root, 'dist/index.js'))) {
  console.error('the package is not built: npm run build');
  process.exit(1);
}

const PATIENCE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'isserlis-browser-'));
try {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/isserlis'));
  for (const file of ['test/browser/page.ts', 'test/numeric/backends/suite.ts']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>running</title><body><script type="module" src="./test/browser/page.ts"></script></body>\n',
  );
  await build({
    root: folder,
    logLevel: 'error',
    base: './',
    build: { target: 'esnext', chunkSizeWarningLimit: 4000 },
  });

  // Shared memory is there for pages that are isolated from other origins, and only for them.
  const isolation = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  for (const headers of [{}, isolation]) {
    const { title, text: report } = await visit(headers);
    console.log(report);
    const memory = headers === isolation ? 'with shared' : 'without shared';
    if (title !== 'passed' || !report.includes(memory) || report.includes('refuted') || report.includes('false'))
      process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** What the page reports when it is done. */
async function visit(headers: Readonly<Record<string, string>>): Promise<{ title: string; text: string }> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  const { promise, resolve, reject } = Promise.withResolvers<{ title: string; text: string }>();
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method === 'POST') {
      text(request).then((body) => resolve(JSON.parse(body)), reject);
      response.end();
      return;
    }
    const path = join(folder, 'dist', request.url === '/' ? 'index.html' : request.url!);
    readFile(path).then(
      (bytes) => response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  // WebGL2 and WebGPU by software, for the backends.
  const options =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --use-angle=swiftshader --enable-unsafe-swiftshader --enable-unsafe-webgpu --use-webgpu-adapter=swiftshader --enable-features=Vulkan';
  const page = spawn(
    browser!,
    [...options.split(' '), `--user-data-dir=${join(folder, 'profile')}`, `http://127.0.0.1:${port}/`],
    { stdio: 'ignore' },
  );
  const patience = setTimeout(() => reject(new Error(`the page did not answer in ${PATIENCE / 1000} s`)), PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(patience);
    server.closeAllConnections();
    server.close();
    page.kill('SIGKILL');
    await once(page, 'exit');
  }
}
