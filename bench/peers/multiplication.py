"""FLINT by python-flint on the polynomials that `node bench/multiplication.ts --write FILE` writes: one line of JSON a case,
seconds of processor time, the best of several runs.

usage: python bench/peers/multiplication.py FILE
"""
import json
import sys
import time

import flint

PRIME = 2**61 - 1
SHORTEST_BATCH, SPENT = 0.02, 0.7
flint.ctx.threads = 1


def context(variables):
    return flint.fmpz_mpoly_ctx.get([f'x{i + 1}' for i in range(variables)], 'degrevlex')


def polynomial(variables, terms):
    exponents = {}
    for c, factors in terms:
        e = [0] * variables
        for i, k in factors:
            e[i] = k
        exponents[tuple(e)] = int(c)
    return context(variables).from_dict(exponents)


def network(widths):
    shapes = list(zip(widths, widths[1:]))
    generators = iter(context(widths[0] + sum(a * b for a, b in shapes)).gens())
    inputs = [next(generators) for _ in range(widths[0])]
    layers = [[[next(generators) for _ in range(a)] for _ in range(b)] for a, b in shapes]

    def run():
        x = inputs
        for k, rows in enumerate(layers):
            following = []
            for row in rows:
                z = row[0] * x[0]
                for w, v in zip(row[1:], x[1:]):
                    z = z + w * v
                following.append(z * z if k < len(layers) - 1 else z)
            x = following
        return x[0]

    return run


def timed(run):
    now = time.process_time
    start = now()
    result = run()
    first = best = now() - start
    batches = 0
    while now() - start < SPENT or batches < 3:
        begin, runs = now(), 0
        while True:
            result = run()
            runs += 1
            if now() - begin >= SHORTEST_BATCH:
                break
        best = min(best, (now() - begin) / runs)
        batches += 1
    return best, first, result


def value(f):
    total = 0
    for e, c in f.terms():
        product = int(c) % PRIME
        for i, k in enumerate(e):
            if k:
                product = product * pow(i + 2, int(k), PRIME) % PRIME
        total += product
    return total % PRIME


with open(sys.argv[1]) as file:
    cases = json.load(file)
for case in cases:
    if 'widths' in case:
        run = network(case['widths'])
    else:
        f, g = (polynomial(case['variables'], terms) for terms in case['factors'])
        run = lambda: f * g
    best, first, result = timed(run)
    print(json.dumps({'case': case['name'], 'system': f'FLINT {flint.__FLINT_VERSION__}', 'seconds': best, 'first': first, 'terms': len(result), 'value': str(value(result))}), flush=True)
