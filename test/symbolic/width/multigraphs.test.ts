import { describe, expect, test } from 'vitest';
import { multigraphCounts } from '../../../src/symbolic/width/moment-size.ts';
import {
  degreesOf,
  ExponentTable,
  edgesOf,
  forEachMultigraph,
  pairCount,
  pairIndex,
  pairsOf,
} from '../../../src/symbolic/width/multigraphs.ts';
import { perfectMatchings } from '../../../src/symbolic/width/propagate.ts';

describe('multigraphs', () => {
  test('pairs are numbered in a row', () => {
    expect(pairsOf(5).map(([a, b]) => pairIndex(a, b))).toEqual(Array.from({ length: pairCount(5) }, (_, i) => i));
    expect(pairIndex(3, 1)).toBe(pairIndex(1, 3));
  });

  test('as many as are counted', () => {
    // 2-regular multigraphs with loops on n labelled vertices: OEIS A002135 shifted, 1, 2, 5, 17, 73, 388.
    for (const [vertices, count] of [
      [1, 1],
      [2, 2],
      [3, 5],
      [4, 17],
      [5, 73],
      [6, 388],
    ] as const) {
      let found = 0;
      const degrees = new Array<number>(vertices).fill(2);
      forEachMultigraph(degrees, (graph) => {
        found++;
        expect(degreesOf(graph, vertices)).toEqual(degrees);
        expect(edgesOf(graph)).toBe(vertices);
      });
      expect(found).toBe(count);
      expect(multigraphCounts(vertices, 2).at(-1)).toBe(count);
    }
    let none = 0;
    forEachMultigraph([1, 2], () => none++);
    expect(none).toBe(0);
  });

  test('perfect matchings are (m − 1)!!', () => {
    expect([2, 4, 6, 8].map((m) => [...perfectMatchings(m)].length)).toEqual([1, 3, 15, 105]);
    expect([...perfectMatchings(3)]).toEqual([]);
  });

  test('products of monomials', () => {
    const table = new ExponentTable(3);
    const [a, b] = [Uint16Array.of(1, 0, 2), Uint16Array.of(0, 3, 1)].map((e) => table.number(e));
    expect([...table.exponents(table.product(a!, b!))]).toEqual([1, 3, 3]);
    expect(table.product(a!, b!)).toBe(table.product(b!, a!));
    expect(table.product(0, a!)).toBe(a);
  });
});
