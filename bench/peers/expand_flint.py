"""FLINT by python-flint: over Q (over Z where every number is an integer), or with `--cleared` over Z throughout, each
neuron an integer polynomial with a denominator of its own."""
from fractions import Fraction
from math import lcm

from job import Dense, Variable, finish, forward, job_and_options, require, timed

flint = require('flint', 'python-flint')
flint.ctx.threads = 1
job, options = job_and_options()
version = f'python-flint {flint.__version__} (FLINT {flint.__FLINT_VERSION__})'


def linear_form(context, variables, row, bias, number):
    """From a dictionary, which is quicker than a sum."""
    terms = {}
    for i, w in enumerate(row):
        if w != 0:
            terms[tuple(int(i == j) for j in range(variables))] = number(w)
    if bias != 0:
        terms[(0,) * variables] = number(bias)
    return context.from_dict(terms)


def over_a_field():
    if job.integral:
        context = flint.fmpz_mpoly_ctx.get(job.names, 'degrevlex')
        number = lambda c: flint.fmpz(c.numerator)
        exactly = lambda c: Fraction(int(c))
    else:
        context = flint.fmpq_mpoly_ctx.get(job.names, 'degrevlex')
        number = lambda c: flint.fmpq(c.numerator, c.denominator)
        exactly = lambda c: Fraction(int(c.p), int(c.q))
    generators = context.gens()
    layers = job.converted(number, generators)
    first = job.layers[0]
    symbolic = isinstance(first.bias[0], Variable)

    def run():
        if symbolic:
            return forward(layers, list(generators[:job.inputs]), context.constant(0))
        hidden = [linear_form(context, job.variables, row, b, number) for row, b in zip(first.weight, first.bias)]
        return forward(layers[1:], hidden, context.constant(0))

    f = timed(run, version)
    finish(len(f), job.value((e, exactly(c)) for e, c in zip(f.monoms(), f.coeffs())))


def cleared():
    """A neuron is (f, q) for f/q, f over Z."""
    context = flint.fmpz_mpoly_ctx.get(job.names, 'degrevlex')
    zero, Z = context.constant(0), flint.fmpz

    def activate(coefficients, neuron):
        f, q = neuron
        degree, common = len(coefficients) - 1, lcm(*(c.denominator for c in coefficients))
        total, power = zero + Z(int(coefficients[0] * common) * q**degree), f
        for k in range(1, degree + 1):
            if k > 1:
                power = power * f
            factor = int(coefficients[k] * common) * q ** (degree - k)
            if factor:
                total = total + (power if factor == 1 else power * Z(factor))
        return total, common * q**degree

    def first(row, bias):
        q = lcm(bias.denominator, *(w.denominator for w in row))
        return linear_form(context, job.variables, [w * q for w in row], bias * q, lambda c: Z(int(c))), q

    def combine(row, bias, neurons):
        q = lcm(bias.denominator, *(w.denominator * d for w, (_, d) in zip(row, neurons)))
        total = zero + Z(int(bias * q))
        for w, (f, d) in zip(row, neurons):
            if w:
                total = total + f * Z(w.numerator * (q // (w.denominator * d)))
        return total, q

    def run():
        neurons = [first(row, b) for row, b in zip(job.layers[0].weight, job.layers[0].bias)]
        for layer in job.layers[1:]:
            if isinstance(layer, Dense):
                neurons = [combine(row, b, neurons) for row, b in zip(layer.weight, layer.bias)]
            else:
                neurons = [activate(layer, neuron) for neuron in neurons]
        return neurons[0]

    f, q = timed(run, version)
    finish(len(f), job.value((e, Fraction(int(c))) for e, c in zip(f.monoms(), f.coeffs())) * pow(q, -1, job.prime) % job.prime)


cleared() if '--cleared' in options else over_a_field()
