"""Makes averages.json with SymPy: bases, and averages by ways that the package does not go. See README.md."""

import itertools
import json
import random
from fractions import Fraction
from pathlib import Path

import sympy
from sympy import Rational, Symbol, expand, symbols

here = Path(__file__).parent
x = Symbol("x")


def text(q):
    return str(sympy.nsimplify(q))


def coefficients(f):
    return [text(c) for c in reversed(sympy.Poly(f, x).all_coeffs())]


def bases():
    zonal = lambda n, d: sympy.gegenbauer(n, Rational(d - 2, 2), x) / sympy.gegenbauer(n, Rational(d - 2, 2), 1)
    makers = {
        "He": lambda n: sympy.hermite_prob(n, x),
        "H": lambda n: sympy.hermite(n, x),
        "P": lambda n: sympy.legendre(n, x),
        "T": lambda n: sympy.chebyshevt(n, x),
        "U": lambda n: sympy.chebyshevu(n, x),
        "L": lambda n: sympy.laguerre(n, x),
        "L^(2)": lambda n: sympy.assoc_laguerre(n, 2, x),
        "L^(-1/2)": lambda n: sympy.assoc_laguerre(n, Rational(-1, 2), x),
        "C^(3/2)": lambda n: sympy.gegenbauer(n, Rational(3, 2), x),
        "C^(-1/4)": lambda n: sympy.gegenbauer(n, Rational(-1, 4), x),
        "P^(7)": lambda n: zonal(n, 7),
    }
    return {name: [coefficients(expand(make(n))) for n in range(10)] for name, make in makers.items()}


def double_factorial(n):
    return 1 if n <= 0 else n * double_factorial(n - 2)


def by_factorisation(f, variables, A, mean):
    """E f(A z + mean) for standard z: substitute, expand, and take the moments of each z."""
    z = symbols(f"z1:{len(A[0]) + 1}")
    rows = [m + sum(a * v for a, v in zip(row, z)) for row, m in zip(A, mean)]
    g = sympy.Poly(expand(f.subs(dict(zip(variables, rows)), simultaneous=True)), *z)
    return sum(
        (c * sympy.prod([0 if e % 2 else double_factorial(e - 1) for e in powers]) for powers, c in g.terms()),
        sympy.Integer(0),
    )


def gaussians():
    draw = random.Random(3)
    cases = []
    for n, degree, terms, rank, with_mean in [(2, 6, 5, 2, False), (3, 6, 8, 3, True), (4, 8, 8, 2, False), (5, 6, 12, 5, True), (3, 9, 6, 1, True)]:
        variables = symbols(f"x1:{n + 1}")
        A = [[Rational(draw.randint(-3, 3), draw.randint(1, 3)) for _ in range(rank)] for _ in range(n)]
        mean = [Rational(draw.randint(-2, 2), draw.randint(1, 3)) if with_mean else sympy.Integer(0) for _ in range(n)]
        f = sum(
            Rational(draw.randint(-9, 9), draw.randint(1, 5)) * sympy.prod(draw.choice(variables) for _ in range(draw.randint(0, degree)))
            for _ in range(terms)
        )
        covariance = [[sum(a * b for a, b in zip(u, v)) for v in A] for u in A]
        cases.append(
            {
                "variables": [str(v) for v in variables],
                "polynomial": str(f).replace("**", "^"),
                "covariance": [[str(c) for c in row] for row in covariance],
                "mean": [str(m) for m in mean],
                "expectation": str(by_factorisation(f, variables, A, mean)),
            }
        )
    return cases


def pairings(items):
    if not items:
        yield []
        return
    first, *rest = items
    for i, other in enumerate(rest):
        for more in pairings(rest[:i] + rest[i + 1 :]):
            yield [(first, other), *more]


def symbolic():
    """Wick's theorem as it is stated: the sum over all pairings."""
    cases = []
    for exponents in [(4,), (2, 2), (1, 3), (2, 2, 2), (3, 2, 1), (1, 1, 1, 1), (4, 2, 2)]:
        factors = [i + 1 for i, e in enumerate(exponents) for _ in range(e)]
        total = sum(sympy.prod(Symbol(f"C_{min(a, b)}_{max(a, b)}") for a, b in pairing) for pairing in pairings(factors))
        cases.append({"exponents": list(exponents), "expectation": str(expand(total)).replace("**", "^")})
    return cases


def laws():
    """Moments by integration against the density."""
    t = Symbol("t")
    densities = {
        "uniform(-1, 1)": (Rational(1, 2), -1, 1),
        "uniform(-1/3, 5/2)": (1 / (Rational(5, 2) + Rational(1, 3)), Rational(-1, 3), Rational(5, 2)),
        "normal(1/2, 3/4)": (sympy.exp(-((t - Rational(1, 2)) ** 2) / (2 * Rational(3, 4))) / sympy.sqrt(2 * sympy.pi * Rational(3, 4)), -sympy.oo, sympy.oo),
        "gamma(5/2)": (t ** Rational(3, 2) * sympy.exp(-t) / sympy.gamma(Rational(5, 2)), 0, sympy.oo),
        "symmetric-beta(3/2)": (Rational(3, 4) * (1 - t**2), -1, 1),
        "symmetric-beta(1)": (2 / sympy.pi * sympy.sqrt(1 - t**2), -1, 1),
    }
    return {
        name: [str(sympy.simplify(sympy.integrate(sympy.expand(t**k * density) if name.startswith("symmetric-beta(3") else t**k * density, (t, low, high)))) for k in range(7)]
        for name, (density, low, high) in densities.items()
    }


def spheres():
    """From Gaussians: E[g^α] = E[|g|^{|α|}] E[x^α], with the chi moments by gamma functions."""
    cases = []
    for dimension, exponents in [(2, (4,)), (3, (2, 2)), (4, (2, 2, 2)), (5, (6, 2)), (10, (4, 4, 2)), (1, (6,))]:
        total = sum(exponents)
        radial = 2 ** Rational(total, 2) * sympy.gamma(Rational(dimension + total, 2)) / sympy.gamma(Rational(dimension, 2))
        value = sympy.prod([double_factorial(e - 1) for e in exponents]) / sympy.simplify(radial)
        cases.append({"dimension": dimension, "exponents": list(exponents), "expectation": str(value)})
    return cases


def newton():
    from sympy.polys.polyfuncs import symmetrize

    v = symbols("x1:6")
    cases = []
    for k in range(1, 6):
        form, rest, names = symmetrize(sum(y**k for y in v), *v, formal=True)
        assert rest == 0
        renamed = form.subs({s: Symbol(f"e{i + 1}") for i, (s, _) in enumerate(names)})
        cases.append(str(expand(renamed)).replace("**", "^"))
    return cases


if __name__ == "__main__":
    value = {"bases": bases(), "gaussians": gaussians(), "symbolic": symbolic(), "laws": laws(), "spheres": spheres(), "newton": newton()}
    (here / "averages.json").write_text(json.dumps(value, separators=(",", ":")).replace('},{', '},\n{') + "\n")
