"""The jobs of bench/training.ts with numpy in doubles, gradients by hand; one JSON line a case."""

import json
import time

import numpy as np

DIMENSION, DEPTH, SAMPLES, STEPS, ROUNDS = 128, 3, 64, 20, 5


def activation(z):
    return z + 0.3 * z**2 + 0.2 * z**3


def slope(z):
    return 1 + 0.6 * z + 0.6 * z**2


def gradients(weights, x, y):
    values, preactivations = [x], []
    for w in weights[:-1]:
        preactivations.append(values[-1] @ w.T)
        values.append(activation(preactivations[-1]))
    delta = values[-1] @ weights[-1].T - y
    result = [delta.T @ values[-1]]
    for layer in range(len(weights) - 2, -1, -1):
        delta = (delta @ weights[layer + 1]) * slope(preactivations[layer])
        result.append(delta.T @ values[layer])
    return result[::-1]


for width in (256, 1024):
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, (SAMPLES, DIMENSION))
    y = x[:, :1]
    sizes = [DIMENSION] + [width] * DEPTH + [1]
    weights = [rng.normal(size=(b, a)) / np.sqrt(a) for a, b in zip(sizes, sizes[1:])]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(STEPS):
            for w, g in zip(weights, gradients(weights, x, y)):
                w -= 1e-3 / w.shape[1] * g
        best = min(best, (time.perf_counter() - start) / STEPS)
    print(json.dumps({"library": "numpy", "width": width, "samples": SAMPLES, "step": best}))
