import fc from 'fast-check';
import {
  floatSphereEigenvalues,
  type SquareMatrix,
  spectrumErrorBound,
  symmetricMatrix,
  symmetricSpectrum,
} from 'isserlis/numeric';
import { numberFromRational, sphereEigenvalues } from 'isserlis/symbolic';
import { describe, expect, test } from 'vitest';
import { golden } from '../../golden/read.ts';

const fromFunction = (size: number, f: (i: number, j: number) => number): SquareMatrix => ({
  size,
  entries: Float64Array.from({ length: size * size }, (_, k) => f(Math.floor(k / size), k % size)),
});

describe('symmetricSpectrum', () => {
  // NumPy's eigvalsh of the same matrices.
  const cases = golden<{ spectra: { size: number; values: number[] }[] }>('propagation.json').spectra;
  test.each(cases)('agrees with NumPy at size $size, within its own bound', ({ size, values }) => {
    const matrix = fromFunction(size, (i, j) => (((7 * i * j + i + j) % 17) - 8) / 8 + (i === j ? size / 4 : 0));
    const found = symmetricSpectrum(matrix);
    const bound = spectrumErrorBound(matrix, found);
    expect(bound).toBeLessThan(1e-10);
    values.forEach((value, i) => {
      expect(Math.abs(found.values[i]! - value)).toBeLessThanOrEqual(bound + 1e-13 * size);
    });
  });

  test('of the second difference is 2 − 2 cos(πk/(n + 1)), within the bound', () => {
    const n = 30;
    const matrix = fromFunction(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
    const found = symmetricSpectrum(matrix);
    const bound = spectrumErrorBound(matrix, found);
    found.values.forEach((value, i) => {
      expect(Math.abs(value - (2 - 2 * Math.cos((Math.PI * (i + 1)) / (n + 1))))).toBeLessThanOrEqual(bound + 1e-15);
    });
  });

  test('has A v = λ v with orthonormal v, the trace and the square norm', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true })), {
          minLength: 81,
          maxLength: 81,
        }),
        fc.constantFrom(1, 1e-150, 1e140),
        (n, draws, scale) => {
          const matrix = fromFunction(n, (i, j) => scale * draws[9 * Math.max(i, j) + Math.min(i, j)]!);
          const { values, vectors } = symmetricSpectrum(matrix);
          const size = Math.hypot(...matrix.entries.map((a) => a / scale));
          // Beside rounding, what is lost below the smallest double.
          const tolerance = 1e-13 * size + 1e-320 / scale;
          for (let k = 0; k < n; k++)
            for (let i = 0; i < n; i++) {
              let [image, inner] = [0, 0];
              for (let j = 0; j < n; j++) {
                image += (matrix.entries[i * n + j]! / scale) * vectors[k * n + j]!;
                inner += vectors[k * n + j]! * vectors[i * n + j]!;
              }
              expect(Math.abs(image - (values[k]! / scale) * vectors[k * n + i]!)).toBeLessThanOrEqual(tolerance);
              expect(Math.abs(inner - (i === k ? 1 : 0))).toBeLessThanOrEqual(1e-13);
            }
          const trace = Array.from({ length: n }, (_, i) => matrix.entries[i * n + i]! / scale).reduce(
            (a, b) => a + b,
            0,
          );
          expect(Math.abs(values.reduce((sum, v) => sum + v / scale, 0) - trace)).toBeLessThanOrEqual(10 * tolerance);
          expect([...values]).toEqual([...values].sort((a, b) => a - b));
        },
      ),
      { numRuns: 100 },
    ));

  test('has a bound that holds for the Hilbert matrix and shows what is wrong', () => {
    const matrix = fromFunction(12, (i, j) => 1 / (i + j + 1));
    const found = symmetricSpectrum(matrix);
    const bound = spectrumErrorBound(matrix, found);
    // The Hilbert matrix of order 12: largest and smallest eigenvalue by mpmath's eigsy, 40 digits.
    expect(bound).toBeLessThan(1e-12);
    expect(Math.abs(found.values[11]! - 1.7953720595619973)).toBeLessThanOrEqual(bound);
    expect(Math.abs(found.values[0]! - 1.0479e-16)).toBeLessThanOrEqual(bound);
    // A wrong answer has a large bound.
    const wrong = { values: found.values.map((v) => v + 0.01), vectors: found.vectors };
    expect(spectrumErrorBound(matrix, wrong)).toBeGreaterThan(0.01);
    expect(spectrumErrorBound(matrix, { values: found.values, vectors: new Float64Array(144) })).toBe(Infinity);
  });

  test('takes the empty matrix, zero and one', () => {
    expect([...symmetricSpectrum({ size: 0, entries: new Float64Array(0) }).values]).toEqual([]);
    expect([...symmetricSpectrum(fromFunction(3, () => 0)).values]).toEqual([0, 0, 0]);
    expect([...symmetricSpectrum(symmetricMatrix([[7]])).values]).toEqual([7]);
  });

  test('refuses what is not square, symmetric or finite', () => {
    expect(() => symmetricMatrix([[1, 2]])).toThrow('matrix: expected 1 entries in row 0');
    expect(() =>
      symmetricMatrix([
        [1, 2],
        [3, 1],
      ]),
    ).toThrow('is not symmetric: entry (1, 0) is 3 and (0, 1) is 2');
    expect(() => symmetricMatrix([[Number.NaN]])).toThrow('expected finite numbers, got NaN in row 0, column 0');
  });
});

