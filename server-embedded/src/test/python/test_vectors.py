"""Checks that this client computes the examples of PROTOCOL.md (3.10, 6.4) from the same secrets."""

import hashlib
import json
import os
import pathlib
import unittest

import mlkem
import quayside
from quayside import Exchange, Keys, hkdf

VECTORS = pathlib.Path(os.environ["QUAYSIDE_VECTORS"])
HANDSHAKE = json.loads((VECTORS / "handshake.json").read_text("utf-8"))
INVITED = json.loads((VECTORS / "invited.json").read_text("utf-8"))
SEALED = json.loads((VECTORS / "sealed.json").read_text("utf-8"))
FRAMES = [bytes.fromhex(each["bytes"]) for each in HANDSHAKE["frames"]]
PAYLOADS = [each[4:] for each in FRAMES]
SECRET = bytes.fromhex(HANDSHAKE["agreed"] + HANDSHAKE["kemSecret"])
T6 = hashlib.sha256(b"".join(FRAMES)[:-64]).digest()


def direction(name):
    return ("client to server", "server to client").index(name)


def plaintext(length):
    return bytes(i % 251 for i in range(length))


class Handshake(unittest.TestCase):
    def test_key(self):
        self.assertEqual(quayside.normalized(HANDSHAKE["accessKey"]), HANDSHAKE["normalizedKey"])
        self.assertEqual(quayside.password(HANDSHAKE["accessKey"]).decode(), HANDSHAKE["password"])

    def test_fingerprint(self):
        self.assertEqual(PAYLOADS[1][35:67].hex(), HANDSHAKE["identityPublicKey"])
        self.assertEqual(quayside.fingerprint(PAYLOADS[1][35:67]), HANDSHAKE["fingerprint"])

    def test_ml_kem(self):
        seed = bytes.fromhex(HANDSHAKE["client"]["kemSeed"])
        key, secret = mlkem.generate(seed[:32], seed[32:])
        self.assertEqual(key, PAYLOADS[0][-1184:])
        self.assertEqual(mlkem.decapsulate(secret, PAYLOADS[3][801:]).hex(), HANDSHAKE["kemSecret"])
        damaged = bytes([PAYLOADS[3][801] ^ 1]) + PAYLOADS[3][802:]
        self.assertNotEqual(mlkem.decapsulate(secret, damaged).hex(), HANDSHAKE["kemSecret"])

    def test_j_pake(self):
        x1, x2 = (int(HANDSHAKE["client"][name], 16) for name in ("x1", "x2"))
        client = Exchange(HANDSHAKE["accessKey"], x1, x2)
        client.accept_round1(PAYLOADS[1][67:])
        client.accept_round2(PAYLOADS[3][1:801])
        self.assertEqual(client.agreed.hex(), HANDSHAKE["agreed"])
        self.assertEqual(client.tag(), PAYLOADS[4][1:33])
        self.assertEqual(client.servers_tag(), PAYLOADS[5][1:33])

    def test_transcript(self):
        t4 = hashlib.sha256(b"".join(FRAMES[:4])).digest()
        self.assertEqual(t4.hex(), HANDSHAKE["T4"])
        self.assertEqual(T6.hex(), HANDSHAKE["T6"])
        self.assertEqual(hkdf(SECRET, t4, b"quayside/1 client confirmation"), PAYLOADS[4][33:])

    def test_keys(self):
        for label, key in HANDSHAKE["keys"].items():
            self.assertEqual(hkdf(SECRET, T6, label.encode()).hex(), key, label)


class Invited(unittest.TestCase):
    payloads = [bytes.fromhex(each["bytes"])[4:] for each in INVITED["frames"]]

    def test_selector(self):
        hello, answer, exchange = self.payloads[:3]
        found = quayside.selector(INVITED["invitation"], hello[12:44], answer[3:35], answer[35:67])
        self.assertEqual(found.hex(), INVITED["selector"])
        self.assertEqual(exchange[1:17], found)

    def test_j_pake(self):
        x1, x2 = (int(INVITED["client"][name], 16) for name in ("x1", "x2"))
        client = Exchange(INVITED["accessKey"], x1, x2)
        client.accept_round1(self.payloads[1][67:])
        client.accept_round2(self.payloads[3][1:801])
        self.assertEqual(client.tag(), self.payloads[4][1:33])
        self.assertEqual(client.servers_tag(), self.payloads[5][1:33])


class Sealed(unittest.TestCase):
    keys = Keys(SECRET, T6)

    def test_crc32c(self):
        self.assertEqual(quayside.crc32c(b"123456789"), 0xE3069283)

    def test_frames(self):
        for each in SEALED["frames"]:
            way, sequence = direction(each["direction"]), each["sequence"]
            nonce = bytes.fromhex(each["nonce"])
            sealed = quayside.seal_frame(self.keys, way, sequence, plaintext(each["length"]), nonce)
            self.assertEqual(hashlib.sha256(sealed).hexdigest(), each["sha256"], each["length"])
            self.assertEqual(quayside.open_frame(self.keys, way, sequence, sealed), plaintext(each["length"]))

    def test_bodies(self):
        for each in SEALED["bodies"]:
            data, salt, prefix = plaintext(each["length"]), *(bytes.fromhex(each[n]) for n in ("salt", "noncePrefix"))
            stream = quayside.seal_body(
                self.keys, direction(each["direction"]), each["headerSequence"], data, salt, prefix
            )
            self.assertEqual(quayside.segment_bytes(each["length"]), each["segmentBytes"])
            self.assertEqual(quayside.sealed_length(each["length"]), each["sealedLength"])
            self.assertEqual(len(stream), each["sealedLength"])
            self.assertEqual(hashlib.sha256(stream).hexdigest(), each["sha256"], each["length"])
            self.assertEqual(quayside.crc32c(data), each["crc32c"], each["length"])


if __name__ == "__main__":
    unittest.main()
