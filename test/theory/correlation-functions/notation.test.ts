import fc from 'fast-check';
import {
  type CorrelationFunction,
  canonicalForm,
  clusterGraph,
  clusterGraphSvg,
  contractionsOf,
  correlationFunction,
  correlationLatex,
  correlationText,
  enumerateCorrelationFunctions,
  fromContractions,
  parseCorrelationFunction,
  predictedExponent,
  product,
  TooLargeError,
} from 'isserlis/theory';
import { describe, expect, test } from 'vitest';

const read = parseCorrelationFunction;

const functions = (largest = 6): fc.Arbitrary<CorrelationFunction> =>
  fc.integer({ min: 1, max: largest }).chain((m) =>
    fc
      .record({
        inputs: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: m, maxLength: m }),
        contractions: fc.array(fc.tuple(fc.nat(m - 1), fc.nat(m - 1)), { maxLength: 6 }),
      })
      .map(({ inputs, contractions }) => fromContractions(inputs, contractions)),
  );

describe('the notation', () => {
  test('is read and printed', () => {
    const text = 'f[m,n](1) f[m](2) f[n](3) f(4)';
    expect(read(text)).toEqual({
      tensors: [
        { input: 1, indices: ['m', 'n'] },
        { input: 2, indices: ['m'] },
        { input: 3, indices: ['n'] },
        { input: 4, indices: [] },
      ],
    });
    expect(correlationText(read(text))).toBe(text);
    expect(correlationText(read(' f[ μ , mu_2 ]*f[mu_2]( 2 )f f [μ] '))).toBe('f[μ,mu_2](1) f[mu_2](2) f(1) f[μ](1)');
    expect(correlationLatex(read('f[m,n](1) f[m](2) f[n] f[a1,a1]'))).toBe(
      '\\mathbb{E}\\!\\left[\\partial_{\\mu \\nu} f(x_{1})\\, \\partial_{\\mu} f(x_{2})\\, \\partial_{\\nu} f(x_{1})\\, \\partial_{a_{1} a_{1}} f(x_{1})\\right]',
    );
  });

  test('what is printed is read back', () => {
    fc.assert(
      fc.property(functions(), (c) => {
        expect(read(correlationText(c))).toEqual(c);
      }),
    );
  });

  test.each([
    ['f[m f', "expected ',' or ']', got 'f'\n  f[m f\n      ^"],
    ['g(1)', "expected a tensor, f, got 'g'\n  g(1)\n  ^"],
    ['f(0)', 'expected the number of an input, from 1'],
    ['f(1', "expected ')', got the end"],
    ['f(1) *', 'expected a tensor such as f[m](1), got the end'],
    ['f[] f', "expected the name of an index, a letter, got ']'"],
    ['f[1] f[1]', 'expected the name of an index'],
    ['', 'expected a tensor, f, got the end'],
    ['f(1) + f(2)', "got '+'"],
    ['f[m] f', 'the index m occurs once, expected twice'],
    ['f[m] f[m,m]', 'the index m occurs 3 times'],
    ['f(1001)', 'inputs numbered from 1 to 1000'],
  ])('%j is refused', (text, message) => expect(() => read(text)).toThrow(message));

  test('data are checked too', () => {
    expect(() => correlationFunction([])).toThrow(/at least one tensor/);
    expect(() => correlationFunction([{ input: 1.5 }])).toThrow(/inputs numbered/);
    expect(() => correlationFunction([{ indices: ['m'] }])).toThrow(/occurs once/);
  });

  test('products keep their indices apart', () => {
    const theta = read('f[m](1) f[m](2)');
    expect(correlationText(product(theta, theta))).toBe('f[m](1) f[m](2) f[n](1) f[n](2)');
    const many = product(...new Array<CorrelationFunction>(30).fill(theta));
    expect(contractionsOf(many)).toEqual(Array.from({ length: 30 }, (_, k) => [2 * k, 2 * k + 1]));
  });
});

