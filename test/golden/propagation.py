"""Makes propagation.json: roots, fixed points, eigenvalues and flows by SymPy, mpmath and NumPy; see README.md."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np
import sympy as sp

mp.mp.dps = 60
here = Path(__file__).parent
x, K, t = sp.symbols("x K t")


def show(v, digits=40):
    return mp.nstr(mp.mpf(v) if not isinstance(v, (sp.Basic,)) else mp.mpf(str(sp.N(v, 60))), digits)


def roots():
    """Real roots with multiplicities."""
    cases = [
        ["0", "-1", "3"], ["-1", "-4", "8"], ["2", "-3", "0", "1"], ["1", "-3", "0", "1"], ["-1", "-1", "0", "0", "0", "1"],
        ["6", "0", "-5", "0", "1"], ["1/3", "-2", "0", "1/7"], ["4", "0", "-4", "0", "1"], ["1", "0", "1"], ["-1/1000000", "0", "1"],
        ["1", "-20", "150", "-500", "625", "3/7"], ["-8", "12", "-6", "1"], ["1", "-2000001", "1000000000000"],
    ]
    out = []
    for c in cases:
        p = sp.Poly([sp.Rational(a) for a in reversed(c)], x)
        found = []
        for factor, multiplicity in sp.factor_list(p)[1]:
            for r in sp.Poly(factor, x).real_roots(multiple=True):
                found.append((sp.N(r, 50), multiplicity))
        found.sort(key=lambda pair: pair[0])
        out.append({"coefficients": c, "roots": [[show(r), m] for r, m in found]})
    return out


def gaussian_mean(p):
    """E p(g) over a variable with symbols in the coefficients, by the moments (k-1)!!."""
    poly = sp.Poly(sp.expand(p), x)
    return sum(c * sp.factorial2(k - 1) for (k,), c in poly.terms() if k % 2 == 0)


def fixed_points():
    """V(K) = s E sigma(sqrt(K) g)^2 + b solved by mpmath, with its slope and s E sigma'^2."""
    cases = [
        (["0", "0", "1"], "1", "0"), (["0", "0", "1"], "2", "0"), (["0", "0", "0", "1"], "1", "0"), (["0", "0", "0", "1"], "2/3", "0"),
        (["-1", "0", "1"], "1/2", "0"), (["3/32", "1/2", "15/32"], "2", "0"), (["1/16", "1/2", "1/2"], "1", "0"),
        (["1/2", "-1/3", "2", "1"], "1/100", "1/10"), (["15/256", "1/2", "105/128", "0", "-105/256"], "1", "0"),
        (["0", "1", "0", "-1/6"], "3/2", "1/20"), (["0", "1", "1/2"], "1/2", "1/9"),
    ]
    out = []
    root = sp.sqrt(K)
    for c, s, b in cases:
        sigma = sum(sp.Rational(a) * x**k for k, a in enumerate(c))
        at = lambda f: f.subs(x, root * x)
        V = sp.expand(sp.Rational(s) * gaussian_mean(at(sigma) ** 2) + sp.Rational(b))
        chi = sp.expand(sp.Rational(s) * gaussian_mean(at(sp.diff(sigma, x)) ** 2))
        points = []
        for r in sp.Poly(V - K, K).nroots(n=50, maxsteps=500):
            if abs(sp.im(r)) < 1e-40 and sp.re(r) > -1e-40:
                k = sp.re(r)
                points.append([show(abs(k)), show(sp.diff(V, K).subs(K, k), 30), show(chi.subs(K, k), 30)])
        points.sort(key=lambda p: mp.mpf(p[0]))
        out.append({"activation": c, "weightVariance": s, "biasVariance": b, "points": points})
    return out


def mean(f):
    phi = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
    return mp.quad(lambda z: f(z) * phi(z), [-12, -6, -3, -1, 0, 1, 3, 6, 12])


def float_points():
    """Fixed points of the variance and of the correlation, by nested quadrature and secants, at 20 digits."""
    mp.mp.dps = 20
    functions = {"tanh": (mp.tanh, lambda z: mp.sech(z) ** 2), "erf": (mp.erf, lambda z: 2 / mp.sqrt(mp.pi) * mp.exp(-z * z))}
    out = []
    for name, s, b, start in [("tanh", 3, 0.05, 1.4), ("tanh", 1.5, 0.05, 0.4), ("erf", 2, 0.1, 1.0)]:
        f, df = functions[name]
        V = lambda k: s * mean(lambda z: f(mp.sqrt(k) * z) ** 2) + mp.mpf(b)
        k = mp.findroot(lambda k: V(k) - k, (start, start * 1.01), solver="secant")
        chi = s * mean(lambda z: df(mp.sqrt(k) * z) ** 2)
        slope = s * mean(lambda z: f(mp.sqrt(k) * z) * df(mp.sqrt(k) * z) * z) / mp.sqrt(k)
        out.append({"activation": name, "weightVariance": s, "biasVariance": b, "variance": mp.nstr(k, 15), "perpendicular": mp.nstr(chi, 15), "parallel": mp.nstr(slope, 15)})
    # erf has E erf(u) erf(v) = (2/pi) asin(2 cov / sqrt((1 + 2 var u)(1 + 2 var v))) (Williams, 1997).
    k = mp.mpf(out[-1]["variance"])
    C = lambda c: (2 * 2 / mp.pi * mp.asin(2 * c * k / (1 + 2 * k)) + mp.mpf("0.1")) / k
    c = mp.findroot(lambda c: C(c) - c, (0.6, 0.7), solver="secant")
    out[-1]["correlation"] = mp.nstr(c, 12)
    out[-1]["slope"] = mp.nstr(mp.diff(C, c), 12)
    # The critical weight variance of tanh: K - m(K)/D(K) = b, s = 1/D(K).
    critical = []
    for b in (0.05, 0.01):
        m = lambda k: mean(lambda z: mp.tanh(mp.sqrt(k) * z) ** 2)
        D = lambda k: mean(lambda z: mp.sech(mp.sqrt(k) * z) ** 4)
        k = mp.findroot(lambda k: k - m(k) / D(k) - mp.mpf(b), (0.3, 0.5), solver="secant")
        critical.append({"activation": "tanh", "biasVariance": b, "variance": mp.nstr(k, 14), "weightVariance": mp.nstr(1 / D(k), 14)})
    mp.mp.dps = 60
    return {"points": out, "critical": critical}


