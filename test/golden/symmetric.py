"""Singular values and zeros for the tests of symmetric single-index models, by mpmath in 40 digits."""
from mpmath import mp, mpf, mpc, matrix, svd_c, polyroots, arg, pi, conj, nstr, expjpi, factorial, sqrt

mp.dps = 40
# Zeros of the paraorthogonal polynomial with these Verblunsky coefficients, in turns.
verblunsky = [(0.3, 0.2), (-0.5, 0.1), (0.2, -0.7), (0.6, 0.8)]
P, Q = [mpc(1)], [mpc(1)]
for x, y in verblunsky:
    a = mpc(x, y)
    P, Q = [p - conj(a) * q for p, q in zip([mpc(0)] + P, Q + [mpc(0)])], [q - a * p for p, q in zip([mpc(0)] + P, Q + [mpc(0)])]
print('zeros', [nstr(t, 18) for t in sorted((arg(r) / (2 * pi)) % 1 for r in polyroots(P[::-1], maxsteps=500, extraprec=200))])
# Singular values of A/sqrt(M), c_k = 1/k!, K = 8, a_m = exp(2 pi i (m^2 mod 41)/41), m = 0, ..., 11.
K, M = 8, 12
A = matrix(K, M)
for k in range(1, K + 1):
    for m in range(M):
        A[k - 1, m] = sqrt(mpf(k) / M) / factorial(k) * expjpi(2 * mpf(k * (m * m % 41)) / 41)
print('singular values', [nstr(s, 18) for s in svd_c(A, compute_uv=False)])