describe('the cluster graph', () => {
  // Examples of Dyer & Gur-Ari, arXiv:1909.11304, and of the star and chain functions.
  test.each([
    ['f f', 0],
    ['f[m] f[m]', 0],
    ['f[m,n] f[m] f[n] f', -1],
    ['f[m,n,r,s] f[m] f[n] f[r] f[s] f', -2],
    ['f[m,n,r] f[m] f[n] f[r]', -1],
    ['f[m,m] f', 0],
    ['f[m] f[m] f[n] f[n] f[r] f[r]', 0],
    ['f[m,n] f[m] f[n] f[r,s] f[r] f[s]', -2],
    ['f f f', 0],
    ['f[m,n] f[m] f[n]', -1],
  ])('bounds %s by n^%s', (text, exponent) => expect(predictedExponent(read(text))).toBe(exponent));

  test('has components, and an edge for each pair', () => {
    expect(clusterGraph(read('f[m,n,r,r] f[m] f[n] f f[s] f[s]'))).toEqual({
      vertices: 6,
      edges: [
        { pair: [0, 1], indices: ['m'] },
        { pair: [0, 2], indices: ['n'] },
        { pair: [0, 0], indices: ['r'] },
        { pair: [4, 5], indices: ['s'] },
      ],
      components: [[0, 1, 2], [3], [4, 5]],
      even: 1,
      odd: 2,
    });
  });

  test('is drawn with a path for each index and a circle for each tensor', () => {
    fc.assert(
      fc.property(functions(), (c) => {
        const svg = clusterGraphSvg(c);
        expect(svg.match(/<path /g) ?? []).toHaveLength(contractionsOf(c).length);
        expect(svg.match(/<circle /g)).toHaveLength(c.tensors.length);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(svg).toContain(`<title>Cluster graph of ${correlationText(c)}`);
      }),
    );
  });
});

describe('canonical forms', () => {
  test('do not depend on order and names', () => {
    fc.assert(
      fc.property(functions(), fc.infiniteStream(fc.nat(1_000_000)), (c, keys) => {
        const order = c.tensors
          .map((tensor) => ({ tensor, by: keys.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ tensor }) => tensor);
        const renamed = order.map(({ input, indices }) => ({
          input,
          indices: [...indices].reverse().map((i) => `q_${i}`),
        }));
        const canonical = canonicalForm(c);
        expect(canonicalForm(correlationFunction(renamed))).toEqual(canonical);
        expect(canonicalForm(canonical)).toEqual(canonical);
        expect(predictedExponent(canonical)).toBe(predictedExponent(c));
      }),
    );
  });

  test('tell apart what differs', () => {
    expect(canonicalForm(read('f[m](1) f[m](2)'))).not.toEqual(canonicalForm(read('f[m](1) f[m](1)')));
    // The hexagon and two triangles have the same degrees everywhere.
    const hexagon = read('f[a,b] f[b,c] f[c,d] f[d,e] f[e,g] f[g,a]');
    const triangles = read('f[a,b] f[b,c] f[c,a] f[d,e] f[e,g] f[g,d]');
    expect(canonicalForm(hexagon)).not.toEqual(canonicalForm(triangles));
  });
});

describe('enumeration', () => {
  test('finds every multigraph once', () => {
    // Multigraphs with loops, k edges, no isolated vertices and any number of vertices: OEIS A007717.
    for (const [k, count] of [
      [0, 1],
      [1, 2],
      [2, 7],
      [3, 23],
      [4, 79],
    ] as const) {
      // With 2k tensors there is room for every one, the others being isolated.
      const tensors = Math.max(1, 2 * k);
      const all = enumerateCorrelationFunctions({ tensors, contractions: k, odd: true });
      const found = all.filter((c) => c.tensors.length === tensors && contractionsOf(c).length === k);
      expect(found).toHaveLength(count);
      expect(new Set(found.map(correlationText)).size).toBe(count);
    }
  });

  test('keeps to the order of derivatives', () => {
    const found = enumerateCorrelationFunctions({ tensors: 4, order: 2 });
    expect(found.every(({ tensors }) => tensors.every(({ indices }) => indices.length <= 2))).toBe(true);
    // Graphs of degree ≤ 2 are made of paths, cycles (loops and double edges too): with parts 1, 1, 1, 1 counted by hand,
    // paths or cycles of 1 to 4 vertices: generating function Π (1 − x^k)^−2, coefficients 5 and 20.
    expect(found.filter(({ tensors }) => tensors.length === 2)).toHaveLength(5);
    expect(found.filter(({ tensors }) => tensors.length === 4)).toHaveLength(20);
    expect(found.every((c) => correlationText(canonicalForm(c)) === correlationText(c))).toBe(true);
  });

  test('over several inputs', () => {
    const found = enumerateCorrelationFunctions({ tensors: 2, contractions: 0, inputs: 3 });
    expect(found.map(correlationText)).toEqual([
      'f(1) f(1)',
      'f(1) f(2)',
      'f(1) f(3)',
      'f(2) f(2)',
      'f(2) f(3)',
      'f(3) f(3)',
    ]);
  });

  test('asks for bounds', () => {
    expect(() => enumerateCorrelationFunctions({ tensors: 4 })).toThrow(/infinitely many/);
    expect(() => enumerateCorrelationFunctions({ tensors: 0, order: 1 })).toThrow(
      /tensors: expected an integer from 1/,
    );
    expect(() => enumerateCorrelationFunctions({ tensors: 2, order: -1 })).toThrow(/order/);
    expect(() => enumerateCorrelationFunctions({ tensors: 10, order: 1, inputs: 20 })).toThrow(TooLargeError);
  });
});
