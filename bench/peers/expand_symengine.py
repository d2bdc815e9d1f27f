"""symengine: `expand` of the whole expression, or layer by layer with `--layers`."""
from fractions import Fraction

from job import finish, forward, job_and_options, require, timed

symengine = require('symengine')
job, options = job_and_options()
symbols = [symengine.Symbol(name) for name in job.names]
layers = job.converted(lambda c: symengine.Integer(c.numerator) / c.denominator, symbols)
expanded = symengine.expand if '--layers' in options else (lambda e: e)
f = timed(
    lambda: symengine.expand(forward(layers, symbols[:job.inputs], symengine.Integer(0), expanded)),
    f'symengine {symengine.__version__}',
)
place = {symbol: i for i, symbol in enumerate(symbols)}


def terms():
    for term in f.args:
        coefficient, exponents = Fraction(1), [0] * job.variables
        for factor in term.args if term.is_Mul else (term,):
            if factor.is_Number:
                coefficient *= Fraction(str(factor))
            elif factor.is_Pow:
                exponents[place[factor.args[0]]] += int(factor.args[1])
            else:
                exponents[place[factor]] += 1
        yield exponents, coefficient


finish(len(f.args), job.value(terms()))