describe('floatSphereEigenvalues', () => {
  test('of exp on S² are modified spherical Bessel functions', () => {
    // mpmath: √(π/2) I_{l+1/2}(1).
    const expected = golden<{ sphere: { exponential: string[] } }>('propagation.json').sphere.exponential;
    floatSphereEigenvalues(Math.exp, 3, 7).forEach(({ eigenvalue, error }, l) => {
      expect(Math.abs(eigenvalue - Number(expected[l]))).toBeLessThanOrEqual(error + 1e-16);
      expect(error).toBeLessThan(1e-13);
    });
  });

  test.each([2, 3, 10, 200])('of a polynomial are the exact ones in %i dimensions', (dimension) => {
    const exact = sphereEigenvalues([1, -2, 0, '1/2', 3], dimension);
    floatSphereEigenvalues((t) => 1 - 2 * t + t ** 3 / 2 + 3 * t ** 4, dimension, 4).forEach((found, l) => {
      expect(Math.abs(found.eigenvalue - numberFromRational(exact[l]!.eigenvalue))).toBeLessThanOrEqual(
        found.error + 1e-14,
      );
      expect(found.multiplicity).toBe(exact[l]!.multiplicity);
    });
  });

  test('of the ReLU kernel vanish in odd degrees above 1 and add up to the trace', () => {
    // (√(1 − t²) + (π − acos t) t)/π (Cho and Saul, 2009; its spectrum: Bach, 2017).
    const kernel = (t: number): number => (Math.sqrt(Math.max(0, 1 - t * t)) + (Math.PI - Math.acos(t)) * t) / Math.PI;
    const found = floatSphereEigenvalues(kernel, 4, 12);
    for (const l of [3, 5, 7, 9, 11]) expect(Math.abs(found[l]!.eigenvalue)).toBeLessThan(1e-12);
    expect(found[1]!.eigenvalue).toBeCloseTo(1 / 8, 12);
    const partial = found.reduce((sum, { eigenvalue, multiplicity }) => sum + eigenvalue * Number(multiplicity), 0);
    expect(partial).toBeGreaterThan(0.98);
    expect(partial).toBeLessThan(1);
  });

  test('refuse one dimension and kernels that are not finite', () => {
    expect(() => floatSphereEigenvalues(Math.exp, 1, 2)).toThrow('dimension: expected at least 2');
    expect(() => floatSphereEigenvalues((t) => 1 / (t - t), 3, 2)).toThrow('the integrand is not finite');
  });
});
