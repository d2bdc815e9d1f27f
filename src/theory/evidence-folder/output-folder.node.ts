/** A folder that appears whole or not at all: it is written beside its place, under another name, and then moved there. */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError, messageOf } from '../../base/errors.ts';
import { MANIFEST, parseManifest } from './manifest.ts';
import { type Evidence, parseRecord } from './record.ts';

/** The file that says that a folder is ours and unfinished. */
const MARKER = 'unfinished.json';
const MARKER_TEXT = '{ "format": "isserlis/evidence-unfinished@1" }\n';

export interface OutputFolder {
  /** Records that an interrupted run left, by their paths. */
  readonly earlier: ReadonlyMap<string, Evidence>;
  /** Writes a file at a path below the folder; whole or not at all. */
  write(path: string, data: Uint8Array | string | Iterable<string>): Promise<void>;
  /** Moves the folder to its place, instead of the evidence that may be there. */
  finish(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/**
 * Prepares to write to `out`. Throws {@link InputError} when `out` is a file, is a folder that holds anything but
 * evidence, or cannot be written.
 */
export async function outputFolder(out: string): Promise<OutputFolder> {
  const target = resolve(out);
  const partial = `${target}.partial`;
  await checkReplaceable(target, out);
  const earlier = await takeOver(partial);
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new InputError(out, `cannot be written: ${messageOf(error)}`, 'Choose another folder with --out');
    }
  };
  await attempt(async () => {
    await makeFolder(partial);
    await writeFile(join(partial, MARKER), MARKER_TEXT);
  });
  return {
    earlier,
    write: (path, data) =>
      attempt(async () => {
        const file = join(partial, path);
        await makeFolder(dirname(file));
        await writeFile(`${file}.writing`, data);
        await rename(`${file}.writing`, file);
      }),
    finish: () =>
      attempt(async () => {
        await rm(join(partial, MARKER));
        await replace(partial, target);
      }),
    discard: () => rm(partial, { recursive: true, force: true }),
  };
}

/** Throws {@link InputError} unless there is nothing at a path, an empty folder, or evidence. */
async function checkReplaceable(target: string, out: string): Promise<void> {
  const found = await stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError(out, `cannot be written: ${error.message}`, 'Choose another folder with --out');
  });
  if (found === undefined) return;
  if (!found.isDirectory())
    throw new InputError(out, 'it is a file, and evidence is a folder', 'Choose another folder with --out');
  if ((await readdir(target)).length === 0) return;
  const manifest = await readFile(join(target, MANIFEST), 'utf8').catch(() => undefined);
  try {
    if (manifest !== undefined) {
      parseManifest(manifest, MANIFEST);
      return;
    }
  } catch {
    // Not a manifest of ours: the folder is left alone.
  }
  throw new InputError(
    out,
    'the folder is not empty and does not hold evidence, so it is left alone',
    'Choose another folder with --out, or empty this one',
  );
}

/** The records of an interrupted run; what else it left is removed. */
async function takeOver(partial: string): Promise<ReadonlyMap<string, Evidence>> {
  const records = new Map<string, Evidence>();
  const names = await readdir(partial, { recursive: true }).catch(() => undefined);
  if (names === undefined) return records;
  if (names.length > 0 && !names.includes(MARKER))
    throw new InputError(
      partial,
      'this folder is in the way: it is not one that an interrupted run left',
      'Move it, or choose another folder with --out',
    );
  for (const name of names
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /(^|\/)records\/[^/]+\.json$/.test(path))) {
    try {
      records.set(name, parseRecord(await readFile(join(partial, name), 'utf8'), name));
    } catch {
      // Not whole: it is made again.
    }
  }
  await rm(partial, { recursive: true, force: true });
  return records;
}

/** Makes a folder and those above it, one by one: Node's own `recursive` never ends below /proc. */
async function makeFolder(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function replace(partial: string, target: string): Promise<void> {
  const old = `${target}.replaced-${process.pid}`;
  const had = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(partial, target);
  } catch (error) {
    if (had) await rename(old, target);
    throw error;
  }
  if (had) await rm(old, { recursive: true, force: true });
}
