"""Four products of 1,024 × 1,024 matrices by numpy, as a JSON line; ../products.ts starts it.

usage: python products.py --precision f64|f32 --threads 1|2 --rounds R
"""
import argparse
import json
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("--precision", choices=("f64", "f32"), default="f64")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--rounds", type=int, default=7)
options = parser.parse_args()
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(options.threads)
import numpy as np

WIDTH, LAYERS = 1024, 4
rng = np.random.default_rng(1)
dtype = np.float64 if options.precision == "f64" else np.float32
matrices = [(rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5).astype(dtype) for _ in range(LAYERS + 1)]


def run():
    value = matrices[0]
    for matrix in matrices[1:]:
        value = value @ matrix.T
    return value


run()
times = []
for _ in range(options.rounds):
    start = time.perf_counter()
    run()
    times.append(time.perf_counter() - start)
gflops = float(f"{2 * LAYERS * WIDTH**3 / min(times) / 1e9:.3g}")
print(json.dumps({"job": "dense", "library": "numpy", "precision": options.precision, "threads": options.threads, "gflops": gflops}))
