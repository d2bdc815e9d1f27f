"""The statistics T_k = sum_{i != j} y_i y_j <He_k(x_i), He_k(x_j)> / (k! n (n - 1)), k <= 6, in numpy on blocks of the Gram matrix:
one line of JSON. The samples are those that `node bench/exponents.ts --write FILE` writes.

usage: python bench/peers/exponents.py FILE
"""
import json
import resource
import sys
import time

import numpy

ORDERS, BLOCK = 6, 1000
data = numpy.fromfile(sys.argv[1])
n, d = int(data[0]), int(data[1])
y, x = data[2:2 + n], data[2 + n:].reshape(n, d)

best = None
for _ in range(3):
    start = time.perf_counter()
    norms = (x * x).sum(axis=1)
    sums = numpy.zeros(ORDERS)
    for i in range(0, n, BLOCK):
        for j in range(i, n, BLOCK):
            c = x[i:i + BLOCK] @ x[j:j + BLOCK].T
            s = norms[i:i + BLOCK, None] + norms[None, j:j + BLOCK]
            weight = numpy.outer(y[i:i + BLOCK], y[j:j + BLOCK]) * (1 if i == j else 2)
            if i == j:
                numpy.fill_diagonal(weight, 0)
            g = [numpy.ones_like(c)]
            for k in range(ORDERS):
                value = c * (g[k] + (g[k - 2] if k >= 2 else 0))
                if k >= 1:
                    value += (2 * (k - 1) + d - s) * g[k - 1]
                if k >= 3:
                    value -= (k - 3 + d) * g[k - 3]
                g.append(value / (k + 1))
                sums[k] += (weight * g[k + 1]).sum()
    took = time.perf_counter() - start
    best = took if best is None else min(best, took)
print(json.dumps({
    'case': f'T_k, n = {n}, d = {d}, k <= {ORDERS}', 'system': f'numpy {numpy.__version__}', 'seconds': best,
    'mebibytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 'values': list(sums / (n * (n - 1))),
}))
