"""PARI by cypari: its recursive polynomials."""
from fractions import Fraction
from importlib.metadata import version

from job import finish, forward, job_and_options, require, timed

cypari = require('cypari')
pari = cypari.pari
pari.allocatemem(10**9, 4 * 10**9, silent=True)
job, _ = job_and_options()
generators = [pari(name) for name in job.names]
layers = job.converted(lambda c: pari(c.numerator) / pari(c.denominator), generators)
kernel = '.'.join(str(part) for part in pari.version()[:3])
f = timed(lambda: forward(layers, generators[:job.inputs], pari(0)), f'cypari {version("cypari")} (PARI {kernel})')
place = {name: i for i, name in enumerate(job.names)}


def terms(g, exponents):
    if g.type() != 't_POL':
        if g != 0:
            yield exponents, Fraction(int(g.numerator()), int(g.denominator()))
        return
    i = place[str(g.variable())]
    for k, c in enumerate(g.list()):
        if c != 0:
            below = list(exponents)
            below[i] = k
            yield from terms(c, below)


found = list(terms(f, [0] * job.variables))
finish(len(found), job.value(found))