def sphere():
    """lambda_l by symbolic integration against Gegenbauer polynomials (Legendre at d = 3, Chebyshev at d = 2)."""
    out = []
    for c, d in [(["1", "1/2", "3", "0", "2"], 3), (["0", "1", "1"], 10), (["1", "1", "1", "1"], 5), (["0", "0", "0", "-2", "1/3", "1"], 4), (["1/2", "1", "0", "1"], 2)]:
        kernel = sum(sp.Rational(a) * t**k for k, a in enumerate(c))
        theta = sp.Symbol("theta")
        values = []
        # Moments of t by the Beta function, exactly.
        moment = lambda k: 0 if k % 2 else sp.gamma(sp.Rational(k + 1, 2)) * sp.gamma(sp.Rational(d, 2)) / (sp.sqrt(sp.pi) * sp.gamma(sp.Rational(k + d, 2)))
        for l in range(len(c)):
            P = sp.chebyshevt(l, t) if d == 2 else sp.gegenbauer(l, sp.Rational(d - 2, 2), t)
            P = P / P.subs(t, 1) if l else sp.Integer(1)
            q = sp.Poly(sp.expand(kernel * P), t)
            values.append(str(sp.nsimplify(sp.simplify(sum(a * moment(k) for (k,), a in q.terms())))))
        out.append({"coefficients": c, "dimension": d, "eigenvalues": values})
    # exp on S^2: lambda_l is the modified spherical Bessel function i_l(1).
    out_exp = [mp.nstr(mp.sqrt(mp.pi / 2) * mp.besseli(l + mp.mpf(1) / 2, 1), 17) for l in range(8)]
    return {"polynomials": out, "exponential": out_exp}


def spectra():
    out = []
    for n in (5, 40):
        A = np.array([[((7 * i * j + i + j) % 17 - 8) / 8 + (i == j) * n / 4 for j in range(n)] for i in range(n)])
        out.append({"size": n, "values": [float(v) for v in np.linalg.eigvalsh(A)]})
    return out


def flow():
    """The flow as one linear system, by the matrix exponential: f' = -Theta[:, X](f_X - y), cov = E K E^T."""
    mp.mp.dps = 40
    inputs = [[1, 0], ["3/5", "4/5"], [0, -1], ["5/13", "12/13"], [2, 1], [-1, "1/2"]]
    X = [[Fraction(a) for a in row] for row in inputs]
    dot = [[sum(a * b for a, b in zip(u, v)) for v in X] for u in X]
    total, n = len(X), 4
    theta = mp.matrix([[mp.mpf(c.numerator) / c.denominator + (mp.mpf(c.numerator) / c.denominator) ** 2 + 1 for c in row] for row in dot])
    prior = mp.matrix([[1 + (mp.mpf(c.numerator) / c.denominator) ** 3 for c in row] for row in dot])
    y = [[1, 0], [-1, "1/2"], [2, 1], [0, -1]]
    Y = mp.matrix([[mp.mpf(Fraction(a).numerator) / Fraction(a).denominator for a in row] for row in y])
    M = mp.zeros(total)
    for i in range(total):
        for j in range(n):
            M[i, j] = -theta[i, j]
    states = []
    for time in ("0", "1/4", "3"):
        T = mp.mpf(Fraction(time).numerator) / Fraction(time).denominator
        # [f; 1]' = [[M, Theta_X y], [0, 0]] [f; 1] for each output.
        means = []
        for o in range(2):
            big = mp.zeros(total + 1)
            big[:total, :total] = M
            for i in range(total):
                big[i, total] = sum(theta[i, j] * Y[j, o] for j in range(n))
            E = mp.expm(big * T, method="taylor")
            means.append([E[i, total] for i in range(total)])
        E = mp.expm(M * T, method="taylor")
        cov = E * prior * E.T
        states.append({"time": float(T), "mean": [[float(means[o][i]) for o in range(2)] for i in range(total)], "covariance": [[float(cov[i, j]) for j in range(total)] for i in range(total)]})
    return {"tangent": [[float(theta[i, j]) for j in range(total)] for i in range(total)], "prior": [[float(prior[i, j]) for j in range(total)] for i in range(total)], "targets": [[float(v) for v in row] for row in Y.tolist()], "states": states}


if __name__ == "__main__":
    value = {"roots": roots(), "fixedPoints": fixed_points(), "floats": float_points(), "sphere": sphere(), "spectra": spectra(), "flow": flow()}
    (here / "propagation.json").write_text(json.dumps(value, separators=(",", ":")).replace('},{', '},\n{') + "\n")
    print(f"Python {sys.version.split()[0]}, SymPy {sp.__version__}, mpmath {mp.__version__}, NumPy {np.__version__}")
