"""Hermite coefficients c_k = E[f He_k], k < 20, by mpmath's quadrature at 40 digits: one line of JSON a formula and way, seconds of
processor time, the first call and the best of several. No bound of the error comes with them.

'each': mp.quad once a coefficient. 'together': the same, but f and the polynomials are evaluated once a node for all.

usage: python bench/peers/hermite.py
"""
import json
import time

from mpmath import erf, exp, log, mp, mpf, nstr, pi, quad, sqrt, tanh

TERMS, DIGITS, SPENT = 20, 30, 3
mp.dps = DIGITS + 10
CUTS = [-16, -8, -4, 0, 4, 8, 16]
FORMULAS = {
    'gelu(x)': lambda x: x * (1 + erf(x / sqrt(2))) / 2,
    'silu(x)': lambda x: x / (1 + exp(-x)),
    'tanh(x)': tanh,
    'mish(x)': lambda x: x * tanh(log(1 + exp(x))),
}


def hermite(k, x):
    previous, current = mpf(0), mpf(1)
    for j in range(k):
        previous, current = current, x * current - j * previous
    return current


def together(f):
    root = sqrt(2 * pi)
    known = {}

    def values(x):
        if x not in known:
            previous, current = mpf(0), f(x) * exp(-x * x / 2) / root
            products = []
            for k in range(TERMS):
                products.append(current)
                previous, current = current, x * current - k * previous
            known[x] = products
        return known[x]

    return [quad(lambda x: values(x)[k], CUTS) for k in range(TERMS)]


def each(f):
    root = sqrt(2 * pi)
    return [quad(lambda x: f(x) * hermite(k, x) * exp(-x * x / 2) / root, CUTS) for k in range(TERMS)]


for name, f in FORMULAS.items():
    for way in (together, each):
        best = first = None
        spent = 0
        while best is None or spent < SPENT:
            start = time.process_time()
            values = way(f)
            took = time.process_time() - start
            first = took if first is None else first
            best = took if best is None else min(best, took)
            spent += took
        print(json.dumps({
            'case': name, 'system': f'mpmath, {way.__name__}', 'terms': TERMS, 'digits': DIGITS, 'first': first,
            'seconds': best, 'coefficients': [nstr(v, DIGITS, min_fixed=-mp.inf, max_fixed=mp.inf) for v in values],
        }), flush=True)
