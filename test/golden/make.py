"""Makes the golden files of this folder with SymPy and python-flint, which share nothing with the package: see README.md."""

import hashlib
import itertools
import json
import random
import re
import struct
import sys
from fractions import Fraction
from pathlib import Path

import flint
import sympy
from sympy import QQ, grevlex
from sympy.polys.rings import ring

here = Path(__file__).parent
examples = here.parent.parent / "examples" / "networks"


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (here / name).write_text(text.replace('{"name"', '\n{"name"') + "\n")


def exact(c):
    """A JSON number is that double, a string the rational it says."""
    q = Fraction(c)
    return QQ(q.numerator, q.denominator)


def show(q):
    q = Fraction(int(q.numerator), int(q.denominator))
    return f"{q.numerator}" if q.denominator == 1 else f"{q.numerator}/{q.denominator}"


def terms(f):
    """A polynomial as in the Polynomial format: SymPy sorts by graded reverse lexicographic order."""
    return [[show(c), [[i, int(e)] for i, e in enumerate(m) if e > 0]] for m, c in f.terms()]


# --- Expansions ---------------------------------------------------------------------------------------------------


def dense(x, W, b=None):
    rows = [sum((exact(w) * v for w, v in zip(row, x)), 0 * x[0]) for row in W]
    return rows if b is None else [row + exact(c) for row, c in zip(rows, b)]


def activation(z, coefficients):
    return [sum((exact(c) * v**k for k, c in enumerate(coefficients)), 0 * v) for v in z]


def names(n):
    return [f"x{i + 1}" for i in range(n)]


def sequential(name, inputs, layers):
    """Dense layers and activations in turn: the description and SymPy's polynomials come from the same numbers."""
    variables = inputs if isinstance(inputs, list) else names(inputs)
    _, *x = ring(",".join(f"v{i}" for i in range(len(variables))), QQ, grevlex)
    description = []
    for layer in layers:
        if isinstance(layer, tuple):
            x = dense(x, *layer)
            description.append({"type": "dense", "weight": layer[0], **({"bias": layer[1]} if len(layer) > 1 else {})})
        else:
            x = activation(x, layer)
            description.append({"type": "polynomial", "coefficients": layer})
    return {"name": name, "network": {"inputs": inputs, "layers": description}, "variables": variables, "outputs": [terms(f) for f in x]}


def mixed():
    """Every other layer type, nested, written out by hand."""
    _, x, y = ring("x,y", QQ, grevlex)
    third, half = QQ(1, 3), QQ(1, 2)
    # product of a dense branch and of the input itself
    p = [(2 * x - y + 1) * x, (third * x + 3 * y) * y]
    # residual with a shortcut: two inputs, three outputs; the branch is dense, then square
    branch = [(p[0] + p[1]) ** 2, (half * p[0]) ** 2, (p[1] - p[0]) ** 2]
    r = [branch[0] + p[0], branch[1] - p[1], branch[2] + 2 * p[0] + half * p[1]]
    # bilinear: one output, B = [[0, 1, 0], [0, 0, -1/3], [2, 0, 0]], b = 5
    f = r[0] * r[1] - third * r[1] * r[2] + 2 * r[2] * r[0] + 5
    # residual within a residual, no shortcut: f + (f + (3 f − 1)) = 5 f − 1
    g = 5 * f - 1
    description = {
        "inputs": ["x", "y"],
        "outputs": ["g"],
        "layers": [
            {"type": "product", "branches": [[{"type": "dense", "weight": [[2, -1], ["1/3", 3]], "bias": [1, 0]}], []]},
            {
                "type": "residual",
                "layers": [{"type": "dense", "weight": [[1, 1], ["1/2", 0], [-1, 1]]}, {"type": "square"}],
                "shortcut": [{"type": "dense", "weight": [[1, 0], [0, -1], [2, 0.5]]}],
            },
            {"type": "bilinear", "weight": [[[0, 1, 0], [0, 0, "-1/3"], [2, 0, 0]]], "bias": [5]},
            {"type": "residual", "layers": [{"type": "residual", "layers": [{"type": "dense", "weight": [[3]], "bias": [-1]}]}]},
        ],
    }
    return {"name": "mixed layers", "network": description, "variables": ["x", "y"], "outputs": [terms(g)]}


