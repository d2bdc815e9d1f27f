/** Reading evidence folders. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, messageOf } from '../../base/errors.ts';
import {
  type AnyManifest,
  COLLECTION_FORMAT,
  type Collection,
  MANIFEST,
  type Manifest,
  parseManifest,
  THEORY_FORMAT,
  type TheoryManifest,
} from './manifest.ts';

/** One folder: its path, its name below the folder that was asked for ('' when it is that), and its manifest. */
export interface Found<M = Manifest | TheoryManifest> {
  readonly path: string;
  readonly name: string;
  readonly manifest: M;
}

/** What the records of a folder are about: a network, by its name, or theories. */
export interface Topic {
  readonly about: 'network' | 'theory';
  readonly name: string;
}

export const THEORY_TOPIC: Topic = { about: 'theory', name: 'theory' };

export const topicOf = (manifest: Manifest | TheoryManifest): Topic =>
  manifest.format === THEORY_FORMAT ? THEORY_TOPIC : { about: 'network', name: manifest.network.name };

export interface FoundEvidence {
  readonly collection?: Collection;
  readonly folders: readonly Found[];
}

/**
 * The folders of networks and theories at a path, one or a collection. Throws {@link InputError} when the path is no evidence
 * folder, or a manifest is missing, truncated or malformed.
 */
export async function findEvidence(path: string): Promise<FoundEvidence> {
  const manifest = await readManifest(path);
  if (manifest.format !== COLLECTION_FORMAT) return { folders: [{ path, name: '', manifest }] };
  const folders: Found[] = [];
  for (const name of manifest.folders) {
    const nested = await readManifest(join(path, name));
    if (nested.format === COLLECTION_FORMAT)
      throw new InputError(join(path, name, MANIFEST), 'a collection inside a collection');
    folders.push({ path: join(path, name), name, manifest: nested });
  }
  return { collection: manifest, folders };
}

async function readManifest(path: string): Promise<AnyManifest> {
  const file = join(path, MANIFEST);
  const text = await readFile(file, 'utf8').catch(async (error: unknown) => {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined)
      throw new InputError(path, 'there is no such folder', "Give a folder that 'isserlis evidence run' wrote");
    if (!found.isDirectory())
      throw new InputError(
        path,
        'it is a file, and evidence is a folder',
        "Give a folder that 'isserlis evidence run' wrote",
      );
    if ((error as { code?: string }).code === 'ENOENT')
      throw new InputError(
        file,
        'missing: this is no evidence folder',
        "Give a folder that 'isserlis evidence run' wrote",
      );
    throw new InputError(file, `cannot be read: ${messageOf(error)}`);
  });
  return parseManifest(text, file);
}
