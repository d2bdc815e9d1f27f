/** The files that a network rests on, as an evidence folder keeps them. */
import { createHash } from 'node:crypto';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Network, networkToJson } from '../../network/network.ts';
import { readNetworkFiles } from '../../network/read-network.ts';
import type { Hashes } from './record.ts';

export interface NetworkInputs {
  readonly network: Network;
  /** The bytes by their paths in the evidence folder, below inputs/. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The one of them that defines the network. */
  readonly file: string;
  readonly hashes: Hashes;
}

/** SHA-256 in hexadecimal, of bytes or of text that comes whole or in pieces. */
export function sha256(data: Uint8Array | string | Iterable<string>): string {
  const hash = createHash('sha256');
  if (typeof data === 'string' || data instanceof Uint8Array) hash.update(data);
  else for (const piece of data) hash.update(piece);
  return hash.digest('hex');
}

/** A path below a folder, with /. */
export const posixRelative = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

/**
 * A network from its folder or file, or one built in code, which is written as network.json. Files keep their places
 * relative to each other. Throws what `readNetworkFiles` throws.
 */
export async function networkInputs(given: string | Network): Promise<NetworkInputs> {
  if (typeof given !== 'string') {
    const text = `${JSON.stringify(networkToJson(given), null, 1)}\n`;
    return withHashes(given, new Map([['inputs/network.json', new TextEncoder().encode(text)]]));
  }
  const { network, files } = await readNetworkFiles(given);
  const paths = [...files.keys()].map((path) => resolve(path));
  const root = paths.map(dirname).reduce(commonFolder);
  const copies = [...files.values()].map((bytes, i) => [`inputs/${posixRelative(root, paths[i]!)}`, bytes] as const);
  return withHashes(network, new Map(copies));
}

function withHashes(network: Network, files: ReadonlyMap<string, Uint8Array>): NetworkInputs {
  const hashes = Object.fromEntries([...files].map(([path, bytes]) => [path, sha256(bytes)]));
  return { network, files, file: files.keys().next().value!, hashes };
}

/** The deepest folder that holds two. */
function commonFolder(a: string, b: string): string {
  let folder = a;
  while (folder !== b && !b.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder);
  return folder;
}
