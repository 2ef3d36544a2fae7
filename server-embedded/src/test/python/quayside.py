"""A client written from PROTOCOL.md alone, with other libraries than the program uses. The comments name the sections.

It checks what a client has to check. It lets tests send what an honest client would not. It holds whole bodies in memory.
"""

import base64
import hashlib
import hmac
import itertools
import json
import os
import secrets
import socket
import struct
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import mlkem

# Section 2.2
HANDSHAKE_BYTES = 8 * 1024
FRAME_BYTES = 64 * 1024
FRAMED_BODY_BYTES = 32 * 1024
EAGER_POST_BYTES = 256 * 1024

# Section 3.3
P = int(
    "90066455b5cfc38f9caa4a48b4281f292c260feef01fd61037e56258a7795a1c7ad46076982ce6bb956936c6ab4dcfe0"
    "5e6784586940ca544b9b2140e1eb523f009d20a7e7880e4e5bfa690f1b9004a27811cd9904af70420eefd6ea11ef7da1"
    "29f58835ff56b89faa637bc9ac2efaab903402229f491d8d3485261cd068699b6ba58a1ddbbef6db51e8fe34e8a78e54"
    "2d7ba351c21ea8d8f1d29f5d5d15939487e27f4416b0ca632c59efd1b1eb66511a5a0fbf615b766c5862d0bd8a3fe7a0"
    "e0da0fb2fe1fcb19e8f9996a8ea0fccde538175238fc8b0ee6f29af7f642773ebe8cd5402415a01451a840476b2fceb0"
    "e388d30d4b376c37fe401c2a2c2f941dad179c540c1c8ce030d460c4d983be9ab0b20f69144c1ae13f9383ea1c08504f"
    "b0bf321503efe43488310dd8dc77ec5b8349b8bfe97c2c560ea878de87c11e3d597f1fea742d73eec7f37be43949ef1a"
    "0d15c3f3e3fc0a8335617055ac91328ec22b50fc15b941d3d1624cd88bc25f3e941fddc6200689581bfec416b4b2cb73",
    16,
)
SUBGROUP = int("cfa0478a54717b08ce64805b76e5b14249a77a4838469df7f7dc987efccfb11d", 16)
G = int(
    "5e5cba992e0a680d885eb903aea78e4a45a469103d448ede3b7accc54d521e37f84a4bdd5b06b0970cc2d2bbb715f7b8"
    "2846f9a0c393914c792e6a923e2117ab805276a975aadb5261d91673ea9aaffeecbfa6183dfcb5d3b7332aa19275afa1"
    "f8ec0b60fb6f66cc23ae4870791d5982aad1aa9485fd8f4a60126feb2cf05db8a7f0f09b3397f3937f2e90b9e5b9c9b6"
    "efef642bc48351c46fb171b9bfa9ef17a961ce96c7e7a7cc3d3d03dfad1078ba21da425198f07d2481622bce45969d9c"
    "4d6063d72ab7a0f08b2f49a7cc6af335e08c4720e31476b67299e231f8bd90b39ac3ae3be0c6b6cacef8289a2e2873d5"
    "8e51e029cafbd55e6841489ab66b5b4b9ba6e2f784660896aff387d92844ccb8b69475496de19da2e58259b090489ac8"
    "e62363cdf82cfd8ef2a427abcd65750b506f56dde3b988567a88126b914d7828e2b63a6d7ed0747ec59e0e0a23ce7d8a"
    "74c1d2c2a7afb6a29799620f00e11c33787f7ded3b30e1a22d09f1fbda1abbbfbf25cae05a13f812e34563f99410e73b",
    16,
)
CLIENT, SERVER = b"quayside/1 client", b"quayside/1 server"


class Broken(Exception):
    """The other side sent what the protocol forbids."""


class Ended(Exception):
    """The connection ended."""


class Alert(Exception):
    """The server ended the handshake (section 3.8)."""

    def __init__(self, status, seconds):
        super().__init__(f"alert {status}, {seconds} s")
        self.status = status


class Spoiled(Exception):
    """The server spoiled a body, because it could not read the file to its end (section 6.2)."""

    def __init__(self, message):
        super().__init__(message)
        if "crc32c" in message:
            raise Broken("what is spoiled has a checksum")
        self.status = message["spoiled"]


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC_TABLE = _crc_table()


def crc32c(*parts):
    """Returns the CRC-32C of the joined parts (section 6.2, RFC 3720)."""
    crc = 0xFFFFFFFF
    for byte in itertools.chain(*parts):
        crc = _CRC_TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def hkdf(secret, salt, info, length=32):
    """Computes HKDF-SHA256 (RFC 5869). One block is enough here."""
    key = hmac.digest(salt, secret, "sha256")
    return hmac.digest(key, info + b"\x01", "sha256")[:length]


