import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { stale } from '../scripts/registries.ts';
import {
  backendsOnSymbolic,
  cycles,
  entriesOnNode,
  type Graph,
  homeless,
  type Import,
  importsOf,
  onNode,
  upward,
} from './import-graph.ts';

const root = join(import.meta.dirname, '..');

/** The files below a folder of the package, as [path below it with '/', content]; none if there is no such folder. */
const filesBelow = (folder: string): [string, string][] =>
  readdirSync(root).includes(folder)
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => statSync(join(root, folder, file)).isFile())
        .map((file) => [file.split(sep).join('/'), readFileSync(join(root, folder, file), 'utf8')])
    : [];

const sources = filesBelow('src').filter(([file]) => file.endsWith('.ts'));
const graph: Graph = new Map(sources.map(([file, text]) => [file, importsOf(file, text)]));

describe('the sources', () => {
  test('are found, with their imports', () => {
    expect(graph.has('index.ts')).toBe(true);
    expect([...graph.values()].flat()).not.toEqual([]);
  });
  test('lie in the seven folders', () => expect(homeless(graph)).toEqual([]));
  test('import one way: base ← network ← symbolic ← numeric ← theory ← {cli, testing}', () =>
    expect(upward(graph)).toEqual([]));
  test('have no import cycle, type-only and dynamic imports included', () => expect(cycles(graph)).toEqual([]));
  test('keep the backends apart from the exact side', () => expect(backendsOnSymbolic(graph)).toEqual([]));
  test('name the files that need Node', () => expect(onNode(graph)).toEqual([]));
  test('load in a browser', () => expect(entriesOnNode(graph)).toEqual([]));
  test('are at most 400 lines long', () => {
    const long = sources.map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
  });
  test('have current registries', () => {
    expect(stale(join(root, 'src')).map(({ path }) => path)).toEqual([]);
  });
});

test('nothing points outside the repository', () => {
  const files = ['src', 'scripts', 'examples', 'notebooks'].flatMap((folder) =>
    filesBelow(folder).filter(([, text]) => text.includes('../shared')),
  );
  expect(files.map(([file]) => file)).toEqual([]);
});

describe('the rules', () => {
  /** A graph from 'file: static, type:…, dynamic:…' lines. */
  const graphOf = (...lines: string[]): Graph =>
    new Map(
      lines.map((line) => {
        const [file = '', ...targets] = line.split(/: |, /);
        return [file, targets.map(importOf)];
      }),
    );
  const importOf = (text: string): Import => {
    const [, kind = 'static', target = ''] = /^(?:(type|dynamic) )?(.+)$/.exec(text)!;
    return { target, kind: kind as Import['kind'] };
  };

  it('see every way to import, and nothing in comments and strings', () => {
    const text = `
      import './a.ts'; // import './no.ts'
      import b, {
        type B,
      } from '../base/b.ts';
      import type { C } from './c.ts';
      export * from './d.ts';
      export type { E } from "./e.ts";
      type F = import('./f.ts').F;
      const g = async () => (await import('./g.ts')).g;
      /* import './no.ts' */
      const h = "import './no.ts'" + \`export * from './no.ts' \${/['"\`]/.test('')}\`;
      import { i } from 'node:fs';
    `;
    expect(importsOf('network/x.ts', text)).toEqual([
      { target: 'network/a.ts', kind: 'static' },
      { target: 'base/b.ts', kind: 'static' },
      { target: 'network/c.ts', kind: 'type' },
      { target: 'network/d.ts', kind: 'static' },
      { target: 'network/e.ts', kind: 'type' },
      { target: 'network/f.ts', kind: 'type' },
      { target: 'network/g.ts', kind: 'dynamic' },
      { target: 'node:fs', kind: 'static' },
    ]);
  });

  it('refuse an import of a higher part, and of one beside', () => {
    const bad = graphOf(
      'network/a.ts: symbolic/b.ts, base/c.ts',
      'symbolic/b.ts: type theory/t.ts',
      'base/c.ts',
      'theory/t.ts: network/a.ts',
      'cli/m.ts: theory/t.ts, testing/l.ts, index.ts',
      'testing/l.ts: dynamic cli/m.ts',
      'index.ts: theory/t.ts, testing/l.ts',
    );
    expect(upward(bad)).toEqual([
      'network/a.ts -> symbolic/b.ts',
      'symbolic/b.ts -> theory/t.ts',
      'cli/m.ts -> testing/l.ts',
      'cli/m.ts -> index.ts',
      'testing/l.ts -> cli/m.ts',
      'index.ts -> testing/l.ts',
    ]);
  });

  it('refuse a folder of another name', () => {
    expect(homeless(graphOf('index.ts', 'utils/a.ts', 'main.ts', 'base/a.ts'))).toEqual(['utils/a.ts', 'main.ts']);
  });

  it('find cycles of every length', () => {
    expect(cycles(graphOf('a.ts: b.ts', 'b.ts: c.ts', 'c.ts'))).toEqual([]);
    expect(cycles(graphOf('a.ts: a.ts'))).toEqual(['a.ts -> a.ts']);
    expect(cycles(graphOf('a.ts: b.ts', 'b.ts: dynamic c.ts', 'c.ts: type b.ts'))).toEqual([
      'b.ts -> c.ts -> b.ts',
      'c.ts -> b.ts -> c.ts',
    ]);
  });

  it('find the chain from a backend to the exact side', () => {
    const bad = graphOf('numeric/backends/a.ts: numeric/b.ts', 'numeric/b.ts: type symbolic/c.ts', 'symbolic/c.ts');
    expect(backendsOnSymbolic(bad)).toEqual(['numeric/backends/a.ts -> numeric/b.ts -> symbolic/c.ts']);
  });

  it("let Node's modules be loaded on demand, by the command line, and in files named so", () => {
    const good = graphOf(
      'network/index.ts: network/read.ts',
      'network/read.ts: dynamic node:fs, type node:stream, dynamic network/a.node.ts',
      'network/a.node.ts: node:fs',
      'cli/main.ts: node:fs',
    );
    expect([onNode(good), entriesOnNode(good)]).toEqual([[], []]);
    const bad = graphOf(
      'network/index.ts: network/a.node.ts, base/b.ts',
      'network/a.node.ts: node:fs',
      'base/b.ts: fs',
    );
    expect(onNode(bad)).toEqual(['base/b.ts -> fs']);
    expect(entriesOnNode(bad)).toEqual(['network/index.ts -> network/a.node.ts -> node:fs']);
  });
});
