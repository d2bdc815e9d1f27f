/** Who imports whom, and the rules that the architecture sets on it, as functions of a plain map. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

export interface Import {
  /** A path below src/ for a relative import, and the specifier as it stands for any other. */
  readonly target: string;
  /** `type`: gone at run time. `dynamic`: loaded on demand. */
  readonly kind: 'static' | 'type' | 'dynamic';
}

/** The imports of each file, by its path below src/. */
export type Graph = ReadonlyMap<string, readonly Import[]>;

/** Every import, re-export, `import(…)` and `import('…').Type` of a file. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, importKind, exportKind, source } = node as Record<string, unknown>;
    const specifier = (source as { value?: unknown } | null | undefined)?.value;
    if (typeof specifier === 'string') {
      const erased = type === 'TSImportType' || importKind === 'type' || exportKind === 'type';
      const kind = erased ? 'type' : type === 'ImportExpression' ? 'dynamic' : 'static';
      found.push({ target: resolve(file, specifier), kind });
    }
    Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: 'ts' }));
  return found;
}

const resolve = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;

/** From the bottom up; the last three stand side by side. */
const levels: readonly (readonly string[])[] = [
  ['base'],
  ['network'],
  ['symbolic'],
  ['numeric'],
  ['theory'],
  ['cli', 'testing', 'index.ts'],
];

/** The first part of a path below src/: a folder, or `index.ts`. */
const partOf = (file: string): string => file.split('/')[0]!;
const levelOf = (file: string): number => levels.findIndex((parts) => parts.includes(partOf(file)));

/** Files that lie in none of the parts. */
export const homeless = (graph: Graph): string[] => [...graph.keys()].filter((file) => levelOf(file) < 0);

const arrow = (...files: readonly string[]): string => files.join(' -> ');

/** Imports of a part that is not below the importer's own. */
export function upward(graph: Graph): string[] {
  return [...graph].flatMap(([file, imports]) =>
    imports
      .filter(({ target }) => graph.has(target) && partOf(target) !== partOf(file) && levelOf(target) >= levelOf(file))
      .map(({ target }) => arrow(file, target)),
  );
}

/** For each file of `sources` from which imports lead to a target as sought: one such chain. */
export function chains(
  graph: Graph,
  sources: (file: string) => boolean,
  sought: (target: string) => boolean,
  follow: (edge: Import) => boolean = () => true,
): string[] {
  return [...graph.keys()].filter(sources).flatMap((source) => {
    const seen = new Set([source]);
    const queue: string[][] = [[source]];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      for (const edge of graph.get(path.at(-1)!) ?? []) {
        if (!follow(edge)) continue;
        if (sought(edge.target)) return [arrow(...path, edge.target)];
        if (seen.has(edge.target)) continue;
        seen.add(edge.target);
        queue.push([...path, edge.target]);
      }
    }
    return [];
  });
}

/** One cycle for each file that lies on one, type-only and dynamic imports included. */
export const cycles = (graph: Graph): string[] =>
  [...graph.keys()].flatMap((file) =>
    chains(
      graph,
      (source) => source === file,
      (target) => target === file,
    ),
  );

/** A backend must share nothing with the exact side, so that each can be the other's oracle. */
export const backendsOnSymbolic = (graph: Graph): string[] =>
  chains(
    graph,
    (file) => file.startsWith('numeric/backends/'),
    (target) => partOf(target) === 'symbolic',
  );

/** Files other than the command line's and `*.node.ts` that import a module of Node's as they load. */
export const onNode = (graph: Graph): string[] =>
  [...graph].flatMap(([file, imports]) =>
    partOf(file) === 'cli' || file.endsWith('.node.ts')
      ? []
      : imports
          .filter(({ target, kind }) => kind === 'static' && isBuiltin(target))
          .map(({ target }) => arrow(file, target)),
  );

/** Entry points of the library that load a module of Node's, so that a browser could not load them. */
export const entriesOnNode = (graph: Graph): string[] =>
  chains(
    graph,
    (file) => /^(\w+\/)?index\.ts$/.test(file) && partOf(file) !== 'cli',
    isBuiltin,
    ({ kind }) => kind === 'static',
  );
