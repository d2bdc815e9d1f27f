/** What an evidence folder says it holds. */
import { InputError } from '../../base/errors.ts';
import { isObject, parseJson } from '../../base/json.ts';
import type { Hashes } from './record.ts';

export const EVIDENCE_FORMAT = 'isserlis/evidence@1';
export const THEORY_FORMAT = 'isserlis/theory-evidence@1';
export const COLLECTION_FORMAT = 'isserlis/evidence-collection@1';
export const MANIFEST = 'manifest.json';

/** The folder of one network. */
export interface Manifest {
  readonly format: typeof EVIDENCE_FORMAT;
  readonly version: string;
  readonly network: { readonly name: string; readonly file: string };
  readonly seed: number;
  /** The records' paths. */
  readonly records: readonly string[];
  /** Claims that say nothing of this network, and why. */
  readonly notApplicable: readonly { readonly claim: string; readonly reason: string }[];
  /** The versions of what drew the figures and formulas. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Every file of the folder but this one. */
  readonly files: Hashes;
}

/** The folder of claims about theories. */
export interface TheoryManifest {
  readonly format: typeof THEORY_FORMAT;
  readonly version: string;
  readonly seed: number;
  readonly records: readonly string[];
  readonly libraries: Readonly<Record<string, string>>;
  readonly files: Hashes;
}

/** The folder of several networks, or of networks and theories, each in a folder of its own. */
export interface Collection {
  readonly format: typeof COLLECTION_FORMAT;
  readonly version: string;
  readonly folders: readonly string[];
  readonly files: Hashes;
}

export type AnyManifest = Manifest | TheoryManifest | Collection;

export const manifestText = (manifest: AnyManifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

const FORMATS: readonly string[] = [EVIDENCE_FORMAT, THEORY_FORMAT, COLLECTION_FORMAT];

/** Reads a manifest. Throws {@link InputError} naming `where` when it is truncated, malformed, or of another format or version. */
export function parseManifest(text: string, where: string): AnyManifest {
  const json = parseJson(text, where);
  const format = isObject(json) ? json.format : undefined;
  if (!isObject(json) || !FORMATS.some((known) => known === format)) {
    throw new InputError(
      where,
      `expected the format ${FORMATS.join(' or ')}, got ${JSON.stringify(format) ?? 'none'}`,
      "Give a folder that 'isserlis evidence run' wrote",
    );
  }
  const malformed = (field: string): InputError =>
    new InputError(`${where}: ${field}`, 'missing or malformed', 'The manifest was edited or is truncated');
  const { version, files } = json;
  if (typeof version !== 'string') throw malformed('version');
  if (!isObject(files) || !Object.entries(files).every(([path, hash]) => isInside(path) && typeof hash === 'string'))
    throw malformed('files');
  if (format === COLLECTION_FORMAT) {
    if (!isPathList(json.folders)) throw malformed('folders');
    return json as unknown as Collection;
  }
  const { network, seed, records, notApplicable, libraries } = json;
  if (typeof seed !== 'number') throw malformed('seed');
  if (!isPathList(records)) throw malformed('records');
  if (!isObject(libraries)) throw malformed('libraries');
  if (format === THEORY_FORMAT) return json as unknown as TheoryManifest;
  if (
    !isObject(network) ||
    typeof network.name !== 'string' ||
    typeof network.file !== 'string' ||
    !isInside(network.file)
  )
    throw malformed('network');
  if (
    !Array.isArray(notApplicable) ||
    !notApplicable.every(
      (entry) => isObject(entry) && typeof entry.claim === 'string' && typeof entry.reason === 'string',
    )
  )
    throw malformed('notApplicable');
  return json as unknown as Manifest;
}

const isPathList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((path) => typeof path === 'string' && isInside(path));

/** A relative path with / that stays inside its folder. */
const isInside = (path: string): boolean =>
  path !== '' &&
  !/^[/\\]|\\|^[A-Za-z]:/.test(path) &&
  !path.split('/').some((part) => part === '..' || part === '.' || part === '');
