import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const src = fileURLToPath(new URL('./src', import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    // Tests import the package by its own name and get the sources, as tsconfig.json's `paths` says to tsc.
    alias: [
      { find: /^isserlis$/, replacement: `${src}/index.ts` },
      { find: /^isserlis\/([a-z]+)$/, replacement: `${src}/$1/index.ts` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/**/*.generated.ts'] },
  },
});

export default config;
