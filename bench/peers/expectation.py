"""SymPy on the cases that `node bench/expectation.ts --write FILE` writes: one line of JSON a case and way, seconds of processor
time. Ways: its sparse polynomials with E f = [exp(½ Σ C_ij ∂_i ∂_j) f](mean); its expressions with the same operator by `diff`, as
one would write it; and, to see what the language takes, our recursion over Python's fractions, which is not SymPy.

usage: python bench/peers/expectation.py FILE [SECONDS, after which a way is given up; 120]
"""
import json
import signal
import sys
import time
from fractions import Fraction
from functools import lru_cache

import sympy
from sympy import QQ
from sympy.polys.rings import ring

sys.setrecursionlimit(10_000)


def symbols_in(case):
    names = {str(s) for row in case["covariance"] for c in row for s in sympy.sympify(c).free_symbols}
    return sorted(names)


def sparse(case):
    n, names = len(case["covariance"]), symbols_in(case)
    R, *gens = ring([f"x{i + 1}" for i in range(n)] + names, QQ)
    x, extra = gens[:n], gens[n:]
    rational = lambda text: QQ(Fraction(text).numerator, Fraction(text).denominator)
    entry = lambda text: extra[names.index(text)] if text in names else R(rational(text))
    f = R.zero
    for c, factors in case["terms"]:
        powers = [0] * len(gens)
        for i, e in factors:
            powers[i] = e
        f[tuple(powers)] = rational(c)
    C = [[entry(c) for c in row] for row in case["covariance"]]
    mean = [rational(m) for m in case["mean"]]

    def run():
        total, power, k = f, f, 0
        while power:
            k += 1
            following = R.zero
            for i in range(n):
                first = power.diff(x[i])
                if not first:
                    continue
                following += first.diff(x[i]) * C[i][i] * QQ(1, 2)
                for j in range(i):
                    following += first.diff(x[j]) * C[i][j]
            power = following * QQ(1, k)
            total += power
        return total.evaluate(list(zip(x, mean))) if not extra else total.subs(list(zip(x, mean)))

    return run


def expressions(case):
    n = len(case["covariance"])
    x = sympy.symbols(f"x1:{n + 1}")
    f = sum(sympy.Rational(c) * sympy.prod(x[i] ** e for i, e in factors) for c, factors in case["terms"])
    C = [[sympy.sympify(c, rational=True) for c in row] for row in case["covariance"]]
    at = dict(zip(x, (sympy.Rational(m) for m in case["mean"])))

    def run():
        total, power, k = f, f, 0
        while power != 0:
            k += 1
            power = sympy.expand(sum(C[i][j] * sympy.diff(power, x[i], x[j]) for i in range(n) for j in range(n)) / (2 * k))
            total += power
        return sympy.expand(total.subs(at))

    return run


def recursion(case):
    if symbols_in(case):
        return None
    C = [[Fraction(c) for c in row] for row in case["covariance"]]
    mean = [Fraction(m) for m in case["mean"]]
    n = len(C)
    terms = []
    for c, factors in case["terms"]:
        powers = [0] * n
        for i, e in factors:
            powers[i] = e
        terms.append((Fraction(c), tuple(powers)))

    def run():
        @lru_cache(maxsize=None)
        def moment(powers):
            i = n - 1
            while i >= 0 and powers[i] == 0:
                i -= 1
            if i < 0:
                return Fraction(1)
            lower = list(powers)
            lower[i] -= 1
            value = mean[i] * moment(tuple(lower)) if mean[i] else Fraction(0)
            for j in range(i + 1):
                e = lower[j]
                if e and C[i][j]:
                    lower[j] = e - 1
                    value += e * C[i][j] * moment(tuple(lower))
                    lower[j] = e
            return value

        return sum(c * moment(powers) for c, powers in terms if any(mean) or sum(powers) % 2 == 0)

    return run


def timed(run, limit):
    def stop(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    times, value = [], None
    try:
        while not times or (sum(times) < 0.7 and len(times) < 20):
            start = time.process_time()
            value = run()
            times.append(time.process_time() - start)
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
    return (min(times) if times else None), value


if __name__ == "__main__":
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    for case in json.load(open(sys.argv[1])):
        for system, prepare in [("sympy.polys", sparse), ("sympy", expressions), ("python recursion", recursion)]:
            run = prepare(case)
            if run is None:
                continue
            seconds, value = timed(run, limit)
            shown = None if value is None else str(value.as_expr() if hasattr(value, "as_expr") else value).replace("**", "^")
            print(json.dumps({"case": case["name"], "system": system, "seconds": seconds, "over": None if seconds is not None else limit, "value": shown}), flush=True)
