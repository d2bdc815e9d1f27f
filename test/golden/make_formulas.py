"""Golden values of functions, Hermite coefficients and approximations, by mpmath: python3 test/golden/make_formulas.py

Independent of this package: mpmath's own functions and quadrature at 60 digits, linear systems and equioscillation
equations solved by mpmath. Writes test/golden/formulas.json.
"""
import json
import pathlib
from mpmath import mp, mpf, quad, exp, erf, tanh, sqrt, pi, log, sin, cos, matrix, lu_solve, findroot, diff, fac, nstr, inf

mp.dps = 60


def text(x, digits=50):
    return nstr(x, digits, strip_zeros=False, min_fixed=-inf, max_fixed=inf) if abs(x) > mpf(10) ** -45 else "0"


def Phi(x):
    return (1 + erf(x / sqrt(2))) / 2


functions = {
    "gelu(x)": lambda x: x * Phi(x),
    "silu(x)": lambda x: x / (1 + exp(-x)),
    "tanh(x)": tanh,
    "sigmoid(x)": lambda x: 1 / (1 + exp(-x)),
    "softplus(x)": lambda x: log(1 + exp(x)),
    "mish(x)": lambda x: x * tanh(log(1 + exp(x))),
    "erf(x)": erf,
    "sin(x)": sin,
    "cos(2x)": lambda x: cos(2 * x),
    "exp(x)": exp,
    "exp(-x^2)": lambda x: exp(-x * x),
    "relu(x)": lambda x: max(x, mpf(0)),
    "abs(x)": abs,
    "sqrt(1+x^2)": lambda x: sqrt(1 + x * x),
    "abs(x - 1/3)": lambda x: abs(x - mpf(1) / 3),
    "relu(x)*tanh(x)": lambda x: max(x, mpf(0)) * tanh(x),
}


def hermite(k, x):
    a, b = mpf(1), x
    if k == 0:
        return a
    for j in range(1, k):
        a, b = b, x * b - j * a
    return b


cuts = [-20, -12, -8, -5, -3, -1, 0, mpf(1) / 3, 1, 3, 5, 8, 12, 20]
values = {
    name: {str(x): text(f(mpf(x) / 8)) for x in (-97, -40, -9, -1, 3, 8, 21, 56, 100)} for name, f in functions.items()
}
coefficients = {
    name: [text(quad(lambda x: f(x) * hermite(k, x) * exp(-x * x / 2), cuts) / sqrt(2 * pi), 36) for k in range(13)]
    for name, f in functions.items()
}
norms = {name: text(quad(lambda x: f(x) ** 2 * exp(-x * x / 2), cuts) / sqrt(2 * pi), 36) for name, f in functions.items()}


def h1_fit(degree):
    """argmin over U[-sqrt d, sqrt d] of (p - gelu)^2 + (p' - gelu')^2, monomials."""
    f = functions["gelu(x)"]
    df = lambda x: Phi(x) + x * exp(-x * x / 2) / sqrt(2 * pi)
    r = sqrt(mpf(degree))
    mean = lambda g: quad(g, [-r, 0, r]) / (2 * r)
    moment = lambda n: mpf(0) if n % 2 else r**n / (n + 1)
    n = degree + 1
    a = matrix(n, n)
    b = matrix(n, 1)
    for i in range(n):
        for j in range(n):
            a[i, j] = moment(i + j) + (i * j * moment(i + j - 2) if i * j else 0)
        b[i] = mean(lambda x: f(x) * x**i) + (mean(lambda x: df(x) * i * x ** (i - 1)) if i else 0)
    return [text(c, 36) for c in lu_solve(a, b)]


def interpolation(nodes):
    """gelu in value and derivative."""
    f = functions["gelu(x)"]
    df = lambda x: Phi(x) + x * exp(-x * x / 2) / sqrt(2 * pi)
    n = 2 * len(nodes)
    a, b = matrix(n, n), matrix(n, 1)
    for i, x in enumerate(map(mpf, nodes)):
        for j in range(n):
            a[2 * i, j] = x**j
            a[2 * i + 1, j] = j * x ** (j - 1) if j else 0
        b[2 * i], b[2 * i + 1] = f(x), df(x)
    return [text(c, 36) for c in lu_solve(a, b)]


def minimax_abs(start):
    """|x|/2 on [-1, 1] by c0 + c1 x^2 + ...: errors alternate at 0, the inner extrema and 1. Unknowns: c, E, extrema."""
    m = len(start) - 1
    inner = m - 1
    def equations(*u):
        c, e, x = u[:m], u[m], u[m + 1 :]
        p = lambda t: sum(ck * t ** (2 * k) for k, ck in enumerate(c))
        dp = lambda t: sum(2 * k * ck * t ** (2 * k - 1) for k, ck in enumerate(c) if k)
        points = [mpf(0), *x, mpf(1)]
        level = [points[i] / 2 - p(points[i]) + (-1) ** i * e for i in range(len(points))]
        return level + [mpf(1) / 2 - dp(t) for t in x]
    guess = [cos(pi * (inner + 1 - i) / (2 * (inner + 1))) for i in range(1, inner + 1)]
    found = findroot(equations, [*start, *guess], tol=1e-100, maxsteps=200)
    return {"even": [text(found[k], 36) for k in range(m)], "error": text(found[m], 36)}


out = {
    "values": values,
    "hermite": coefficients,
    "norms": norms,
    "h1": {str(d): h1_fit(d) for d in (3, 5, 8)},
    "interpolation": {nodes: interpolation(nodes.split(",")) for nodes in ("-2,0,2", "-3,-1,1,3")},
    "minimax": {
        "4": minimax_abs([mpf("0.0338"), mpf("0.965"), mpf("-0.533"), mpf("0.0338")]),
        "6": minimax_abs([mpf("0.02296"), mpf("1.434"), mpf("-2.089"), mpf("1.155"), mpf("0.02296")]),
    },
}
pathlib.Path(__file__).with_name("formulas.json").write_text(json.dumps(out, indent=1) + "\n")
