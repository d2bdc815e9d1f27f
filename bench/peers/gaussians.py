"""Gaussians a second by numpy and jax, as JSON lines; ../random.ts starts it.

usage: python gaussians.py --precision double|single --threads 1|2 --count N --rounds R
One thread means one core, for jax too, which otherwise takes them all. numpy takes several by a generator for each.
"""
import argparse
import json
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("--precision", choices=("double", "single"), default="double")
for name, default in (("threads", 1), ("count", 2**20), ("rounds", 60)):
    parser.add_argument(f"--{name}", type=int, default=default)
options = parser.parse_args()
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


def report(library, run):
    run()
    best = min(timed(run) for _ in range(options.rounds))
    print(json.dumps({"library": library, "millions": round(options.count / best / 1e6, 1)}), flush=True)


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


try:
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    dtype = np.float64 if options.precision == "double" else np.float32
    parts = np.array_split(np.empty(options.count, dtype), options.threads)
    generators = [np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(1).spawn(options.threads)]
    pool = ThreadPoolExecutor(options.threads)
    fill = lambda generator, out: generator.standard_normal(out=out, dtype=dtype)
    if options.threads == 1:
        report("numpy", lambda: fill(generators[0], parts[0]))
    else:
        report("numpy", lambda: list(pool.map(fill, generators, parts)))
except ImportError:
    pass
try:
    import jax

    jax.config.update("jax_enable_x64", True)
    key = jax.random.key(1)
    draw = jax.jit(lambda key: jax.random.normal(key, (options.count,), f"float{64 if options.precision == 'double' else 32}"))
    report("jax", lambda: draw(key).block_until_ready())
except ImportError:
    pass
