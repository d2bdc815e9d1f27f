import { dense, network, polynomial, tanh, trace } from 'isserlis/network';
import { expect, test } from 'vitest';
import { onnxModel } from '../../src/numeric/onnx/onnx-model.ts';
import { bytesField, concatenate, integerField, textField } from '../../src/numeric/onnx/protobuf.ts';

test('fields are encoded as in the protocol buffers documentation', () => {
  // protobuf.dev, "Encoding": Test1 { a: 150 }, Test2 { b: "testing" }, Test3 { c: Test1 { a: 150 } }.
  expect([...integerField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...textField(2, 'testing')]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect([...bytesField(3, integerField(1, 150))]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...integerField(1, 2 ** 40)]).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
  expect([...concatenate([[1, 2], Uint8Array.of(3)])]).toEqual([1, 2, 3]);
});

test('a model is made of programs of polynomials only', () => {
  const model = onnxModel(trace(network({ inputs: 2, layers: [dense({ weight: [[1, 2]] }), polynomial([1, 2])] })));
  const text = new TextDecoder('latin1').decode(model);
  for (const part of ['Gemm', 'transB', 'Mul', 'Add', 'samples']) expect(text).toContain(part);
  expect(onnxModel(trace(network({ inputs: 2, layers: [tanh()] })))).toBeUndefined();
});
