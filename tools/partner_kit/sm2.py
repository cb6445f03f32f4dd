"""SM2 signatures over SM3 (GB/T 32918, without a signer id), in Python alone: a partner needs nothing but Python 3 to try them.

For tests: the arithmetic is not constant in time, and a real key lies in a real key store.
"""
import base64
import hashlib
import secrets

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7, 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
USER = b""  # the signer id of the platform's envelopes is empty: both sides must say the same
# SubjectPublicKeyInfo of an uncompressed point: id-ecPublicKey, sm2p256v1.
HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")


def sm3(data):
    return hashlib.new("sm3", data).digest()


def double(p):
    x, y, z = p
    if not z:
        return p
    s = 4 * x * y * y % P
    m = 3 * (x - z * z) * (x + z * z) % P
    nx = (m * m - 2 * s) % P
    return nx, (m * (s - nx) - 8 * pow(y, 4, P)) % P, 2 * y * z % P


def add_affine(p, q):
    """A point in Jacobian coordinates and one (x, y)."""
    x1, y1, z1 = p
    if not z1:
        return q[0], q[1], 1
    zz = z1 * z1 % P
    h, r = (q[0] * zz - x1) % P, (q[1] * zz * z1 - y1) % P
    if not h:
        return double(p) if not r else (1, 1, 0)
    hh = h * h % P
    hhh, v = hh * h % P, x1 * hh % P
    nx = (r * r - hhh - 2 * v) % P
    return nx, (r * (v - nx) - y1 * hhh) % P, z1 * h % P


def affine(p):
    if not p[2]:
        return None
    inverse = pow(p[2], -1, P)
    square = inverse * inverse % P
    return p[0] * square % P, p[1] * square * inverse % P


class Multiples:
    """Multiples of a fixed point by windows of four bits: 64 additions a product, no doubling."""

    def __init__(self, point):
        self.rows, base = [], point
        for _ in range(64):
            row, now = [None, base], (base[0], base[1], 1)
            for _ in range(14):
                now = add_affine(now, base)
                row.append(affine(now))
            self.rows.append(row)
            base = affine(add_affine(now, base))

    def times(self, k, start=(1, 1, 0)):
        for row in self.rows:
            if k & 15:
                start = add_affine(start, row[k & 15])
            k >>= 4
        return start


_g = []


def g():
    if not _g:
        _g.append(Multiples(G))
    return _g[0]


def identity(point):
    number = lambda value: value.to_bytes(32, "big")
    return sm3((8 * len(USER)).to_bytes(2, "big") + USER + b"".join(map(number, (A, B, *G, *point))))


def der_pair(data):
    """The two numbers of a DER SEQUENCE."""
    if len(data) < 8 or data[0] != 0x30 or data[1] != len(data) - 2 or data[2] != 2:
        raise ValueError("no signature")
    r_end = 4 + data[3]
    if data[r_end] != 2 or r_end + 2 + data[r_end + 1] != len(data):
        raise ValueError("no signature")
    return int.from_bytes(data[4:r_end], "big"), int.from_bytes(data[r_end + 2:], "big")


def der_number(value):
    data = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return bytes([2, len(data)]) + data


class PublicKey:
    def __init__(self, pem):
        data = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))
        if not data.startswith(HEAD) or len(data) != len(HEAD) + 64:
            raise ValueError("no SM2 public key")
        self.point = int.from_bytes(data[-64:-32], "big"), int.from_bytes(data[-32:], "big")
        self.multiples, self.id = Multiples(self.point), identity(self.point)

    def verifies(self, data, signature_hex):
        try:
            r, s = der_pair(bytes.fromhex(signature_hex))
        except (ValueError, IndexError):
            return False
        t = (r + s) % N
        if not 0 < r < N or not 0 < s < N or not t:
            return False
        e = int.from_bytes(sm3(self.id + data), "big")
        found = affine(self.multiples.times(t, g().times(s)))
        return found is not None and (e + found[0]) % N == r


class PrivateKey:
    def __init__(self, number=None):
        self.number = number or secrets.randbelow(N - 2) + 1
        self.point = affine(g().times(self.number))
        self.id = identity(self.point)

    def pem(self):
        text = base64.b64encode(HEAD + b"".join(value.to_bytes(32, "big") for value in self.point)).decode()
        lines = "\n".join(text[at:at + 64] for at in range(0, len(text), 64))
        return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"

    def sign(self, data):
        e = int.from_bytes(sm3(self.id + data), "big")
        while True:
            k = secrets.randbelow(N - 1) + 1
            r = (e + affine(g().times(k))[0]) % N
            if not r or r + k == N:
                continue
            s = pow(1 + self.number, -1, N) * (k - r * self.number) % N
            if s:
                body = der_number(r) + der_number(s)
                return (bytes([0x30, len(body)]) + body).hex()
