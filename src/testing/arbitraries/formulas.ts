import fc from 'fast-check';

/** Formulas in x as text, such as `tanh(x)*(x + 1/3)`: continuous on the whole line, of at most exponential growth. */
export function formulaTexts(maximumDepth = 3): fc.Arbitrary<string> {
  const rational = fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 5 }))
    .map(([p, q]) => (q === 1 ? `(${p})` : `(${p}/${q})`));
  const bounded = ['tanh', 'sin', 'cos', 'erf', 'sigmoid', 'Phi'];
  const unbounded = ['relu', 'abs', 'gelu', 'silu', 'softplus'];
  const at = (depth: number): fc.Arbitrary<string> => {
    const leaf = fc.oneof({ weight: 3, arbitrary: fc.constant('x') }, { weight: 1, arbitrary: rational });
    if (depth === 0) return leaf;
    const inner = at(depth - 1);
    return fc.oneof(
      leaf,
      fc.tuple(inner, inner).map(([a, b]) => `(${a} + ${b})`),
      fc.tuple(rational, inner).map(([a, b]) => `${a}*${b}`),
      fc.tuple(fc.constantFrom(...bounded, ...unbounded), inner).map(([f, a]) => `${f}(${a})`),
      fc.tuple(fc.constantFrom(...bounded), inner, inner).map(([f, a, b]) => `${f}(${a})*${b}`),
      inner.map((a) => `exp(-(${a})^2)`),
    );
  };
  return at(maximumDepth);
}
