"""Checks that a server answers each field of each request as the tables in section 5 of PROTOCOL.md say. The tests read these tables.

They also check what is answered to frames that are no request (4.3). Values are JSON texts, because no Python value is written as some
of what a server must refuse.
"""

import json
import os
import pathlib
import re
import unittest
from typing import NamedTuple

import hosts
from quayside import Ended

TEXT = pathlib.Path(os.environ["QUAYSIDE_SPECIFICATION"]).read_text("utf-8")


class Field(NamedTuple):
    """A row of a table."""

    name: str
    type: str
    required: str
    range: str
    left_out: str
    wrong: str

    def company(self):
        """Returns the field without which this one is neither required nor read."""
        found = re.match("with .*?`(.+?)`", self.required)
        return found[1] if found else None

    def instead(self):
        """Returns the field that this one may replace."""
        found = re.search("no `(.+)`", self.required)
        return found[1] if found else None

    def bounds(self):
        """Returns the smallest and the largest value of an integer."""
        least, most = re.match(r"(\S+) to (\d+(?:\^\d+)?(?: - 1)?)", self.range).groups()
        base, _, rest = most.partition("^")
        power, _, less = rest.partition(" - ")
        return int(least), int(base) ** int(power or 1) - int(less or 0)

    def status(self):
        """Returns the status for a value that does not fit."""
        return int(self.wrong[:3])

    def status_above(self):
        """Returns the status for an integer above its range."""
        found = re.search(r"above the range (\d+)", self.wrong)
        return int(found[1]) if found else self.status()

    def choices(self):
        return re.findall("`([^`]+)`", self.type)

    def fitting(self):
        """Returns texts that fit the field."""
        if self.type == "integer":
            return [str(each) for each in self.bounds()]
        return [f'"{each}"' for each in self.choices()] or FITTING[self.type]

    def unfit(self):
        """Returns texts that do not fit the field, each with its status. Those of another type come first."""
        texts = OTHER_TYPES + UNFIT.get(self.type, ['""', "5", f'"{(self.choices() or [""])[0].upper()}"'])
        pairs = [(text, self.status()) for text in texts]
        if self.type == "integer":
            least, most = self.bounds()
            pairs += [(str(least - 1), self.status()), (str(most + 1), self.status_above())]
        return pairs


def requests():
    """Returns the fields of each verb whose request has any."""
    verbs, verb = {}, None
    for line in TEXT[TEXT.index("\n## 5. ") : TEXT.index("\n## 6. ")].splitlines():
        heading = re.fullmatch(r"#{3,4} (?:5\.\d )?`([A-Z]+)`", line)
        if heading:
            verb, inside = heading[1], False
        elif line.startswith("#"):
            verb = None
        elif line.startswith("| field |"):
            inside = line.endswith("| wrong |")
        elif line.startswith("| `") and verb and inside:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            verbs.setdefault(verb, []).append(Field(cells[0].strip("`"), *cells[1:]))
        elif not line:
            inside = False
    return verbs


def texts(*values):
    return [json.dumps(value) for value in values]


