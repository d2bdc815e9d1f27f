"""Symbolica: its polynomials, on one core, as its free licence allows."""
import os
from fractions import Fraction
from importlib.metadata import version

os.environ.setdefault('SYMBOLICA_HIDE_BANNER', '1')
from job import finish, forward, job_and_options, require, timed

symbolica = require('symbolica')
job, _ = job_and_options()
symbols = [symbolica.S(name) for name in job.names]
# Each polynomial knows all variables from the start, so that none has to be brought into another's form.
everything = sum(symbols, symbolica.Expression.num(1))
one = everything.to_polynomial()
variables = [(x + everything).to_polynomial() - one for x in symbols]
known = {}


def number(c):
    if c not in known:
        known[c] = (symbolica.Expression.num(c.numerator) / symbolica.Expression.num(c.denominator)).to_polynomial()
    return known[c]


layers = job.converted(number, variables)
f = timed(lambda: forward(layers, variables[:job.inputs], one - one), f'Symbolica {version("symbolica")}')
pairs = f.coefficient_list()
names = [str(v).split('::')[-1] for v in f.get_variables()]
place = [job.names.index(name) for name in names]


def exponents(given):
    full = [0] * job.variables
    for i, k in zip(place, given):
        full[i] = int(k)
    return full


finish(len(pairs), job.value((exponents(e), Fraction(str(c))) for e, c in pairs))
