"""The jobs of ../kernels.ts by neural-tangents (compile time apart) and by numpy, as JSON lines.

neural-tangents 0.6.5 needs jax == jaxlib == 0.4.25, numpy 1.26.4, scipy 1.12.0. Without it only numpy is timed.
usage: python kernels.py [double|single] [--rounds 9]
"""
import json
import math
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["JAX_PLATFORMS"] = "cpu"
import numpy as np

PRECISION = next((a for a in sys.argv[1:] if a in ("double", "single")), "double")
ROUNDS = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 9
DIMENSION, DEPTH, COEFFICIENTS, SIZES = 128, 3, [0.0, 1.0, 0.3, 0.2], (512, 2048)
DTYPE = np.float64 if PRECISION == "double" else np.float32


def inputs(n):
    x = np.random.default_rng(1).standard_normal((n, DIMENSION))
    return (x * (math.sqrt(DIMENSION) / 2 / np.linalg.norm(x, axis=1, keepdims=True))).astype(DTYPE)


def report(library, n, run):
    start = time.perf_counter()
    run()
    first = time.perf_counter() - start
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    times.sort()
    print(json.dumps({"job": "nngp+ntk", "library": library, "n": n, "precision": PRECISION, "threads": os.cpu_count(),
                      "seconds": times[0], "median": times[len(times) // 2], "first": first}), flush=True)


def numpy_kernels(x):
    """The recursion written out; the activation's coefficients as in the dual sum r_l(K11) r_l(K22) K12^l / l!."""
    def means(k):
        return [sum(COEFFICIENTS[2 * i + l] * math.factorial(2 * i + l) / (2**i * math.factorial(i)) * k**i
                    for i in range((len(COEFFICIENTS) - 1 - l) // 2 + 1)) for l in range(len(COEFFICIENTS))]
    k = x @ x.T / DIMENSION
    theta = k
    for _ in range(DEPTH):
        r = means(np.diag(k))
        c = [np.outer(a, a) / math.factorial(l) for l, a in enumerate(r)]
        y, slope = c[-1], 0
        for l in range(len(c) - 2, -1, -1):
            slope = slope * k + y
            y = y * k + c[l]
        k, theta = y.astype(x.dtype), (y + slope * theta).astype(x.dtype)
    return k, theta


for n in SIZES:
    x = inputs(n)
    report("numpy", n, lambda: numpy_kernels(x))
try:
    import jax
    if PRECISION == "double":
        jax.config.update("jax_enable_x64", True)
    from neural_tangents import stax
except ImportError as missing:
    print(json.dumps({"library": "neural-tangents", "skipped": str(missing)}))
    sys.exit()
hidden = [layer for _ in range(DEPTH) for layer in (stax.Dense(1024, 1.0, None), stax.Polynomial(COEFFICIENTS))]
_, _, kernel = stax.serial(*hidden, stax.Dense(1, 1.0, None))
compiled = jax.jit(kernel, static_argnums=(2,))
for n in SIZES:
    x = jax.numpy.asarray(inputs(n))
    report("neural-tangents", n, lambda: jax.block_until_ready(compiled(x, None, ("nngp", "ntk"))))
