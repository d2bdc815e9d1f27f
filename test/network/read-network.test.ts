import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkToJson } from '../../src/network/network.ts';
import { readNetwork, readNetworkFiles } from '../../src/network/read-network.ts';
import { doubles, safetensors, singles } from './safetensors-bytes.ts';

const description = {
  name: 'small',
  inputs: ['a', 'b'],
  weights: 'model.safetensors',
  layers: [{ type: 'dense', weight: '0.weight', bias: '0.bias' }],
};
const weights = safetensors({ '0.weight': singles([1, 2], [0.5, -3]), '0.bias': doubles([1], [0.1]) });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isserlis-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with the given files. */
function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(folder, 'net-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

describe('a folder with network.json and its weights', () => {
  test('is read, and so is the JSON file itself', async () => {
    const path = write({ 'network.json': JSON.stringify(description), 'model.safetensors': weights });
    const expected = {
      name: 'small',
      inputs: ['a', 'b'],
      layers: [{ type: 'dense', weight: [[0.5, -3]], bias: [0.1] }],
    };
    expect(networkToJson(await readNetwork(path))).toEqual(expected);
    expect(networkToJson(await readNetwork(join(path, 'network.json')))).toEqual(expected);
  });

  test('says which files were read', async () => {
    const path = write({ 'network.json': JSON.stringify(description), 'model.safetensors': weights });
    const { files } = await readNetworkFiles(path);
    expect([...files.keys()]).toEqual([join(path, 'network.json'), join(path, 'model.safetensors')]);
    expect([...files.get(join(path, 'model.safetensors'))!]).toEqual([...weights]);
  });

  test('may start with a byte order mark', async () => {
    const path = write({ 'network.json': `\ufeff${JSON.stringify({ inputs: 1, layers: [] })}` });
    expect((await readNetwork(path)).inputs).toEqual(['x1']);
  });
});

describe('what is missing or wrong is named by file', () => {
  const inline = (layers: unknown[]): string => JSON.stringify({ inputs: 2, layers });
  const refusal = (path: string): Promise<unknown> =>
    readNetwork(path).catch(
      (error: Error) => `${error.name}: ${error.message.replaceAll(folder, '').replaceAll(/\/net-\w+/g, 'NET')}`,
    );

  test('nothing there', async () => {
    expect(await refusal(join(folder, 'nowhere'))).toBe(
      'InputError: /nowhere: there is no such file or folder. Give a folder that holds network.json, or a JSON file',
    );
  });

  test.each<[string, Record<string, string | Uint8Array>, string]>([
    [
      'no network.json',
      { 'model.safetensors': weights },
      'NET/network.json: there is no such file (a network folder holds network.json)',
    ],
    [
      'no weights',
      { 'network.json': JSON.stringify(description) },
      'NET/model.safetensors: there is no such file (the weights of NET/network.json)',
    ],
    [
      'no JSON',
      { 'network.json': 'layers: []' },
      'NET/network.json: not valid JSON: Unexpected token \'l\', "layers: []" is not valid JSON',
    ],
    [
      'an integer that is no double',
      { 'network.json': inline([]).replace('2', '90071992547409931') },
      'NET/network.json: the integer 90071992547409931 is not a double (the nearest is 90071992547409936). Write it as a string: "90071992547409931"',
    ],
    [
      'weights that are no name',
      { 'network.json': JSON.stringify({ ...description, weights: 3 }) },
      'NET/network.json: weights: expected a file name, got 3',
    ],
    [
      'a layer',
      { 'network.json': inline([{ type: 'densse' }]) },
      'NET/network.json: layers[0]: there is no layer type "densse". Did you mean \'dense\'? ',
    ],
    [
      'truncated weights',
      { 'network.json': JSON.stringify(description), 'model.safetensors': weights.subarray(0, -3) },
      "NET/model.safetensors: tensor '0.bias': its data should end at byte 16 of the data, but the file has 13. The file is truncated",
    ],
    [
      'an unknown tensor',
      {
        'network.json': JSON.stringify({ ...description, layers: [{ type: 'dense', weight: 'O.weight' }] }),
        'model.safetensors': weights,
      },
      "NET/network.json: layers[0] (dense).weight: NET/model.safetensors has no tensor 'O.weight'. Did you mean '0.weight'? It holds '0.weight', '0.bias'",
    ],
    [
      'a NaN',
      {
        'network.json': JSON.stringify(description),
        'model.safetensors': safetensors({ '0.weight': singles([1, 2], [1, NaN]), '0.bias': doubles([1], [0]) }),
      },
      "NET/network.json: layers[0] (dense): NET/model.safetensors: tensor '0.weight'[0][1]: expected a finite number, got NaN",
    ],
    [
      'a tensor of the wrong shape',
      {
        'network.json': JSON.stringify(description),
        'model.safetensors': safetensors({ '0.weight': singles([2, 1], [1, 2]), '0.bias': doubles([1], [0]) }),
      },
      'NET/network.json: layers[0] (dense): weight: expected shape [2, 2], got [2, 1]. The layer before gives 2 values, and W is [out, in]',
    ],
  ])('%s', async (_, files, message) => {
    expect(await refusal(write(files))).toContain(`InputError: ${message}`);
  });
});

test('the format of a weights folder is not needed for inline weights', async () => {
  const path = write({ 'net.json': JSON.stringify({ inputs: 1, layers: [{ type: 'dense', weight: [['1/3']] }] }) });
  expect(networkToJson(await readNetwork(join(path, 'net.json')))).toEqual({
    name: 'network',
    inputs: ['x1'],
    layers: [{ type: 'dense', weight: [['1/3']] }],
  });
});
