"""What a peer is given and what it says: one JSON document in, lines of JSON out.

The job names a network, a prime and a point. A peer says `ready` (with its version) when everything is in its own form
and the clock starts, `ran` after the first run, `timed` after the last, and `checked` with the polynomial's value at the point, modulo
the prime. Whoever started it stops it when a stage takes too long.
"""
import json
import os
import resource
import sys
import time
from fractions import Fraction

SPENT = 0.5
FEWEST, MOST = 3, 200
LONG = 5.0


class Dense:
    """y = W x + b. An entry is a Fraction, or the number of a variable where the weights are indeterminates."""

    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias


class Job:
    def __init__(self, path):
        with open(path) as file:
            job = json.load(file)
        self.prime = int(job['prime'])
        self.point = [int(x) for x in job['point']]
        network = job['network']
        self.inputs = network['inputs']
        self.variables = self.inputs
        self.layers = []
        width = self.inputs
        for layer in network['layers']:
            if layer['type'] == 'polynomial':
                self.layers.append([Fraction(c) for c in layer['coefficients']])
            elif layer.get('symbolic'):
                outputs = layer['outputs']
                weight = [[Variable(self.variables + o * width + i) for i in range(width)] for o in range(outputs)]
                self.variables += outputs * width
                bias = [Variable(self.variables + o) for o in range(outputs)]
                self.variables += outputs
                self.layers.append(Dense(weight, bias))
                width = outputs
            else:
                weight = [[Fraction(w) for w in row] for row in layer['weight']]
                self.layers.append(Dense(weight, [Fraction(b) for b in layer['bias']]))
                width = len(weight)

    @property
    def names(self):
        return [f'x{i + 1}' for i in range(self.variables)]

    @property
    def integral(self):
        return all(c.denominator == 1 for c in self.numbers())

    def numbers(self):
        for layer in self.layers:
            entries = layer if isinstance(layer, list) else [e for row in layer.weight for e in row] + layer.bias
            yield from (e for e in entries if isinstance(e, Fraction))

    def converted(self, number, variables):
        """The layers with every entry in a system's own form, before the clock starts."""
        entry = lambda e: variables[e] if isinstance(e, Variable) else number(e)
        return [
            [number(c) for c in layer] if isinstance(layer, list)
            else Dense([[entry(w) for w in row] for row in layer.weight], [entry(b) for b in layer.bias])
            for layer in self.layers
        ]

    def value(self, terms):
        """Σ coefficient Π x_i^exponent_i at the point; terms are (exponents, Fraction) pairs."""
        p, total, powers = self.prime, 0, {}
        for exponents, c in terms:
            product = c.numerator * pow(c.denominator, -1, p) % p if c.denominator != 1 else c.numerator % p
            for i, k in enumerate(exponents):
                if k:
                    key = (i, int(k))
                    if key not in powers:
                        powers[key] = pow(self.point[i], int(k), p)
                    product = product * powers[key] % p
            total += product
        return total % p


class Variable(int):
    """The number of a variable, where a weight is an indeterminate."""


def forward(layers, inputs, zero, expanded=lambda e: e):
    """The network by a system's own + and *; zero weights and coefficients are passed over."""
    current = inputs
    for layer in layers:
        if isinstance(layer, list):
            current = [expanded(activation(layer, x, zero)) for x in current]
        else:
            following = []
            for row, b in zip(layer.weight, layer.bias):
                total = zero + b
                for w, x in zip(row, current):
                    if w != 0:
                        total = total + x * w
                following.append(expanded(total))
            current = following
    return current[0]


def activation(coefficients, x, zero):
    total, power = zero + coefficients[0], x
    for k, c in enumerate(coefficients[1:], 1):
        if k > 1:
            power = power * x
        if c != 0:
            total = total + (power if c == 1 else power * c)
    return total


def say(stage, **values):
    print(json.dumps({'stage': stage, **values}), flush=True)


def require(module, label=None):
    """The module, or the end of this peer with word that it is not installed."""
    try:
        return __import__(module)
    except ImportError:
        say('missing', what=label or module)
        sys.exit(0)


def peak_kilobytes():
    """The most memory resident so far. Linux's own count starts at this process, getrusage's at its parent."""
    try:
        with open('/proc/self/status') as status:
            return int(next(line for line in status if line.startswith('VmHWM')).split()[1])
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // 1024 if sys.platform == 'darwin' else peak


def timed(run, version):
    """Runs until half a second is spent, at least 3 times (once where a run takes 5 s), at most 200. The last result."""
    say('ready', version=f'{version} (Python {sys.version.split()[0]})')
    times, peak = [], None
    while True:
        start = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - start)
        if peak is None:
            peak = peak_kilobytes()
            say('ran')
        spent = sum(times)
        if len(times) >= MOST or spent >= LONG or (spent >= SPENT and len(times) >= FEWEST):
            break
    say('timed', best=min(times), first=times[0], runs=len(times), peakKilobytes=peak)
    return result


def finish(terms, value):
    say('checked', terms=terms, value=str(value))
    sys.stdout.flush()
    os._exit(0)


def job_and_options():
    return Job(sys.argv[1]), sys.argv[2:]
