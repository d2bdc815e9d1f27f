"""SymPy: its sparse polynomial ring with `--ring`; else its general `expand`, with its cache
emptied before every run."""
from fractions import Fraction

from job import finish, forward, job_and_options, require, timed

sympy = require('sympy')
job, options = job_and_options()
version = f'SymPy {sympy.__version__}, {sympy.external.gmpy.GROUND_TYPES} integers'

if '--ring' in options:
    domain = sympy.ZZ if job.integral else sympy.QQ
    ring, *generators = sympy.ring(job.names, domain)
    number = (lambda c: domain(c.numerator)) if job.integral else (lambda c: domain(c.numerator, c.denominator))
    layers = job.converted(number, generators)
    f = timed(lambda: forward(layers, generators[:job.inputs], ring(0)), version)
    exactly = lambda c: Fraction(int(c)) if job.integral else Fraction(int(c.numerator), int(c.denominator))
    finish(len(f), job.value((e, exactly(c)) for e, c in f.terms()))
else:
    symbols = sympy.symbols(job.names)
    layers = job.converted(lambda c: sympy.Rational(c.numerator, c.denominator), symbols)

    def run():
        sympy.core.cache.clear_cache()
        return sympy.expand(forward(layers, symbols[:job.inputs], sympy.Integer(0)))

    f = timed(run, version)
    terms = sympy.Poly(f, *symbols).terms()
    finish(len(f.args), job.value((e, Fraction(int(c.p), int(c.q))) for e, c in terms))
