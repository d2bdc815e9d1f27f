/** Writing one evidence folder, whose manifest has the hash of every file. */
import type { Json } from '../../base/json.ts';
import { key } from '../../base/philox.ts';
import type { Claim } from '../claim.ts';
import { version } from '../version.ts';
import { sha256 } from './inputs.node.ts';
import { type AnyManifest, MANIFEST, manifestText } from './manifest.ts';
import type { OutputFolder } from './output-folder.node.ts';
import { type Evidence, type Hashes, recordFile, recordText } from './record.ts';

export interface FolderWriter {
  write(path: string, data: string | Uint8Array): Promise<void>;
  /** A file in pieces, whose hash is known. */
  writePieces(path: string, pieces: Iterable<string>, hash: string): Promise<void>;
  /** The record that an interrupted run left, where it is what this run would write; else that of `make`. It is written. */
  record(claim: Claim, params: Json, seed: number, inputs: Hashes, make: () => Promise<Evidence>): Promise<Evidence>;
  /** Writes the manifest, with the files written so far. */
  finish(manifest: (files: Hashes) => AnyManifest): Promise<void>;
}

/** Writes to a folder in an output folder, '' for itself. */
export function folderWriter(output: OutputFolder, folder: string): FolderWriter {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const written: Record<string, string> = {};
  const write = async (path: string, data: string | Uint8Array): Promise<void> => {
    written[path] = sha256(data);
    await output.write(at(path), data);
  };
  return {
    write,
    async writePieces(path, pieces, hash) {
      written[path] = hash;
      await output.write(at(path), pieces);
    },
    async record(claim, params, seed, inputs, make) {
      const file = recordFile(claim.id);
      const earlier = output.earlier.get(at(file));
      const holds = earlier !== undefined && stillHolds(earlier, claim, params, seed, inputs);
      const record = holds ? earlier : await make();
      await write(file, recordText(record));
      return record;
    },
    async finish(manifest) {
      const files = Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)));
      await output.write(at(MANIFEST), manifestText(manifest(files)));
    },
  };
}

/** Whether a record of an interrupted run is what this run would write. */
function stillHolds(record: Evidence, claim: Claim, params: Json, seed: number, inputs: Hashes): boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return (
    record.claim === claim.id &&
    record.version === version &&
    record.statement === claim.statement &&
    same(record.params, params) &&
    same(record.key, key(seed, claim.id)) &&
    same(record.inputs, inputs)
  );
}
