/** Networks in files: a folder with `network.json` and its weights, or the JSON file itself. Node only; loads `node:fs` when called. */
import { InputError, messageOf } from '../base/errors.ts';
import { isObject, parseJson } from '../base/json.ts';
import type { Network } from './network.ts';
import { parseNetwork } from './parse-network.ts';
import { readSafetensors } from './safetensors.ts';

/** A network and the files it came from, by their paths. */
export interface NetworkFiles {
  readonly network: Network;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a network from a folder that holds `network.json`, or from a JSON file; its `weights` name a safetensors file
 * beside it. Throws {@link InputError} naming the file and, inside it, the layer or tensor.
 */
export async function readNetwork(path: string): Promise<Network> {
  return (await readNetworkFiles(path)).network;
}

/** As {@link readNetwork}, with the bytes that were read, so that evidence can say what it rests on. */
export async function readNetworkFiles(path: string): Promise<NetworkFiles> {
  const { stat } = await import('node:fs/promises');
  const { dirname, isAbsolute, join, resolve } = await import('node:path');
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new InputError(
      path,
      'there is no such file or folder',
      'Give a folder that holds network.json, or a JSON file',
    );
  const file = found.isDirectory() ? join(path, 'network.json') : path;
  const files = new Map<string, Uint8Array>();
  const read = async (name: string, whose: string): Promise<Uint8Array> => {
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(name).catch((error: unknown) => {
      const missing = (error as { code?: string }).code === 'ENOENT';
      throw new InputError(name, missing ? `there is no such file (${whose})` : `cannot be read: ${messageOf(error)}`);
    });
    files.set(name, bytes);
    return bytes;
  };
  const definition = await read(file, found.isDirectory() ? 'a network folder holds network.json' : 'the network');
  const json = parseJson(new TextDecoder().decode(definition), file);
  const weights = isObject(json) ? json.weights : undefined;
  if (weights !== undefined && typeof weights !== 'string')
    throw new InputError(`${file}: weights`, `expected a file name, got ${JSON.stringify(weights)}`);
  if (weights === undefined) return { network: parseNetwork(json, undefined, file), files };
  const tensorFile = isAbsolute(weights) ? resolve(weights) : join(dirname(file), weights);
  const tensors = readSafetensors(await read(tensorFile, `the weights of ${file}`), tensorFile);
  return { network: parseNetwork(json, tensors, file), files };
}
