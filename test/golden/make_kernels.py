"""Writes kernels.json: kernels by neural-tangents 0.6.5 (jax 0.4.25, doubles), dual activations by Gauss and Legendre quadrature over both variables (numpy 1.26.4)."""
import json
import math
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax
jax.config.update("jax_enable_x64", True)
import numpy as np
from neural_tangents import stax
from scipy.special import erf

INPUTS = [[1.0, 0.5, -0.25], [0.75, -1.0, 0.5], [1.0, 0.5, -0.25], [-0.5, -0.25, 0.125], [2.0, 0.0, 1.0]]
P, Q = [0.5, 1.0, -0.25, 0.125], [0.0, 0.5, 1.0]
WIDTH = 7


def dense(w, b, parameterization="ntk"):
    return stax.Dense(WIDTH, w, b, parameterization=parameterization)


def net(*layers):
    return stax.serial(*layers)[2]


SW, SB = 2.0**0.5, 0.5
NETWORKS = {
    "chain": net(dense(1, None), stax.Polynomial(P), dense(1, None), stax.Polynomial(P), dense(1, None)),
    "chain-with-bias": net(dense(SW, SB), stax.Polynomial(P), dense(SW, SB), stax.Polynomial(Q), dense(SW, SB)),
    "standard": net(dense(SW, SB, "standard"), stax.Polynomial(P), dense(SW, SB, "standard"), stax.Polynomial(Q), dense(SW, SB, "standard")),
    "residual": net(dense(SW, SB), stax.FanOut(2), stax.parallel(stax.Identity(), stax.serial(stax.Polynomial(Q), dense(SW, SB))), stax.FanInSum(), stax.Polynomial(Q), dense(SW, SB)),
    "product": net(stax.FanOut(2), stax.parallel(stax.serial(dense(SW, SB)), stax.serial(dense(SW, SB), stax.Polynomial(Q), dense(SW, SB))), stax.FanInProd(), dense(SW, SB)),
    "relu": net(dense(SW, SB), stax.Relu(), dense(SW, SB), stax.Relu(), dense(SW, SB)),
}
x = np.array(INPUTS)
networks = {}
for name, kernel in NETWORKS.items():
    k = kernel(x, None, ("nngp", "ntk"))
    networks[name] = {"nngp": np.asarray(k.nngp).tolist(), "ntk": np.asarray(k.ntk).tolist()}

step = lambda x: (x > 0) * 1.0
logistic = lambda x: 1 / (1 + np.exp(-x))
FUNCTIONS = {
    "relu": (lambda x: x * (x > 0), step),
    "leaky-relu": (lambda x: np.where(x > 0, x, x / 100), lambda x: np.where(x > 0, 1, 0.01)),
    "abs": (abs, np.sign),
    "step": (step, lambda x: 0 * x),
    "sign": (np.sign, lambda x: 0 * x),
    "erf": (erf, lambda x: 2 / math.sqrt(math.pi) * np.exp(-x * x)),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "exp": (np.exp, np.exp),
    "gaussian": (lambda x: np.exp(-x * x / 2), lambda x: -x * np.exp(-x * x / 2)),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    "sigmoid": (logistic, lambda x: logistic(x) * logistic(-x)),
}
POINTS = [("1", "0.5", "1"), ("2", "-0.75", "0.5"), ("0.25", "0.2", "3")]


NODES, WEIGHTS = np.polynomial.legendre.leggauss(160)


def integral(f, *edges):
    """Gauss and Legendre on each interval between edges; f takes arrays."""
    total = 0.0
    for low, high in zip(edges, edges[1:]):
        total += (high - low) / 2 * np.dot(WEIGHTS, f((high + low) / 2 + (high - low) / 2 * NODES))
    return total


def expectation(f, k11, k12, k22):
    """Split at u = 0 and v = 0, where the functions may have kinks; 11 standard deviations are enough for 14 digits."""
    a, c = math.sqrt(k11), k12 / math.sqrt(k11)
    s = math.sqrt(k22 - c * c)
    w = lambda t: np.exp(-t * t / 2) / math.sqrt(2 * math.pi)
    inner = lambda g: integral(lambda h: f(c * g + s * h) * w(h), -11, max(-11, min(11, -c * g / s)), 11)
    return integral(lambda g: f(a * g) * w(g) * np.array([inner(x) for x in g]), -11, 0, 11)


duals = []
for name, (f, df) in FUNCTIONS.items():
    for point in POINTS:
        k = [float(p) for p in point]
        duals.append({"name": name, "k": [float(v) for v in k], "dual": float(expectation(f, *k)), "derivative": float(expectation(df, *k))})
json.dump({"inputs": INPUTS, "networks": networks, "duals": duals}, open(sys.argv[1], "w"))
