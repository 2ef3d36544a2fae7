"""ML-KEM-768 (FIPS 203), as far as a client needs it: it makes a key pair and decapsulates.

It is written to be read, not for speed or constant time, and used in tests only. Polynomials are lists of 256 integers modulo Q.
"""

import hashlib
import os

Q = 3329
RANK = 3
DU, DV = 10, 4
VECTOR_BYTES = 384 * RANK


def _bit_reversed(i):
    return int(f"{i:07b}"[::-1], 2)


ZETAS = [pow(17, _bit_reversed(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _bit_reversed(i) + 1, Q) for i in range(128)]


def _ntt(polynomial):
    f = list(polynomial)
    i, length = 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i + 1
            for j in range(start, start + length):
                t = zeta * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
        length //= 2
    return f


def _inverse_ntt(polynomial):
    f = list(polynomial)
    i, length = 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i - 1
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, zeta * (f[j + length] - t) % Q
        length *= 2
    return [x * 3303 % Q for x in f]


def _multiply(a, b):
    product = []
    for i, gamma in enumerate(GAMMAS):
        a0, a1, b0, b1 = a[2 * i], a[2 * i + 1], b[2 * i], b[2 * i + 1]
        product += [(a0 * b0 + a1 * b1 * gamma) % Q, (a0 * b1 + a1 * b0) % Q]
    return product


def _add(a, b):
    return [(x + y) % Q for x, y in zip(a, b)]


def _dot(row, vector, start=None):
    total = start or [0] * 256
    for a, b in zip(row, vector):
        total = _add(total, _multiply(a, b))
    return total


def _encode(polynomial, bits):
    number = sum(x << (bits * i) for i, x in enumerate(polynomial))
    return number.to_bytes(32 * bits, "little")


def _decode(data, bits):
    number, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [(number >> (bits * i)) & mask for i in range(256)]


def _decode_vector(data, bits):
    size = 32 * bits
    return [_decode(data[size * i : size * (i + 1)], bits) for i in range(RANK)]


def _compress(polynomial, bits):
    return [((x << bits) + Q // 2) // Q % (1 << bits) for x in polynomial]


def _decompress(polynomial, bits):
    return [(x * Q + (1 << (bits - 1))) >> bits for x in polynomial]


def _noise(seed, counter):
    number = int.from_bytes(hashlib.shake_256(seed + bytes([counter])).digest(128), "little")
    nibbles = [(number >> (4 * i)) & 15 for i in range(256)]
    return [((n & 1) + (n >> 1 & 1) - (n >> 2 & 1) - (n >> 3 & 1)) % Q for n in nibbles]


def _uniform(seed):
    stream = hashlib.shake_128(seed).digest(4 * 504)
    found = []
    for a, b, c in zip(stream[::3], stream[1::3], stream[2::3]):
        found += [x for x in (a + 256 * (b % 16), b // 16 + 16 * c) if x < Q]
    return found[:256]


def _matrix(rho):
    return [[_uniform(rho + bytes([j, i])) for j in range(RANK)] for i in range(RANK)]


def _g(data):
    digest = hashlib.sha3_512(data).digest()
    return digest[:32], digest[32:]


def _h(data):
    return hashlib.sha3_256(data).digest()


def generate(d=None, z=None):
    """Returns the encapsulation key in its raw 1184 bytes, and the decapsulation key. The seeds d and z are random if missing."""
    d, z = d or os.urandom(32), z or os.urandom(32)
    rho, sigma = _g(d + bytes([RANK]))
    secret = [_ntt(_noise(sigma, i)) for i in range(RANK)]
    errors = [_ntt(_noise(sigma, RANK + i)) for i in range(RANK)]
    public = [_dot(row, secret, error) for row, error in zip(_matrix(rho), errors)]
    key = b"".join(_encode(x, 12) for x in public) + rho
    return key, b"".join(_encode(x, 12) for x in secret) + key + _h(key) + z


def _encrypt(key, message, coins):
    public, rho = _decode_vector(key, 12), key[VECTOR_BYTES:]
    y = [_ntt(_noise(coins, i)) for i in range(RANK)]
    columns = zip(*_matrix(rho))
    u = [_add(_inverse_ntt(_dot(column, y)), _noise(coins, RANK + i)) for i, column in enumerate(columns)]
    v = _add(_inverse_ntt(_dot(public, y)), _noise(coins, 2 * RANK))
    v = _add(v, _decompress(_decode(message, 1), 1))
    return b"".join(_encode(_compress(x, DU), DU) for x in u) + _encode(_compress(v, DV), DV)


def decapsulate(key, ciphertext):
    """Returns the secret of 32 bytes. If the ciphertext is damaged, that is another one, by design."""
    secret = _decode_vector(key, 12)
    public, digest, z = key[VECTOR_BYTES : 2 * VECTOR_BYTES + 32], key[-64:-32], key[-32:]
    u = [_decompress(x, DU) for x in _decode_vector(ciphertext, DU)]
    v = _decompress(_decode(ciphertext[32 * DU * RANK :], DV), DV)
    noisy = _inverse_ntt(_dot(secret, [_ntt(x) for x in u]))
    message = _encode(_compress([(a - b) % Q for a, b in zip(v, noisy)], 1), 1)
    shared, coins = _g(message + digest)
    if _encrypt(public, message, coins) == ciphertext:
        return shared
    return hashlib.shake_256(z + ciphertext).digest(32)