def normalized(key):
    """Normalises an access key (section 3.2)."""
    dropped = ("Zs", "Zl", "Zp", "Pd", "Cc", "Cf")
    kept = "".join(c for c in unicodedata.normalize("NFKC", key) if unicodedata.category(c) not in dropped)
    return unicodedata.normalize("NFKC", kept.lower())


def password(key):
    """Returns the J-PAKE password of an access key (section 3.2)."""
    return hashlib.sha256(b"quayside/1 access key\0" + normalized(key).encode()).hexdigest().encode()


def fingerprint(public_key):
    """Returns the fingerprint of a public key (section 3.5)."""
    return base64.b32encode(hashlib.sha256(public_key).digest()[:20]).decode().lower()


def selector(invitation, client_nonce, server_nonce, public_key):
    """Returns the selector of an invitation (section 3.11)."""
    key = base64.urlsafe_b64decode(invitation + "==")
    named = b"quayside/2 invitation\0" + client_nonce + server_nonce + public_key
    return hmac.digest(key, named, "sha256")[:16]


def _unsigned(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _element(number):
    return number.to_bytes(384, "big")


def _number(data):
    return int.from_bytes(data, "big")


class Exchange:
    """The client's side of J-PAKE (section 3.3)."""

    def __init__(self, key, x1=None, x2=None):
        self.s = _number(password(key)) % SUBGROUP
        self.x1 = secrets.randbelow(SUBGROUP) if x1 is None else x1
        self.x2 = 1 + secrets.randbelow(SUBGROUP - 1) if x2 is None else x2
        self.ours = [pow(G, self.x1, P), pow(G, self.x2, P)]
        self.theirs = []
        self.agreed = b""

    @staticmethod
    def _challenge(*parts):
        encoded = [part if isinstance(part, bytes) else _unsigned(part) for part in parts]
        digest = hashlib.sha256(b"".join(struct.pack(">I", len(each)) + each for each in encoded))
        return int.from_bytes(digest.digest(), "big", signed=True)

    def _prove(self, base, element, secret):
        v = secrets.randbelow(SUBGROUP)
        commitment = pow(base, v, P)
        response = (v - secret * self._challenge(base, commitment, element, CLIENT)) % SUBGROUP
        return _element(commitment) + response.to_bytes(32, "big")

    def _check(self, base, element, proof):
        commitment, response = _number(proof[:384]), _number(proof[384:])
        if not (2 <= element <= P - 2 and 2 <= commitment <= P - 2 and response < SUBGROUP and base != 1):
            raise Broken("a number out of its range")
        challenge = self._challenge(base, commitment, element, SERVER) % SUBGROUP
        if pow(element, SUBGROUP, P) != 1 or pow(base, response, P) * pow(element, challenge, P) % P != commitment:
            raise Broken("a proof that proves nothing")

    def round1(self):
        proofs = [self._prove(G, element, x) for element, x in zip(self.ours, (self.x1, self.x2))]
        return b"".join(map(_element, self.ours)) + b"".join(proofs)

    def accept_round1(self, data):
        self.theirs = [_number(data[:384]), _number(data[384:768])]
        self._check(G, self.theirs[0], data[768:1184])
        self._check(G, self.theirs[1], data[1184:])

    def round2(self):
        base = self.ours[0] * self.theirs[0] * self.theirs[1] % P
        exponent = self.x2 * self.s % SUBGROUP
        element = pow(base, exponent, P)
        return _element(element) + self._prove(base, element, exponent)

    def accept_round2(self, data):
        base = self.ours[0] * self.ours[1] * self.theirs[0] % P
        element = _number(data[:384])
        self._check(base, element, data[384:])
        unmasked = element * pow(self.theirs[1], -self.x2 * self.s % SUBGROUP, P)
        self.agreed = _element(pow(unmasked, self.x2, P))

    def _tag(self, ids, elements):
        key = hashlib.sha256(_unsigned(_number(self.agreed)) + b"JPAKE_KC").digest()
        return hmac.digest(key, b"KC_1_U" + ids + b"".join(map(_unsigned, elements)), "sha256")

    def tag(self):
        return self._tag(CLIENT + SERVER, self.ours + self.theirs)

    def servers_tag(self):
        return self._tag(SERVER + CLIENT, self.theirs + self.ours)


def frame(payload):
    """Returns a frame with this payload (section 2.1)."""
    return struct.pack(">I", len(payload)) + payload


class Wire:
    """Frames over a socket."""

    def __init__(self, connected):
        self.socket = connected

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as e:
            raise Ended(str(e)) from e

    def read(self, count):
        data = bytearray()
        while len(data) < count:
            try:
                more = self.socket.recv(count - len(data))
            except ConnectionError as e:
                raise Ended(str(e)) from e
            if not more:
                raise Ended(f"after {len(data)} of {count} bytes")
            data += more
        return bytes(data)

    def read_frame(self, limit):
        length = struct.unpack(">I", self.read(4))[0]
        if not 1 <= length <= limit:
            raise Broken(f"a frame of {length} bytes")
        return self.read(length)


def connect(host, port, key, expected):
    """Connects to the server with the fingerprint `expected` by a handshake (section 3); returns a Connection."""
    wire = Wire(socket.create_connection((host, port), timeout=20))
    wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        return _shake(wire, key, expected)
    except BaseException:
        wire.socket.close()
        raise


def _shake(wire, key, expected):
    transcript = []
    budget = HANDSHAKE_BYTES

    def send(payload):
        transcript.append(frame(payload))
        wire.send(transcript[-1])

    def receive(kind, size):
        nonlocal budget
        payload = wire.read_frame(budget - 4)
        budget -= 4 + len(payload)
        if payload[0] == 127 and len(payload) == 7:
            raise Alert(*struct.unpack(">HI", payload[1:]))
        if payload[0] != kind or len(payload) != size:
            raise Broken(f"message {payload[0]} of {len(payload)} bytes")
        transcript.append(frame(payload))
        return payload

    kem_key, kem_secret = mlkem.generate()
    exchange = Exchange(key)
    send(b"\x01QUAYSIDE" + struct.pack(">BH", 1, 1) + os.urandom(32) + kem_key)
    hello = receive(2, 1667)
    version, identity = struct.unpack(">H", hello[1:3])[0], hello[35:67]
    if version != 1:
        raise Broken("a version that was not offered")
    if fingerprint(identity) != expected:
        raise Broken("another server")
    exchange.accept_round1(hello[67:])
    send(b"\x03" + exchange.round1() + exchange.round2())
    answer = receive(4, 1889)
    exchange.accept_round2(answer[1:801])
    secret = exchange.agreed + mlkem.decapsulate(kem_secret, answer[801:])
    t4 = hashlib.sha256(b"".join(transcript)).digest()
    send(b"\x05" + exchange.tag() + hkdf(secret, t4, b"quayside/1 client confirmation"))
    finish = receive(6, 97)
    t6 = hashlib.sha256(b"".join(transcript)[:-64]).digest()
    if not hmac.compare_digest(finish[1:33], exchange.servers_tag()):
        raise Broken("the server does not know the access key")
    # Raises an exception if the signature does not verify.
    Ed25519PublicKey.from_public_bytes(identity).verify(finish[33:], b"quayside/1 server signature\0" + t6)
    return Connection(wire, Keys(secret, t6))


class Keys:
    """The session keys (section 3.9). Direction 0 is from client to server, 1 the other (section 6)."""

    def __init__(self, secret, t6):
        ways = (b"client to server", b"server to client")
        self.frames = [hkdf(secret, t6, b"quayside/1 frames " + way) for way in ways]
        self.bodies = [hkdf(secret, t6, b"quayside/1 bodies " + way) for way in ways]


def seal_frame(keys, direction, sequence, plaintext, nonce=None):
    """Returns a sealed frame (section 6.1)."""
    nonce = nonce or os.urandom(12)
    return nonce + AESGCM(keys.frames[direction]).encrypt(nonce, plaintext, struct.pack(">BQ", direction, sequence))


def open_frame(keys, direction, sequence, sealed):
    """Returns the plaintext of a sealed frame (section 6.1). Raises InvalidTag if the frame does not open."""
    return AESGCM(keys.frames[direction]).decrypt(sealed[:12], sealed[12:], struct.pack(">BQ", direction, sequence))


def segment_bytes(length):
    """Returns the segment size of a body (section 6.2)."""
    size = 256
    while size < length + 56 and size < 1 << 20:
        size *= 2
    return size


def sealed_length(length):
    """Returns the number of bytes of a sealed body (section 6.2)."""
    return 40 + length + 16 * -(-(length + 40) // (segment_bytes(length) - 16))


def _segments(length):
    """Yields the plaintext length of each segment of a body, and whether it is the last (section 6.2)."""
    size = segment_bytes(length)
    room = size - 40 - 16
    while length > room:
        yield room, False
        length -= room
        room = size - 16
    yield length, True


def _body_cipher(keys, direction, sequence, salt):
    return AESGCM(hkdf(keys.bodies[direction], salt, struct.pack(">BQ", direction, sequence)))


def seal_body(keys, direction, sequence, plaintext, salt=None, prefix=None, spoiled_at=None):
    """Returns the stream of a body that the frame `sequence` announced (section 6.2).

    If `spoiled_at` is given, the stream ends with that segment, which does not open.
    """
    salt, prefix = salt or os.urandom(32), prefix or os.urandom(7)
    cipher = _body_cipher(keys, direction, sequence, salt)
    stream, at = [b"\x28" + salt + prefix], 0
    for i, (length, last) in enumerate(_segments(len(plaintext))):
        if i == spoiled_at:
            stream.append(bytes(length + 16))
            break
        nonce = prefix + struct.pack(">IB", i, last)
        stream.append(cipher.encrypt(nonce, plaintext[at : at + length], b""))
        at += length
    return b"".join(stream)


class Connection:
    """A connection after its handshake (sections 4 to 6)."""

    def __init__(self, wire, keys):
        self.wire = wire
        self.keys = keys
        self.sent = 0
        self.received = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.wire.socket.close()

    def send_frame(self, plaintext):
        self.wire.send(frame(seal_frame(self.keys, 0, self.sent, plaintext)))
        self.sent += 1

    def receive_frame(self):
        plaintext = open_frame(self.keys, 1, self.received, self.wire.read_frame(FRAME_BYTES))
        self.received += 1
        return plaintext

    def send(self, message):
        self.send_frame(json.dumps(message).encode())

    def receive(self):
        """Returns the next message that is no 102 (section 4.3)."""
        while True:
            message = json.loads(self.receive_frame())
            if message.get("status") != 102:
                return message

    def ask(self, verb, **fields):
        """Sends a request and returns its first answer."""
        self.send({"verb": verb, **fields})
        return self.receive()

    def send_body(self, data, before=b""):
        """Sends the body that the last frame announced, and its trailer (section 6.2). `before` is what the other side has of the file."""
        crc = crc32c(before, data)
        if len(data) <= FRAMED_BODY_BYTES:
            self.send_frame(struct.pack(">I", crc) + data)
        else:
            self.send_stream(data)
            self.send({"crc32c": crc})

    def send_stream(self, data, **options):
        """Sends a longer body without its trailer."""
        self.wire.send(seal_body(self.keys, 0, self.sent - 1, data, **options))

    def receive_body(self, length, before=b""):
        """Receives the body of `length` bytes that the last frame announced (section 6.2). `before` is what this side has of the file."""
        if length <= FRAMED_BODY_BYTES:
            framed = self.receive_frame()
            if not framed:
                raise Spoiled(self.receive())
            crc, data = struct.unpack(">I", framed[:4])[0], framed[4:]
        else:
            data = self._receive_stream(length)
            trailer = self.receive()
            if "spoiled" in trailer:
                raise Broken("a trailer that is spoiled")
            crc = trailer["crc32c"]
        if len(data) != length or crc != crc32c(before, data):
            raise Broken("a body of another length or checksum")
        return data

    def _receive_stream(self, length):
        head = self.wire.read(40)
        if head[0] != 40:
            raise Broken("a stream with another header")
        cipher = _body_cipher(self.keys, 1, self.received - 1, head[1:33])
        data = []
        for i, (size, last) in enumerate(_segments(length)):
            nonce = head[33:] + struct.pack(">IB", i, last)
            sealed = self.wire.read(size + 16)
            try:
                data.append(cipher.decrypt(nonce, sealed, b""))
            except InvalidTag:
                # The body is spoiled if the next frame says so.
                raise Spoiled(self.receive()) from None
        return b"".join(data)

    def list(self, path=""):
        """Returns the pages of a folder (section 5.1)."""
        pages = [self.ask("LIST", path=path)]
        while pages[-1].get("more"):
            pages.append(self.receive())
        return pages

    def get(self, path, before=b"", version=None):
        """Returns the answer to GET, and the body if one follows (section 5.2). `before` is what this side has of that version."""
        resume = {}
        if before:
            resume = {"offset": len(before), "version": version, "prefix": hashlib.sha256(before).hexdigest()}
        answer = self.ask("GET", path=path, **resume)
        if answer["status"] not in (200, 206):
            return answer, None
        return answer, self.receive_body(answer["entry"]["size"] - answer.get("offset", 0), before)

    def post(self, path, data, conflict="fail", modified="2026-01-02T03:04:05Z", **options):
        """Returns the last answer to POST (section 5.3), with the number of bytes that the server had already as `resumed`."""
        wait = options.pop("wait", len(data) > EAGER_POST_BYTES)
        fields = dict(path=path, size=len(data), modified=modified, conflict=conflict, **options)
        self.send({"verb": "POST", "await": wait, **fields})
        offset = 0
        if wait:
            answer = self.receive()
            if answer["status"] != 100:
                return answer
            there = answer.get("offset", 0)
            same = there and hashlib.sha256(data[:there]).hexdigest() == answer["prefix"]
            offset = there if same else 0
            self.send({"from": offset})
        self.send_body(data[offset:], data[:offset])
        return {"resumed": offset, **self.receive()}
