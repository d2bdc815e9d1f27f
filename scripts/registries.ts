/**
 * Writes the registries: a layer, an activation, a claim, a printing format or a command is one new file in its folder,
 * and `npm run registries` adds it to the list of its kind. The lists are static imports, so they work in browsers too.
 * With `--check` nothing is written, and a list that lags behind its folder is an error.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Registry {
  /** Below src/; the generated file, the type's file and the folders are siblings. */
  readonly parent: string;
  readonly folders: readonly string[];
  /** What each file of the folders exports. */
  readonly entry: string;
  readonly type: { readonly name: string; readonly file: string };
  readonly list: { readonly name: string; readonly file: string };
}

const registries: readonly Registry[] = [
  {
    parent: 'network',
    folders: ['activations', 'layers'],
    entry: 'layerType',
    type: { name: 'LayerType', file: 'layer-type.ts' },
    list: { name: 'layerTypes', file: 'layer-types.generated.ts' },
  },
  {
    parent: 'theory/dynamics',
    folders: ['methods'],
    entry: 'method',
    type: { name: 'OnlineMethod', file: 'online-method.ts' },
    list: { name: 'onlineMethods', file: 'online-methods.generated.ts' },
  },
  {
    parent: 'symbolic',
    folders: ['formats'],
    entry: 'format',
    type: { name: 'Format', file: 'format.ts' },
    list: { name: 'formats', file: 'formats.generated.ts' },
  },
  {
    parent: 'numeric',
    folders: ['backends'],
    entry: 'backend',
    type: { name: 'BackendType', file: 'backend.ts' },
    list: { name: 'backends', file: 'backends.generated.ts' },
  },
  {
    parent: 'symbolic',
    folders: ['bases/orthogonal'],
    entry: 'basisType',
    type: { name: 'OrthogonalBasisType', file: 'polynomial-basis.ts' },
    list: { name: 'orthogonalBasisTypes', file: 'orthogonal-bases.generated.ts' },
  },
  {
    parent: 'symbolic',
    folders: ['distributions'],
    entry: 'distributionType',
    type: { name: 'DistributionType', file: 'distribution.ts' },
    list: { name: 'distributionTypes', file: 'distributions.generated.ts' },
  },
  {
    parent: 'symbolic',
    folders: ['measures'],
    entry: 'measureType',
    type: { name: 'MeasureType', file: 'measure.ts' },
    list: { name: 'measureTypes', file: 'measures.generated.ts' },
  },
  {
    parent: 'symbolic/kernels',
    folders: ['parametrisations'],
    entry: 'parametrisation',
    type: { name: 'Parametrisation', file: 'parametrisation.ts' },
    list: { name: 'parametrisations', file: 'parametrisations.generated.ts' },
  },
  {
    parent: 'numeric/kernels',
    folders: ['duals'],
    entry: 'dual',
    type: { name: 'DualFunction', file: 'dual-function.ts' },
    list: { name: 'dualFunctions', file: 'dual-functions.generated.ts' },
  },
  {
    parent: 'symbolic/approximation',
    folders: ['methods'],
    entry: 'method',
    type: { name: 'ApproximationMethod', file: 'method.ts' },
    list: { name: 'approximationMethods', file: 'methods.generated.ts' },
  },
  {
    parent: 'numeric/simulation',
    folders: ['observables'],
    entry: 'observable',
    type: { name: 'Observable', file: 'observable.ts' },
    list: { name: 'observables', file: 'observables.generated.ts' },
  },
  {
    parent: 'numeric/tables',
    folders: ['formats'],
    entry: 'format',
    type: { name: 'TableFormat', file: 'table-format.ts' },
    list: { name: 'tableFormats', file: 'table-formats.generated.ts' },
  },
  {
    parent: 'symbolic/formula',
    folders: ['functions'],
    entry: 'definition',
    type: { name: 'FunctionDefinition', file: 'function-definition.ts' },
    list: { name: 'functionDefinitions', file: 'functions.generated.ts' },
  },
  {
    parent: 'theory',
    folders: ['claims'],
    entry: 'claim',
    type: { name: 'Claim', file: 'claim.ts' },
    list: { name: 'claims', file: 'claims.generated.ts' },
  },
  {
    parent: 'cli',
    folders: ['commands'],
    entry: 'command',
    type: { name: 'Command', file: 'command.ts' },
    list: { name: 'commands', file: 'commands.generated.ts' },
  },
];

/** A registry file: its path below `src` and the text that the folders call for now. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** The entries of a folder that does not exist are none. */
function entriesOf(src: string, { parent, folders }: Registry): { path: string; name: string }[] {
  return folders.flatMap((folder) => {
    const path = join(src, parent, folder);
    const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.ts')) : [];
    return files.sort().map((file) => ({ path: `./${folder}/${file}`, name: identifier(folder, file) }));
  });
}

/** `identifier('commands', 'evidence-run.ts')` is `commandsEvidenceRun`: distinct across folders, never a reserved word. */
const identifier = (folder: string, file: string): string =>
  `${folder}/${file.slice(0, -'.ts'.length)}`
    .split(/[^a-z0-9]+/i)
    .map((word, i) => (i === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join('');

/** The text of a registry, laid out as the formatter wants it: imports by path, a list on one line if it fits. */
function textOf(registry: Registry, entries: readonly { path: string; name: string }[]): string {
  const { folders, parent, entry, type, list } = registry;
  const from = folders.map((folder) => `src/${parent}/${folder}/`).join(' and ');
  const imports = [
    { path: `./${type.file}`, line: `import type { ${type.name} } from './${type.file}';` },
    ...entries.map(({ path, name }) => ({ path, line: `import { ${entry} as ${name} } from '${path}';` })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const names = entries.map(({ name }) => name);
  const head = `export const ${list.name}: readonly ${type.name}[] = [`;
  const oneLine = `${head}${names.join(', ')}];`;
  return [
    `// Written by \`npm run registries\` from ${from}: do not edit.`,
    ...imports.map(({ line }) => line),
    '',
    ...(oneLine.length <= 120 ? [oneLine] : [head, ...names.map((name) => `  ${name},`), '];']),
    '',
  ].join('\n');
}

/** Every registry as the folders below `src` call for. */
export const generate = (src: string): Generated[] =>
  registries.map((registry) => ({
    path: join(registry.parent, registry.list.file),
    text: textOf(registry, entriesOf(src, registry)),
  }));

/** The registries whose files below `src` are missing or differ from what the folders call for. */
export const stale = (src: string): Generated[] =>
  generate(src).filter(({ path, text }) => {
    const file = join(src, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });

if (import.meta.main) {
  const src = join(import.meta.dirname, '../src');
  const due = stale(src);
  if (!process.argv.includes('--check')) {
    for (const { path, text } of due) {
      writeFileSync(join(src, path), text);
      console.log(`wrote src/${path}`);
    }
  } else if (due.length > 0) {
    console.error(`Out of date: ${due.map(({ path }) => `src/${path}`).join(', ')}. Run \`npm run registries\`.`);
    process.exitCode = 1;
  }
}