LONGEST_PATH = "/".join(["b" * 255] * 16)
FITTING = {
    "path": texts("", "a", "CON", "a:b", "dot.", "\\", "é" * 127 + "x", "/".join("a" * 64), LONGEST_PATH),
    "boolean": texts(True, False),
    "word": texts("a", "x" * 64, "AZaz09_-"),
    "label": texts("x", " ", "x" * 64, "\U0001f600" * 32),
    "time": texts("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2024-02-29T23:59:59.5Z"),
    "hexadecimal": texts("0123456789abcdef" * 4),
    "passcode": texts("x", " ", "x" * 256, "\U0001f600" * 128),
}
OTHER_TYPES = ["null", "[]", "{}"]
UNFIT = {
    "path": texts(5, True, "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a\0", "a\n", "a\x7f", "a\x85", "é" * 128)
    + texts("x" * 256, "/".join("a" * 65), LONGEST_PATH + "/b"),
    "boolean": texts("true", 1, 0, ""),
    "word": texts(5, "", "x" * 65, "a b", "\u00e4", "a\n"),
    "label": texts(5, True, "", "x" * 65, "a\nb", "\x7f", "\x85"),
    "time": texts(5, "", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2016-12-31T23:59:60Z", "2026-01-01")
    + texts("2026-01-01T00:00:00+00:00", "2026-01-01t00:00:00Z", "2026-01-01T00:00:00z", "2026-01-01 00:00:00Z")
    + texts("2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00,5Z", "2026-01-01T00:00Z")
    + texts("12026-01-01T00:00:00Z", "-2026-01-01T00:00:00Z", "\uff12026-01-01T00:00:00Z"),
    "hexadecimal": texts(5, "", "0" * 63, "0" * 65, "A" * 64, "g" * 64),
    "passcode": texts(5, "", "x" * 257, "a\nb", "\x7f", "\x85"),
    "integer": texts("5", True),
}

# For each verb the status of the answer to a request that does nothing, and that request.
TIME = "2026-01-02T03:04:05Z"
NOTHING_DONE = {
    "LIST": (404, {"path": "none"}),
    "STAT": (404, {"path": "none"}),
    "GET": (404, {"path": "none"}),
    "POST": (404, {"path": "none/x", "size": 1, "modified": TIME, "conflict": "fail", "await": True}),
    "DELETE": (404, {"path": "none", "recursive": False}),
    "MKDIR": (404, {"path": "none/x"}),
    "SETSTAT": (404, {"path": "none", "modified": TIME}),
    "MOVE": (404, {"from": "none/x", "to": "none/y"}),
    "COPY": (404, {"from": "none/x", "to": "none/y"}),
    "PING": (200, {}),
    "VERIFY": (404, {"path": "none"}),
    "LOCK": (200, {"passcode": "secret"}),
    "UNLOCK": (403, {"lock": "none", "passcode": "secret"}),
    "PROTECT": (404, {"path": "none/x"}),
}

# Section 4.3: no body can follow these, so the connection continues.
NO_REQUESTS = [
    b'{"verb":"ping"}',
    b'{"verb":"TELEPORT","path":5}',
    b'{"status":200,"answer":"done"}',
    b'{"crc32c":5}',
    b'{"spoiled":500,"message":""}',
    b'{"from":0}',
]
# A body may follow these, so the connection ends.
NO_MESSAGES = [
    b"",
    b"[]",
    b"{}",
    b'{"verb":5}',
    b'{"verb":"PING","\\u0076erb":"PING"}',
    b'{"verb":"PING"}\0',
    b'{"verb":"PING","x":1e3}',
    b'{"verb":"PING","x":9223372036854775808}',
    b'{"verb":"PING","x":%s1%s}' % (b"[" * 16, b"]" * 16),
    b'{"verb":"PING","x":"\\ud800"}',
    b'{"verb":"PING","x":"\xff"}',
    b'{"verb":"POST"}',
]
REQUESTS = [
    b'\r\n\t {"verb"\n:\t"PING" } ',
    b'{"x":{"verb":"BYE"},"verb":"PING"}',
    b'{"goodbye":"","status":200,"verb":"PING"}',
    b'{"verb":"PING","":null,"x":-0,"y":-9223372036854775808}',
    b'{"verb":"PING","x":%s1%s}' % (b"[" * 15, b"]" * 15),
]


class Tables(unittest.TestCase):
    def setUp(self):
        self.verbs = requests()
        self.connect()

    def connect(self):
        self.guest = hosts.guest()
        self.addCleanup(self.guest.wire.socket.close)

    def status(self, verb, fields):
        """Sends a request with these texts as fields, and returns the status of its answer."""
        text = ",".join([f'"verb":"{verb}"'] + [f'"{name}":{value}' for name, value in fields.items()])
        self.guest.send_frame(b"{" + text.encode() + b"}")
        if fields.get("await") == "false":
            self.guest.send_body(b"x")
        answer = self.guest.receive()
        status = answer["status"]
        while answer.get("more"):
            answer = self.guest.receive()
        if status == 100:
            self.guest.send({"spoiled": 412, "message": "given up"})
            self.guest.receive()
        elif status == 400 and verb == "POST":
            # Section 4.3: a body may follow.
            with self.assertRaises(Ended):
                self.guest.receive()
            self.connect()
        return status

    def check(self, expected, about, verb, *fields):
        whole = {name: text for each in fields for name, text in each.items()}
        with self.subTest(verb=verb, about=about):
            self.assertEqual(self.status(verb, whole), expected)

    def cases(self):
        """Yields each field of each verb, with the request around it and the status of that request."""
        for verb, fields in self.verbs.items():
            status, values = NOTHING_DONE[verb]
            around = {name: json.dumps(value) for name, value in values.items()}
            for field in fields:
                yield verb, field, around, status

    def company(self, verb, field):
        """Returns the fields that a request must have together with this one, itself included."""
        head = field.company() or field.name
        together = []
        for each in self.verbs[verb]:
            others = [field.instead(), *(other.instead() for other in together)]
            if each.company() == head and each.name not in others:
                together.append(each)
        together += [each for each in self.verbs[verb] if each.name == head and together]
        return {each.name: each.fitting()[-1] for each in together}

    def test_each_verb_does_nothing(self):
        self.assertEqual(set(self.verbs), set(NOTHING_DONE))
        for verb, (status, values) in NOTHING_DONE.items():
            self.check(status, "nothing", verb, {name: json.dumps(value) for name, value in values.items()})

    def test_missing(self):
        for verb, field, around, status in self.cases():
            whole = around | self.company(verb, field)
            self.assertEqual(field.name in around, field.required == "yes", f"{verb} {field.name}")
            if field.required == "no" and field.name in whole:
                # The fields that require it are left out too.
                whole = around
            whole.pop(field.name, None)
            self.check(status if field.required == "no" else 400, f"without {field.name}", verb, whole)

    def test_unfit(self):
        for verb, field, around, status in self.cases():
            unfit = field.unfit()
            if verb == "POST":
                # Each one costs a connection, and other verbs have the same types.
                unfit = unfit[1:2] + (unfit[-2:] if field.type == "integer" else unfit[-1:])
            for text, wrong in unfit:
                about = f"{field.name} {text[:40]}"
                self.check(wrong, about, verb, around, self.company(verb, field), {field.name: text})
                # A number of more than 64 bits is malformed in every field (4.2).
                if field.company() and text != str(2**63):
                    self.check(status, about + " alone", verb, around, {field.name: text})

    def test_fitting(self):
        for verb, field, around, _ in self.cases():
            for text in field.fitting():
                with self.subTest(verb=verb, field=field.name, text=text[:40]):
                    whole = around | self.company(verb, field) | {field.name: text}
                    self.assertNotEqual(self.status(verb, whole), 400)

    def test_no_requests(self):
        for frame in NO_REQUESTS:
            with self.subTest(frame=frame):
                self.guest.send_frame(frame)
                self.assertEqual(self.guest.receive()["status"], 400)
                self.assertEqual(self.guest.ask("PING")["status"], 200)

    def test_no_messages(self):
        for frame in NO_MESSAGES:
            with self.subTest(frame=frame[:40]):
                self.guest.send_frame(frame)
                self.assertEqual(self.guest.receive()["status"], 400)
                with self.assertRaises(Ended):
                    self.guest.receive()
                self.connect()

    def test_requests_in_other_clothes(self):
        for frame in REQUESTS:
            with self.subTest(frame=frame[:40]):
                self.guest.send_frame(frame)
                self.assertEqual(self.guest.receive()["answer"], "share")


if __name__ == "__main__":
    unittest.main()
