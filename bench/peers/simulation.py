"""The jobs of ../simulation.ts by numpy (conditional sampling, whole weight matrices, Gram form of the empirical NTK) and,
where it is installed, by neural-tangents, as JSON lines.

neural-tangents 0.6.5 needs jax == jaxlib == 0.4.25, numpy 1.26.4, scipy 1.12.0. Without it only numpy is timed.
usage: python simulation.py [single|double] [--rounds 3] [--draws 256]
"""
import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["JAX_PLATFORMS"] = "cpu"
import numpy as np

PRECISION = next((a for a in sys.argv[1:] if a in ("single", "double")), "single")
DTYPE = np.float32 if PRECISION == "single" else np.float64
ROUNDS = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 3
DRAWS = int(sys.argv[sys.argv.index("--draws") + 1]) if "--draws" in sys.argv else 256
DIMENSION, WIDTH, DEPTH, COEFFICIENTS = 128, 1024, 3, (0.0, 1.0, 0.3, 0.2)
C = [DTYPE(c) for c in COEFFICIENTS]


def activation(z):
    return C[0] + z * (C[1] + z * (C[2] + z * C[3]))


def slope(z):
    return C[1] + z * (2 * C[2] + z * (3 * C[3]))


def inputs(n):
    x = np.random.default_rng(1).uniform(-(0.75**0.5), 0.75**0.5, (n, DIMENSION))
    return x.astype(DTYPE)


def report(job, library, n, run, draws=None, repetitions=1):
    run()
    times = []
    for _ in range(ROUNDS * repetitions):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    times.sort()
    scale = 1 if draws is None else 256 / draws
    print(json.dumps({"job": job, "library": library, "inputs": n, "precision": PRECISION, "threads": os.cpu_count(),
                      "seconds": times[0] * scale, "median": times[len(times) // 2] * scale, "load": os.getloadavg()[0]}),
          flush=True)


def factor(a):
    extra = 0.0
    while True:
        try:
            return np.linalg.cholesky(a + DTYPE(extra * np.trace(a) / len(a)) * np.eye(len(a), dtype=DTYPE))
        except np.linalg.LinAlgError:
            extra = max(10 * extra, 1e-7 if DTYPE == np.float32 else 1e-14)


def conditional(k, rng):
    n, w = len(k), WIDTH
    normal = lambda: rng.standard_normal((w, n), dtype=DTYPE)
    a, s, z = [k], [], []
    for _ in range(DEPTH):
        z.append(normal() @ factor(a[-1]).T)
        s.append(activation(z[-1]))
        a.append(s[-1].T @ s[-1] / DTYPE(w))
    v = rng.standard_normal((w, 1), dtype=DTYPE)
    f = v.T @ s[-1] / np.sqrt(DTYPE(w))
    theta, d = a[-1].copy(), v * slope(z[-1]) / np.sqrt(DTYPE(w))
    for l in range(DEPTH - 1, -1, -1):
        h = d.T @ d
        theta += a[l] * h
        if l:
            x, c = s[l - 1] / np.sqrt(DTYPE(w)), factor(a[l])
            g = normal() @ factor(h).T
            m = np.linalg.solve(c.T, np.linalg.solve(c, z[l].T @ d - x.T @ g))
            d = (x @ m + g) * slope(z[l - 1])
    return f, theta


def whole(x, rng=None, weights=None):
    n, w = len(x), DTYPE(WIDTH)
    if weights is None:
        shapes = [(WIDTH, DIMENSION), (WIDTH, WIDTH), (WIDTH, WIDTH), (1, WIDTH)]
        weights = [rng.standard_normal(shape, dtype=DTYPE) / DTYPE(shape[1] ** 0.5) for shape in shapes]
    h, z = [x.T], []
    for weight in weights[:-1]:
        z.append(weight @ h[-1])
        h.append(activation(z[-1]))
    theta, d = h[-1].T @ h[-1] / w, weights[-1].T * slope(z[-1])
    for l in range(DEPTH - 1, -1, -1):
        theta += (h[l].T @ h[l]) * (d.T @ d) / DTYPE(len(h[l]))
        if l:
            d = (weights[l].T @ d) * slope(z[l - 1])
    return weights[-1] @ h[-1], theta


def many(draw, count):
    rng = np.random.default_rng(0)
    for _ in range(count):
        draw(rng)


for n in (4, 64):
    x = inputs(n)
    k = (x @ x.T / DIMENSION).astype(DTYPE)
    report("monte-carlo", "numpy, conditional", n, lambda: many(lambda rng: conditional(k, rng), DRAWS), DRAWS)
    few = max(1, DRAWS // 16)
    report("monte-carlo", "numpy, whole weights", n, lambda: many(lambda rng: whole(x, rng), few), few)
x = inputs(64)
rng = np.random.default_rng(0)
given = [rng.standard_normal(s, dtype=DTYPE) / DTYPE(s[1] ** 0.5)
         for s in [(WIDTH, DIMENSION), (WIDTH, WIDTH), (WIDTH, WIDTH), (1, WIDTH)]]
report("empirical-ntk", "numpy, Gram form", 64, lambda: whole(x, weights=given), repetitions=10)
try:
    import jax
    if PRECISION == "double":
        jax.config.update("jax_enable_x64", True)
    import neural_tangents as nt
    from neural_tangents import stax
except ImportError as missing:
    print(json.dumps({"library": "neural-tangents", "skipped": str(missing)}))
    sys.exit()
layers = [layer for _ in range(DEPTH) for layer in (stax.Dense(WIDTH, 1.0, None), stax.Polynomial(COEFFICIENTS))]
init, apply, _ = stax.serial(*layers, stax.Dense(1, 1.0, None))
for n in (4, 64):
    x = jax.numpy.asarray(inputs(n))
    kernel = nt.monte_carlo_kernel_fn(init, apply, jax.random.PRNGKey(0), DRAWS, trace_axes=(), vmap_axes=0, implementation=3)
    report("monte-carlo", "neural-tangents", n, lambda: jax.block_until_ready(kernel(x, None, ("nngp", "ntk")).ntk), DRAWS)

x = jax.numpy.asarray(inputs(64))
_, params = init(jax.random.PRNGKey(0), x.shape)
for implementation in (1, 3):
    ntk = jax.jit(nt.empirical_ntk_fn(apply, trace_axes=(), vmap_axes=0, implementation=implementation))
    report("empirical-ntk", f"neural-tangents, implementation {implementation} + vmap", 64,
           lambda: jax.block_until_ready(ntk(x, None, params)), repetitions=10)