def symbolic():
    """2-3-3-1 with x² after both hidden layers, every weight an indeterminate."""
    inputs = ["x1", "x2"]
    shapes = [(3, 2), (3, 3), (1, 3)]
    weights = []
    for layer, (rows, columns) in enumerate(shapes, 1):
        weights += [f"W{layer}_{i}_{j}" for i in range(1, rows + 1) for j in range(1, columns + 1)]
        weights += [f"b{layer}_{i}" for i in range(1, rows + 1)]
    variables = inputs + weights
    _, *generators = ring(",".join(variables), QQ, grevlex)
    v = dict(zip(variables, generators))
    x = [v["x1"], v["x2"]]
    for layer, (rows, columns) in enumerate(shapes, 1):
        x = [sum(v[f"W{layer}_{i}_{j}"] * x[j - 1] for j in range(1, columns + 1)) + v[f"b{layer}_{i}"] for i in range(1, rows + 1)]
        if layer < 3:
            x = [z**2 for z in x]
    hidden = {"type": "dense", "outputs": 3, "symbolic": True, "bias": True}
    square = {"type": "polynomial", "coefficients": [0, 0, 1]}
    network = {"inputs": 2, "layers": [hidden, square, hidden, square, {**hidden, "outputs": 1}]}
    return {"name": "symbolic 2-3-3-1", "network": network, "variables": variables, "outputs": [terms(f) for f in x]}


def expansions():
    draw = random.Random(1)
    integer = lambda: draw.randint(-4, 4)
    fraction = lambda: f"{draw.randint(-9, 9)}/{draw.randint(1, 9)}"
    decimal = lambda: f"{draw.randint(-300, 300) / 100:.2f}"
    double = lambda: draw.uniform(-1, 1)
    single = lambda: struct.unpack("<f", struct.pack("<f", draw.uniform(-1, 1)))[0]
    table = lambda entry, rows, columns: [[entry() for _ in range(columns)] for _ in range(rows)]
    row = lambda entry, n: [entry() for _ in range(n)]
    return [
        sequential("xor with x²", 2, [([[1, -1], ["1/2", 1]], [0, -1]), [0, 0, 1], ([[1, -2]], ["3/2"])]),
        sequential(
            "deep and narrow",
            2,
            [layer for _ in range(4) for layer in ((table(integer, 2, 2), row(integer, 2)), [0, 1, "1/2"])],
        ),
        sequential("wide input", 24, [(table(integer, 3, 24), row(integer, 3)), [1, "1/3", 2], (table(integer, 2, 3), row(integer, 2))]),
        sequential("rational weights, cubic", 3, [(table(fraction, 3, 3), row(fraction, 3)), row(fraction, 4), (table(fraction, 2, 3), row(fraction, 2))]),
        sequential("quartic", ["sepal length (cm)", "λ"], [(table(integer, 2, 2), row(fraction, 2)), [1, 0, "-2/3", 0, 5], (table(fraction, 1, 2),)]),
        sequential("decimals", 2, [(table(decimal, 2, 2), row(decimal, 2)), ["-0.125", "1e-1", ".5", "2.5e1"], (table(decimal, 1, 2), row(decimal, 1))]),
        sequential("doubles, exactly", 2, [(table(double, 2, 2), row(double, 2)), [0.1, 0.2, 0.3], (table(double, 1, 2), row(double, 1)), [0, 0.7, -1e-300]]),
        sequential("singles, cubic of cubic", 1, [(table(single, 2, 1), row(single, 2)), [0, 0.5, 0.25, 0.0625], (table(single, 2, 2), row(single, 2)), [0, 0.5, 0.25, 0.0625], (table(single, 1, 2), row(single, 1))]),
        mixed(),
        symbolic(),
    ]


# --- Trained networks, by hash --------------------------------------------------------------------------------------


def tensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    result = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32"
        begin, end = entry["data_offsets"]
        values = struct.unpack(f"<{(end - begin) // 4}f", data[8 + length + begin : 8 + length + end])
        width = entry["shape"][-1]
        result[name] = [values[i : i + width] for i in range(0, len(values), width)]
    return result


