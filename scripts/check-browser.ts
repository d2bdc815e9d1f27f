/** Bundles test/browser/page.ts against the built package and runs it in headless Chromium. */
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
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

const folder = mkdtempSync(join(tmpdir(), 'isserlis-browser-'));
try {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/isserlis'));
  copyFileSync(join(root, 'test/browser/page.ts'), join(folder, 'page.ts'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>running</title><body><script type="module" src="./page.ts"></script></body>\n',
  );
  await build({
    root: folder,
    logLevel: 'error',
    base: './',
    build: { target: 'esnext', chunkSizeWarningLimit: 4000 },
  });

  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  // Shared memory is there for pages that are isolated from other origins, and only for them.
  const isolation = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const options =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --virtual-time-budget=20000 --dump-dom';
  for (const headers of [{}, isolation]) {
    const server = createServer((request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const path = join(folder, 'dist', request.url === '/' ? 'index.html' : request.url!);
      readFile(path).then(
        (bytes) => response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(
      browser,
      [...options.split(' '), `--user-data-dir=${join(folder, 'profile')}`, `http://127.0.0.1:${port}/`],
      { timeout: 60_000 },
    );
    server.close();
    const text = /<body>([\s\S]*)<\/body>/.exec(stdout)?.[1] ?? stdout;
    console.log(text);
    const memory = headers === isolation ? 'with shared' : 'without shared';
    const passed =
      stdout.includes('<title>passed</title>') &&
      text.includes(memory) &&
      !text.includes('refuted') &&
      !text.includes('false');
    if (!passed) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