def digest(f):
    """Number of terms, the first, and a hash of all, in order."""
    lines = [f"{show(Fraction(int(c.numerator), int(c.denominator)))} {' '.join(f'{i}^{e}' for i, e in enumerate(m) if e > 0)}" for m, c in f.terms()]
    return {"terms": len(lines), "first": lines[0], "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def trained():
    """FLINT's expansion of each trained network: the number of terms and a hash of all of them, in order."""
    found = []
    for folder in sorted(examples.iterdir()):
        network = json.loads((folder / "network.json").read_text())
        weights = tensors(folder / network["weights"])
        context = flint.fmpq_mpoly_ctx.get([f"v{i}" for i in range(len(network["inputs"]))], "degrevlex")
        rational = lambda c: flint.fmpq(*Fraction(c).as_integer_ratio())
        x = list(context.gens())
        for layer in network["layers"]:
            if layer["type"] == "dense":
                bias = weights[layer["bias"]][0]
                x = [sum((rational(w) * v for w, v in zip(row, x)), context.constant(rational(b))) for row, b in zip(weights[layer["weight"]], bias)]
            else:
                x = [sum((rational(c) * v**k for k, c in enumerate(layer["coefficients"])), context.constant(0)) for v in x]
        outputs = [digest(f) for f in x]
        found.append({"name": folder.name, "outputs": outputs})
    return found


# --- Products ---------------------------------------------------------------------------------------------------------


def products():
    """FLINT's products of random polynomials, dense and sparse, few variables and many, short coefficients and long."""
    draw = random.Random(4)

    def integer(bits):
        return draw.choice((-1, 1)) * (draw.getrandbits(bits) | 1 << (bits - 1))

    def filled(n, degree, bits):
        exponents = [e for e in itertools.product(range(degree + 1), repeat=n) if sum(e) <= degree]
        return {e: integer(bits) for e in exponents}

    def scattered(n, degree, count, bits):
        found = {}
        while len(found) < count:
            e = [0] * n
            for _ in range(draw.randint(0, degree)):
                e[draw.randrange(n)] += 1
            found[tuple(e)] = integer(bits)
        return found

    shapes = {
        "three variables, all monomials": (3, lambda: filled(3, 6, 20)),
        "three variables, all monomials, 53 bits": (3, lambda: filled(3, 6, 53)),
        "four variables, all monomials, 300 bits": (4, lambda: filled(4, 2, 300)),
        "twenty variables, few monomials": (20, lambda: scattered(20, 8, 60, 24)),
        "twenty variables, few monomials, 500 bits": (20, lambda: scattered(20, 6, 20, 500)),
        "two hundred variables": (200, lambda: scattered(200, 4, 60, 10)),
        "one variable": (1, lambda: filled(1, 200, 9)),
        "one variable, 100 bits": (1, lambda: filled(1, 100, 100)),
        "one variable, high powers": (1, lambda: {(draw.randrange(30000),): integer(30) for _ in range(40)}),
    }
    found = []
    for name, (n, make) in shapes.items():
        context = flint.fmpz_mpoly_ctx.get([f"v{i}" for i in range(n)], "degrevlex")
        f, g = context.from_dict(make()), context.from_dict(make())
        found.append({"name": name, "variables": n, "f": terms(f), "g": terms(g), "product": digest(f * g), "square": digest(f * f)})
    return found


def symbolic_network():
    """FLINT's polynomial of a 3-4-4-1 network with x², every weight an indeterminate."""
    widths = (3, 4, 4, 1)
    layers = list(zip(widths, widths[1:]))
    context = flint.fmpz_mpoly_ctx.get([f"v{i}" for i in range(3 + sum(a * b for a, b in layers))], "degrevlex")
    generators = iter(context.gens())
    x = [next(generators) for _ in range(3)]
    for k, (a, b) in enumerate(layers):
        rows = [[next(generators) for _ in range(a)] for _ in range(b)]
        x = [sum((w * v for w, v in zip(row, x)), context.constant(0)) for row in rows]
        if k < 2:
            x = [z * z for z in x]
    return digest(x[0])


# --- Numbers ----------------------------------------------------------------------------------------------------------


def doubles():
    """Rationals and the bits of the nearest double, by Python's correctly rounded division of integers."""
    draw = random.Random(2)
    cases = []
    for exponent in (-1080, -1075, -1074, -1073, -1060, -1023, -1022, -1021, -60, -1, 0, 1, 60, 960, 969, 970):
        for _ in range(3):
            bits = draw.randint(50, 60)
            significand = draw.getrandbits(bits) | 1 | 1 << (bits - 1)
            cases.append((significand * 2 ** max(exponent, 0), 2 ** max(-exponent, 0)))
            cases.append((-(2 * draw.getrandbits(53) + 1) * 2 ** max(exponent, 0), 2 ** max(-exponent, 0)))
    for _ in range(24):
        cases.append((draw.getrandbits(draw.randint(1, 700)) - draw.getrandbits(draw.randint(1, 700)), draw.getrandbits(draw.randint(1, 700)) + 1))
    # Halfway between two doubles, and just beside it; a non-dyadic nudge decides.
    for significand in (2**53 - 1, 2**52, 1, 2):
        for exponent in (-1074, -53, 100):
            middle = Fraction(2 * significand + 1, 2) * Fraction(2) ** exponent
            for nudge in (Fraction(0), Fraction(1, 3) * Fraction(2) ** -1100, -Fraction(1, 7) * Fraction(2) ** -1100):
                q = middle + nudge
                cases.append((q.numerator, q.denominator))

    def bits(p, q):
        try:
            x = p / q
        except OverflowError:
            x = float("inf") if p > 0 else float("-inf")
        return struct.pack(">d", x).hex()

    return [[hex(p), hex(q), bits(p, q)] for p, q in cases if p != 0]


def sympy_names():
    """Names that `from sympy import *` takes: those with a digit, and single letters."""
    namespace = {}
    exec("from sympy import *", namespace)
    return sorted(name for name in namespace if re.fullmatch(r"[A-Za-z]\w*", name) and (re.search(r"\d", name) or len(name) == 1))


def sympy_texts():
    """Polynomials and the text that must be printed for them; SymPy reads each text and must find the same polynomial."""
    cases = [
        (["x1", "x2"], [["3/7", [[0, 2]]], ["-1", [[1, 1]]]], "Rational(3, 7)*x1**2 - x2"),
        (["x1", "x2"], [["-1", [[0, 2], [1, 3]]], ["1", []]], "-x1**2*x2**3 + 1"),
        (["x1"], [["-5/2", []]], "-Rational(5, 2)"),
        (["x1"], [], "0"),
        (["lambda", "S"], [["2", [[0, 1], [1, 2]]], ["-1/3", [[1, 1]]]], "2*Symbol('lambda')*Symbol('S')**2 - Rational(1, 3)*Symbol('S')"),
        (["sepal length (cm)", "W1_2_3"], [["1", [[0, 1], [1, 1]]]], "Symbol('sepal length (cm)')*W1_2_3"),
        (["it's", "a\\b", "größe"], [["1", [[0, 1]]], ["1", [[1, 1]]], ["1", [[2, 1]]]], "Symbol('it\\'s') + Symbol('a\\\\b') + Symbol('größe')"),
        (["hn1", "E1", "q"], [["7", [[0, 1], [1, 1], [2, 1]]]], "7*Symbol('hn1')*Symbol('E1')*q"),
    ]
    for variables, polynomial, text in cases:
        meant = sum(sympy.Rational(c) * sympy.prod(sympy.Symbol(variables[i]) ** e for i, e in m) for c, m in polynomial)
        assert sympy.sympify(text) - meant == 0, text
    return [{"variables": v, "terms": p, "text": t} for v, p, t in cases]


if __name__ == "__main__":
    write("expansions.json", expansions())
    write("trained.json", trained())
    write("products.json", {"products": products(), "network": symbolic_network()})
    write("doubles.json", doubles())
    write("sympy.json", {"names": sympy_names(), "texts": sympy_texts()})
    print(f"Python {sys.version.split()[0]}, SymPy {sympy.__version__}, python-flint {flint.__version__}")
