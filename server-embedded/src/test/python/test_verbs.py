"""Tests every verb on a server, and the order of its checks, as section 5 specifies them; and bodies as 6.2 does."""

import hashlib
import os
import socket
import struct
import time
import unittest

import hosts
import quayside
from quayside import Alert, Broken, Ended, Spoiled

OLD = 1_700_000_000
TIME = "2026-01-02T03:04:05Z"


def put(path, data=b"content", modified=OLD, host=hosts.EVERYTHING):
    """Writes a file into the shared folder, as the host."""
    file = hosts.folder(host) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    os.utime(file, (modified, modified))
    return file


def link(path, target):
    """Makes a symbolic link in the shared folder, as the host."""
    place = hosts.folder() / path
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def content(path):
    return (hosts.folder() / path).read_bytes()


class WithGuest(unittest.TestCase):
    """Tests that use a connection. The next test takes it over if it is still usable, because a handshake is slow here."""

    idle = None

    def setUp(self):
        self.guest = WithGuest.idle or hosts.guest()
        WithGuest.idle = None

    def tearDown(self):
        try:
            self.assertInStep()
            WithGuest.idle = self.guest
        except Ended:
            self.guest.wire.socket.close()

    def connect_again(self):
        self.guest.wire.socket.close()
        self.guest = hosts.guest()

    def assertStatus(self, status, answer):
        self.assertEqual(answer.get("status"), status, answer)

    def assertAnswer(self, kind, answer):
        self.assertEqual(answer.get("answer"), kind, answer)

    def version(self, path):
        """Returns the version of a file, once it is old enough to have one. Until then each answer has another (4.2, 5.2)."""
        versions = [self.guest.get(path)[0]["version"] for _ in range(2)]
        while versions[-1] != versions[-2]:
            versions.append(self.guest.get(path)[0]["version"])
        return versions[-1]

    def assertInStep(self):
        self.assertAnswer("share", self.guest.ask("PING"))

    def assertEnded(self):
        with self.assertRaises(Ended):
            self.guest.receive()


def tearDownModule():
    if WithGuest.idle:
        WithGuest.idle.wire.socket.close()


class Handshake(unittest.TestCase):
    def test_wrong_key(self):
        with self.assertRaises(Alert) as alert:
            hosts.guest(key="another key")
        self.assertEqual(alert.exception.status, 401)

    def test_another_server_than_expected(self):
        with self.assertRaises(Broken):
            hosts.guest(fingerprint="a" * 32)


class Looking(WithGuest):
    def test_ping(self):
        answer = self.guest.ask("PING")
        self.assertEqual([answer[right] for right in ("download", "upload", "delete")], [True] * 3)
        self.assertEqual(answer["name"], "Pictures")
        self.assertIs(answer["seen"], True)
        self.assertGreater(answer["free"], 0)
        self.assertLess(abs(answer["time"] / 1000 - time.time()), 60)
        with hosts.guest(hosts.NOTHING) as other:
            self.assertNotIn("free", other.ask("PING"))

    def test_pages(self):
        names = {f"{i:03} {'n' * 200}" for i in range(450)}
        for name in names:
            put(f"pages/{name}")
        pages = self.guest.list("pages")
        self.assertTrue(all(len(page["entries"]) <= 200 for page in pages))
        self.assertFalse(any("omitted" in page for page in pages))
        self.assertEqual({entry["name"] for page in pages for entry in page["entries"]}, names)

    def test_entries(self):
        put("entries/file", b"12345")
        put("entries/folder/x")
        put("entries/run").chmod(0o755)
        put("entries/.hidden")
        link("entries/link", "file")
        page = self.guest.list("entries")[-1]
        self.assertEqual(page["omitted"], {"hidden": 1, "link": 1})
        found = {entry["name"]: entry for entry in page["entries"]}
        self.assertEqual(set(found), {"file", "folder", "run"})
        self.assertEqual([found["file"][name] for name in ("kind", "size", "modified")], ["file", 5, "2023-11-14T22:13:20Z"])
        self.assertEqual((found["folder"]["kind"], found["folder"]["size"]), ("folder", 0))
        self.assertEqual((found["run"]["mode"], found["file"]["mode"] & 0o111), (0o755, 0))

    def test_the_share_itself(self):
        entry = self.guest.ask("STAT", path="")["entry"]
        self.assertEqual((entry["name"], entry["kind"]), ("", "folder"))
        self.assertStatus(200, self.guest.list("")[0])
        for verb in ("GET", "VERIFY"):
            self.assertStatus(404, self.guest.ask(verb, path=""))
        changes = [
            ("DELETE", {"recursive": True}),
            ("MKDIR", {"existing": True}),
            ("SETSTAT", {"modified": TIME}),
            ("PROTECT", {}),
        ]
        for verb, more in changes:
            self.assertStatus(403, self.guest.ask(verb, path="", **more))
        self.assertStatus(403, self.guest.post("", b"x", "overwrite"))
        self.assertStatus(403, self.guest.ask("MOVE", **{"from": "", "to": "x"}))
        put("root/x")
        self.assertStatus(403, self.guest.ask("MOVE", **{"from": "root/x", "to": ""}))
        self.assertStatus(403, self.guest.ask("COPY", **{"from": "root/x", "to": ""}))
        # This is how a client finds out that the server knows the verb.
        self.assertStatus(403, self.guest.ask("COPY", **{"from": "", "to": ""}))

    def test_bye(self):
        self.guest.send({"verb": "BYE"})
        self.guest.send({"verb": "PING"})
        self.assertEqual(self.guest.receive(), {"goodbye": ""})
        self.assertEnded()

    def test_goodbye(self):
        self.guest.send({"verb": "PING"})
        self.guest.send({"goodbye": "That is all."})
        self.assertAnswer("share", self.guest.receive())
        self.assertEnded()


class Getting(WithGuest):
    LENGTHS = (0, 1, 32768, 32769, 1048520, 1048521)

    def test_lengths(self):
        for length in self.LENGTHS:
            with self.subTest(length=length):
                data = os.urandom(length)
                put(f"get/{length}", data)
                answer, body = self.guest.get(f"get/{length}")
                self.assertEqual((answer["status"], answer["entry"]["size"], body), (200, length, data))
                self.assertNotIn("offset", answer)

    def test_rest(self):
        data = os.urandom(100_000)
        put("rest", data)
        version = self.version("rest")
        for offset in (1, 50_000, 67_231, 67_232, 99_999, 100_000):
            with self.subTest(offset=offset):
                answer, body = self.guest.get("rest", data[:offset], version)
                self.assertEqual((answer["status"], answer["offset"], answer["version"]), (206, offset, version))
                self.assertEqual(body, data[offset:])
        self.assertStatus(400, self.guest.get("rest", data + b"x", version)[0])

    def test_offset_0(self):
        put("offset 0", b"content")
        answer = self.guest.ask("GET", path="offset 0", offset=0)
        self.assertStatus(200, answer)
        self.assertNotIn("offset", answer)
        self.assertEqual(self.guest.receive_body(7), b"content")

    def test_changed_since(self):
        put("changed", b"before")
        version = self.version("changed")
        put("changed", b"after!", OLD + 10)
        self.assertStatus(412, self.guest.get("changed", b"b", version)[0])
        self.assertStatus(412, self.guest.get("changed", b"before and more", version)[0])

    def test_changed_while_it_is_sent(self):
        file = put("spoiled by the host", b"")
        size = 64 * 1024 * 1024
        os.truncate(file, size)
        self.assertAnswer("content", self.guest.ask("GET", path="spoiled by the host"))
        # The file is larger than the buffers of a connection, so the server has not read all of it yet.
        os.utime(file, (OLD, OLD + 1))
        with self.assertRaises(Spoiled) as spoiled:
            self.guest.receive_body(size)
        self.assertEqual(spoiled.exception.status, 412)
        self.assertInStep()

    def test_too_young_for_a_version(self):
        # A file with a time up to a day ahead is too young, however long the test takes.
        put("young", b"content", time.time() + 3600)
        version = self.guest.get("young")[0]["version"]
        self.assertStatus(412, self.guest.get("young", b"c", version)[0])

    def test_verify(self):
        data = os.urandom(100_000)
        put("digest", data)
        answer = self.guest.ask("VERIFY", path="digest")
        self.assertEqual((answer["answer"], answer["sha256"]), ("digest", hashlib.sha256(data).hexdigest()))
        self.assertEqual(answer["entry"]["size"], 100_000)



class Posting(WithGuest):
    def test_lengths(self):
        for length in (0, 1, 32768, 32769, 262144, 262145):
            for wait in (True, False)[: 1 if length > quayside.EAGER_POST_BYTES else 2]:
                with self.subTest(length=length, wait=wait):
                    data = os.urandom(length)
                    answer = self.guest.post(f"post {length} {wait}", data, wait=wait)
                    self.assertAnswer("stored", answer)
                    self.assertEqual((answer["entry"]["size"], answer["entry"]["modified"]), (length, TIME))
                    self.assertEqual(content(f"post {length} {wait}"), data)

    def test_rules(self):
        late, early = "2030-01-01T00:00:00Z", "2001-01-01T00:00:00Z"
        for number, (rule, modified, expected, left) in enumerate(
            [
                ("fail", TIME, 409, b"old"),
                ("skip", TIME, "skipped", b"old"),
                ("overwrite", TIME, "stored", b"new"),
                ("newer", early, "skipped", b"old"),
                ("newer", "2023-11-14T22:13:20Z", "skipped", b"old"),
                ("newer", late, "stored", b"new"),
                ("rename", TIME, "stored", b"old"),
            ]
        ):
            with self.subTest(rule=rule, modified=modified):
                name = f"rule {number}.txt"
                put(name, b"old")
                answer = self.guest.post(name, b"new", rule, modified)
                self.assertEqual(answer.get("answer", answer["status"]), expected)
                self.assertEqual(content(name), left)
                if rule == "rename":
                    self.assertEqual(answer["entry"]["name"], f"rule {number} (2).txt")
                    self.assertEqual(content(answer["entry"]["name"]), b"new")

    def test_rules_where_no_file_has_the_name(self):
        put("taken/x")
        link("taken link", "taken")
        for name in ("taken", "taken link"):
            for rule in ("fail", "overwrite", "newer", "skip", "seen"):
                with self.subTest(name=name, rule=rule):
                    seen = {"oldSize": 0, "oldModified": TIME} if rule == "seen" else {}
                    answer = self.guest.post(name, b"new", rule, **seen)
                    # `skip` leaves every entry as it is, folders too; a link is no entry.
                    self.assertStatus(200 if (name, rule) == ("taken", "skip") else 409, answer)
            self.assertAnswer("stored", self.guest.post(name, b"new", "rename"))

    def seen(self, path):
        """Returns the fields for the rule `seen`, from the present entry of a file."""
        entry = self.guest.ask("STAT", path=path)["entry"]
        return {"oldSize": entry["size"], "oldModified": entry["modified"]}

    def test_only_the_file_that_was_seen_is_replaced(self):
        put("seen", b"old", OLD + 0.25)
        seen = self.seen("seen")
        for other in ({"oldSize": 4}, {"oldModified": "2023-11-14T22:13:20Z"}):
            for wait in (True, False):
                with self.subTest(other=other, wait=wait):
                    self.assertStatus(409, self.guest.post("seen", b"new", "seen", wait=wait, **seen | other))
        self.assertEqual(content("seen"), b"old")
        for wait in (True, False):
            self.assertAnswer("stored", self.guest.post("seen", b"new", "seen", wait=wait, **self.seen("seen")))
            self.assertEqual(content("seen"), b"new")
        (hosts.folder() / "seen").unlink()
        self.assertAnswer("stored", self.guest.post("seen", b"free", "seen", **seen))

    def test_a_file_that_changes_during_an_upload_is_not_the_one_that_was_seen(self):
        fields = dict(path="seen", size=3, modified=TIME, conflict="seen")
        for by_host in (True, False):
            with self.subTest(by_host=by_host):
                put("seen", b"old")
                self.assertStatus(100, self.guest.ask("POST", **fields, **self.seen("seen"), **{"await": True}))
                if by_host:
                    put("seen", b"other")
                else:
                    with hosts.guest() as other:
                        self.assertAnswer("stored", other.post("seen", b"other", "overwrite"))
                self.guest.send({"from": 0})
                self.guest.send_body(b"new")
                self.assertStatus(409, self.guest.receive())
                self.assertEqual(content("seen"), b"other")

    def test_unless_same(self):
        put("same", b"old", OLD)
        for modified, size, expected in (
            ("2023-11-14T22:13:20Z", 3, "skipped"),
            ("2023-11-14T22:13:20Z", 4, 409),
            ("2023-11-14T22:13:30Z", 3, 409),
        ):
            answer = self.guest.post("same", bytes(size), modified=modified, unlessSame=True)
            self.assertEqual(answer.get("answer", answer["status"]), expected)

    def test_one_id_lands_once(self):
        self.assertAnswer("stored", self.guest.post("once", b"first", id="one"))
        again = self.guest.post("once", b"again", "overwrite", id="one")
        self.assertEqual((again["answer"], again["entry"]["size"]), ("skipped", 5))
        self.assertAnswer("stored", self.guest.post("another path", b"x", id="one"))
        self.guest.ask("DELETE", path="once", recursive=False)
        self.assertAnswer("skipped", self.guest.post("once", b"later", id="one"))
        self.assertFalse((hosts.folder() / "once").exists())

    def test_mode(self):
        for mode in (0o700, 0o600, 0o444, 0o755):
            entry = self.guest.post(f"mode {mode}", b"x", mode=mode)["entry"]
            self.assertEqual((entry["mode"] & ~mode, entry["mode"] & 0o700), (0, mode & 0o700))
            self.assertEqual((hosts.folder() / f"mode {mode}").stat().st_mode & 0o777, entry["mode"])
        self.assertEqual(self.guest.post("no mode", b"x")["entry"]["mode"] & 0o111, 0)
        put("private").chmod(0o600)
        self.assertEqual(self.guest.post("private", b"x", "overwrite", mode=0o644)["entry"]["mode"], 0o600)

    HALF = os.urandom(1_200_000)
    HALF_FIELDS = dict(size=len(HALF), modified=TIME, conflict="fail", source="source")

    def leave_half(self, path):
        """Sends the first segment of an upload, then loses the connection."""
        with hosts.guest() as first:
            self.assertNotIn("offset", first.ask("POST", path=path, **self.HALF_FIELDS, **{"await": True}))
            first.send({"from": 0})
            stream = quayside.seal_body(first.keys, 0, first.sent - 1, self.HALF)
            first.wire.send(stream[:1_100_000])
            busy = self.guest.ask("POST", path=path, **self.HALF_FIELDS, **{"await": True})
            self.assertEqual((busy["status"], busy["retryAfter"] > 0), (409, True))
            first.wire.socket.shutdown(socket.SHUT_WR)
            # Once the server has closed the connection, it has synced part file and record.
            with self.assertRaises(Ended):
                first.receive()

    def test_going_on_after_a_lost_connection(self):
        self.leave_half("half")
        answer = self.guest.post("half", self.HALF, source="source")
        self.assertAnswer("stored", answer)
        self.assertGreater(answer["resumed"], 0)
        self.assertEqual(content("half"), self.HALF)

    def test_what_is_there_is_of_another_file(self):
        self.leave_half("other half")
        other = bytes(len(self.HALF))
        answer = self.guest.post("other half", other, source="source")
        self.assertEqual((answer["answer"], answer["resumed"]), ("stored", 0))
        self.assertEqual(content("other half"), other)

    def test_what_comes_before_an_awaited_body(self):
        for number, said in enumerate(({"from": 1}, {"verb": "PING"}, {"from": -1}, {"crc32c": 0}, {"status": 100})):
            with self.subTest(said=said):
                self.announce(f"before {number}", 5, wait=True)
                self.assertStatus(100, self.guest.receive())
                self.guest.send(said)
                self.assertEnded()
                self.connect_again()
        self.announce("before", 5, wait=True)
        self.assertStatus(100, self.guest.receive())
        self.guest.send({"status": 102})
        self.guest.send({"from": 0})
        self.guest.send_body(b"12345")
        self.assertAnswer("stored", self.guest.receive())

    def test_given_up_before_an_awaited_body(self):
        self.announce("given up", 5, wait=True)
        self.assertStatus(100, self.guest.receive())
        self.guest.send({"spoiled": 412, "message": "It was changed."})
        self.assertStatus(412, self.guest.receive())
        self.assertInStep()

    def test_spoiled_stream(self):
        for said, resumed in ((412, False), (500, True)):
            with self.subTest(said=said):
                self.guest.send({"verb": "POST", "path": f"spoiled {said}", **self.HALF_FIELDS, "await": True})
                self.assertStatus(100, self.guest.receive())
                self.guest.send({"from": 0})
                self.guest.send_stream(self.HALF, spoiled_at=1)
                self.guest.send({"spoiled": said, "message": "The disk failed."})
                self.assertStatus(said, self.guest.receive())
                self.assertInStep()
                answer = self.guest.post(f"spoiled {said}", self.HALF, source="source")
                self.assertEqual((answer["answer"], answer["resumed"] > 0), ("stored", resumed))

    def test_refused_bodies_are_read(self):
        put("refused/x", b"old")
        with hosts.guest(hosts.NOTHING) as other:
            self.assertStatus(403, other.post("x", b"new", wait=False))
            self.assertAnswer("share", other.ask("PING"))
        for length in (3, 40_000):
            for expected, path, options in (
                (409, "refused/x", {}),
                (200, "refused/x", {"conflict": "skip"}),
                (404, "none/x", {}),
                (403, ".quayside/x", {}),
                (401, "refused/y", {"lock": "none"}),
            ):
                with self.subTest(length=length, expected=expected):
                    self.assertStatus(expected, self.guest.post(path, bytes(length), wait=False, **options))
                    self.assertInStep()
        self.assertEqual(content("refused/x"), b"old")

    def test_refused_before_an_awaited_body(self):
        put("early/x", b"old")
        for expected, path, options in ((409, "early/x", {}), (200, "early/x", {"conflict": "skip"}), (404, "none/x", {})):
            self.assertStatus(expected, self.guest.post(path, b"new", wait=True, **options))
            self.assertInStep()

    def announce(self, path, size, wait=False):
        self.guest.send({"verb": "POST", "path": path, "size": size, "modified": TIME, "conflict": "fail", "await": wait})

    def test_too_large_to_follow_at_once(self):
        self.announce(".quayside/x", quayside.EAGER_POST_BYTES + 1)
        self.assertStatus(413, self.guest.receive())
        self.assertEnded()

    def test_wrong_checksum(self):
        self.announce("damaged", 3)
        self.guest.send_frame(struct.pack(">I", quayside.crc32c(b"abc") ^ 1) + b"abc")
        self.assertStatus(422, self.guest.receive())
        self.announce("damaged", 40_000)
        self.guest.send_stream(bytes(40_000))
        self.guest.send({"crc32c": quayside.crc32c(bytes(40_000)) ^ 1})
        self.assertStatus(422, self.guest.receive())
        self.assertInStep()
        self.assertFalse((hosts.folder() / "damaged").exists())

    def test_spoiled(self):
        for said, status in ((412, 412), (500, 500), (404, 500), (0, 500), (999, 500)):
            with self.subTest(said=said):
                self.announce("spoiled", 3)
                self.guest.send_frame(b"")
                self.guest.send({"spoiled": said, "message": "It was changed."})
                self.assertStatus(status, self.guest.receive())
        self.assertInStep()
        self.assertFalse((hosts.folder() / "spoiled").exists())



class Changing(WithGuest):
    def test_mkdir(self):
        put("made/file")
        self.assertAnswer("done", self.guest.ask("MKDIR", path="made/new"))
        self.assertStatus(409, self.guest.ask("MKDIR", path="made/new"))
        again = self.guest.ask("MKDIR", path="made/new", existing=True)
        self.assertEqual((again["answer"], again["entry"]["name"]), ("skipped", "new"))
        self.assertStatus(409, self.guest.ask("MKDIR", path="made/file", existing=True))
        self.assertStatus(404, self.guest.ask("MKDIR", path="made/not/new", existing=True))

    def test_mode_of_a_folder(self):
        self.guest.ask("MKDIR", path="made private", mode=0o500)
        self.assertEqual((hosts.folder() / "made private").stat().st_mode & 0o777, 0o700)

    def test_setstat(self):
        put("timed/file")
        self.assertAnswer("done", self.guest.ask("SETSTAT", path="timed", modified=TIME))
        self.assertEqual(self.guest.ask("STAT", path="timed")["entry"]["modified"], TIME)
        self.assertStatus(404, self.guest.ask("SETSTAT", path="timed/file", modified=TIME))
        self.assertStatus(404, self.guest.ask("SETSTAT", path="not timed", modified=TIME))

    def move(self, old, new):
        return self.guest.ask("MOVE", **{"from": old, "to": new})

    def test_move(self):
        put("moved/a", b"a")
        put("moved/b", b"b")
        self.assertAnswer("done", self.move("moved/a", "moved/c"))
        self.assertEqual(content("moved/c"), b"a")
        self.assertStatus(409, self.move("moved/b", "moved/c"))
        self.assertStatus(409, self.move("moved", "moved/x"))
        self.assertStatus(404, self.move("moved/a", "moved/x"))
        self.assertStatus(404, self.move("moved/b", "moved/none/x"))
        self.assertStatus(403, self.move("moved/b", "moved/.x"))

    def copy(self, old, new):
        return self.guest.ask("COPY", **{"from": old, "to": new})

    def test_copy(self):
        put("copied/a", b"a").chmod(0o600)
        put("copied/b", b"b")
        answer = self.copy("copied/a", "copied/c")
        self.assertAnswer("stored", answer)
        self.assertEqual(answer["entry"], self.guest.ask("STAT", path="copied/c")["entry"])
        self.assertEqual(
            {name: answer["entry"][name] for name in ("name", "kind", "size", "mode")},
            {"name": "c", "kind": "file", "size": 1, "mode": 0o600},
        )
        self.assertEqual((hosts.folder() / "copied/c").stat().st_mtime, OLD)
        self.assertEqual((content("copied/a"), content("copied/c")), (b"a", b"a"))
        self.assertStatus(409, self.copy("copied/b", "copied/c"))
        self.assertStatus(409, self.copy("copied/b", "copied/b"))
        self.assertStatus(404, self.copy("copied", "copied/x"))
        self.assertStatus(404, self.copy("", "copied/x"))
        self.assertStatus(404, self.copy("copied/b", "copied/none/x"))
        self.assertStatus(403, self.copy("copied/b", "copied/.x"))
        self.assertEqual(content("copied/c"), b"a")

    def test_copy_large(self):
        data = os.urandom(3_000_000)
        put("copied/large", data)
        self.assertAnswer("stored", self.copy("copied/large", "copied/large too"))
        self.assertEqual(content("copied/large too"), data)

    def test_delete(self):
        put("kept/x")
        hidden = put("deleted/.hidden")
        put("deleted/a/b")
        link("deleted/link", hosts.folder() / "kept")
        self.assertStatus(404, self.guest.ask("DELETE", path="deleted/link", recursive=True))
        self.assertStatus(409, self.guest.ask("DELETE", path="deleted", recursive=False))
        self.assertAnswer("done", self.guest.ask("DELETE", path="deleted/a/b", recursive=False))
        # What guests do not see is not deleted with a folder.
        self.assertStatus(403, self.guest.ask("DELETE", path="deleted", recursive=True))
        (hosts.folder() / "deleted/link").unlink()
        self.assertStatus(403, self.guest.ask("DELETE", path="deleted", recursive=True))
        hidden.unlink()
        self.assertAnswer("done", self.guest.ask("DELETE", path="deleted", recursive=True))
        self.assertFalse((hosts.folder() / "deleted").exists())
        self.assertTrue((hosts.folder() / "kept/x").exists())


class Locking(WithGuest):
    def setUp(self):
        super().setUp()
        self.owner = hosts.guest()
        self.addCleanup(lambda: self.owner.wire.socket.close())
        self.lock = self.owner.ask("LOCK", passcode="se\u0301same")["lock"]

    def test_what_a_lock_closes(self):
        put("closed/file", b"secret")
        self.assertAnswer("done", self.owner.ask("PROTECT", path="closed/file", lock=self.lock))
        self.assertEqual(self.guest.ask("STAT", path="closed/file")["entry"]["lock"], self.lock)
        requests = [
            ("GET", {"path": "closed/file"}),
            ("GET", {"path": "closed/file", "offset": 1, "version": "x", "prefix": "0" * 64}),
            ("VERIFY", {"path": "closed/file"}),
            ("PROTECT", {"path": "closed/file"}),
            ("DELETE", {"path": "closed/file", "recursive": False}),
            ("DELETE", {"path": "closed", "recursive": True}),
            ("DELETE", {"path": "closed", "recursive": False}),
            ("MOVE", {"from": "closed/file", "to": "x"}),
            ("MOVE", {"from": "closed", "to": "x"}),
            ("COPY", {"from": "closed/file", "to": "x"}),
        ]
        for verb, fields in requests:
            with self.subTest(verb=verb, fields=fields):
                answer = self.guest.ask(verb, **fields)
                self.assertEqual((answer["status"], answer.get("lock")), (401, self.lock))
        for rule in ("fail", "overwrite", "newer", "skip"):
            for wait in (False, True):
                with self.subTest(rule=rule, wait=wait):
                    self.assertStatus(401, self.guest.post("closed/file", b"new", rule, wait=wait))
        self.assertAnswer("stored", self.guest.post("closed/file", b"new", "rename"))
        self.assertStatus(403, self.guest.ask("UNLOCK", lock=self.lock, passcode="sesame"))
        self.assertAnswer("done", self.guest.ask("UNLOCK", lock=self.lock, passcode="s\u00e9same"))
        self.assertAnswer("done", self.guest.ask("UNLOCK", lock=self.lock, passcode="s\u00e9same"))
        self.assertEqual(self.guest.get("closed/file")[1], b"secret")
        self.assertAnswer("done", self.guest.ask("PROTECT", path="closed/file"))
        self.assertNotIn("lock", self.guest.ask("STAT", path="closed/file")["entry"])

    def test_upload_under_a_lock(self):
        answer = self.owner.post("born closed", b"secret", lock=self.lock)
        self.assertEqual((answer["answer"], answer["entry"]["lock"]), ("stored", self.lock))
        self.assertStatus(401, self.guest.get("born closed")[0])
        self.assertAnswer("stored", self.owner.post("born closed", b"later!", "overwrite"))
        self.assertStatus(401, self.guest.get("born closed")[0])

    def test_a_lock_that_there_is_not(self):
        self.assertStatus(403, self.guest.ask("UNLOCK", lock="none", passcode="x"))
        put("open")
        self.assertStatus(401, self.guest.ask("PROTECT", path="open", lock="none"))

    def test_too_many_wrong_passcodes(self):
        for _ in range(5):
            self.assertStatus(403, self.guest.ask("UNLOCK", lock=self.lock, passcode="wrong"))
        answer = self.guest.ask("UNLOCK", lock=self.lock, passcode="s\u00e9same")
        self.assertEqual((answer["status"], answer["retryAfter"] > 0), (429, True))

    def test_the_thirty_third_lock(self):
        for _ in range(32):
            self.assertAnswer("lock", self.guest.ask("LOCK", passcode="x"))
        self.assertStatus(403, self.guest.ask("LOCK", passcode="x"))
        self.assertInStep()


class Order(WithGuest):
    """Checks that the server answers with the first reason in the list of the verb, if two apply."""

    def setUp(self):
        super().setUp()
        put("order/file")
        put("order/full/file")
        put("order/closed")
        put("order/locked/file")
        link("order/link", "file")
        put("file", host=hosts.ONLY_UPLOAD)
        put("folder/file", host=hosts.ONLY_UPLOAD)
        self.owner = hosts.guest()
        self.addCleanup(lambda: self.owner.wire.socket.close())
        lock = self.owner.ask("LOCK", passcode="x")["lock"]
        for path in ("order/closed", "order/locked/file"):
            self.owner.ask("PROTECT", path=path, lock=lock)

    NOT_ALLOWED = [
        ("GET", {"path": "none"}),
        ("VERIFY", {"path": "none"}),
        ("DELETE", {"path": "none", "recursive": True}),
        ("MKDIR", {"path": "none/x"}),
        ("MOVE", {"from": "none", "to": "none/x"}),
        ("COPY", {"from": "none", "to": "none/x"}),
        ("SETSTAT", {"path": "none", "modified": TIME}),
        ("LOCK", {"passcode": "x"}),
        ("PROTECT", {"path": "none", "lock": "none"}),
        ("POST", {"path": "none/x", "size": 2**44 + 1, "modified": TIME, "conflict": "fail", "await": True}),
    ]

    def test_rights_come_first(self):
        with hosts.guest(hosts.NOTHING) as guest:
            for verb, fields in self.NOT_ALLOWED:
                with self.subTest(verb=verb):
                    self.assertStatus(403, guest.ask(verb, **fields))
                    if verb != "POST":  # A malformed POST ends the connection.
                        self.assertStatus(400, guest.ask(verb, **fields | {next(iter(fields)): 5}))
            for verb in ("LIST", "STAT"):
                self.assertStatus(200, guest.ask(verb, path=""))
            self.assertStatus(403, guest.ask("UNLOCK", lock="none", passcode="x"))

    def test_rights_of_changing_verbs(self):
        with hosts.guest(hosts.ONLY_UPLOAD) as guest:
            self.assertStatus(403, guest.ask("MOVE", **{"from": "none", "to": "x"}))
            self.assertStatus(403, guest.ask("COPY", **{"from": "none", "to": "x"}))
            self.assertStatus(403, guest.ask("DELETE", path="none", recursive=False))
            self.assertStatus(403, guest.post("file", b"new", "overwrite"))
            self.assertStatus(409, guest.post("file", b"new", "seen", oldSize=0, oldModified=TIME))
            self.assertStatus(409, guest.post("folder", b"new", "overwrite"))
            lock = guest.ask("LOCK", passcode="x")["lock"]
            self.assertStatus(403, guest.ask("PROTECT", path="file", lock=lock))
            self.assertStatus(200, guest.ask("PROTECT", path="file"))
            self.assertAnswer("stored", guest.post("closed from the start", b"new", lock=lock))

    ORDER = [
        (404, "LIST", {"path": "order/file"}),
        (404, "LIST", {"path": "order/link"}),
        (404, "LIST", {"path": ".quayside"}),
        (404, "STAT", {"path": "order/link"}),
        (404, "STAT", {"path": "order/file/x"}),
        (404, "STAT", {"path": ".QUAYSIDE"}),
        (404, "GET", {"path": "order/full"}),
        (404, "GET", {"path": "order/link"}),
        (401, "GET", {"path": "order/closed", "offset": 2**44, "version": "x", "prefix": "0" * 64}),
        (412, "GET", {"path": "order/file", "offset": 2**44, "version": "x", "prefix": "0" * 64}),
        (404, "VERIFY", {"path": "order/full"}),
        (403, "DELETE", {"path": ".hidden", "recursive": True}),
        (404, "DELETE", {"path": "order/none", "recursive": True}),
        (401, "DELETE", {"path": "order/locked", "recursive": False}),
        (409, "DELETE", {"path": "order/full", "recursive": False}),
        (403, "MKDIR", {"path": "none/.quayside"}),
        (404, "MKDIR", {"path": "order/file/x"}),
        (401, "MKDIR", {"path": "order/closed"}),
        (409, "MKDIR", {"path": "order/file", "existing": True}),
        (403, "SETSTAT", {"path": "none/.quayside", "modified": TIME}),
        (404, "SETSTAT", {"path": "order/link", "modified": TIME}),
        (403, "MOVE", {"from": "none", "to": "none/.quayside"}),
        (403, "MOVE", {"from": ".hidden", "to": "none/x"}),
        (409, "MOVE", {"from": "none", "to": "none/x"}),
        (404, "MOVE", {"from": "order/none", "to": "order/closed"}),
        (401, "MOVE", {"from": "order/closed", "to": "none/x"}),
        (404, "MOVE", {"from": "order/file", "to": "none/x"}),
        (401, "MOVE", {"from": "order/file", "to": "order/closed"}),
        (409, "MOVE", {"from": "order/file", "to": "order/full"}),
        (403, "COPY", {"from": "order/none", "to": "none/.quayside"}),
        (404, "COPY", {"from": ".hidden", "to": "none/x"}),
        (404, "COPY", {"from": "order/link", "to": "none/x"}),
        (401, "COPY", {"from": "order/closed", "to": "none/x"}),
        (404, "COPY", {"from": "order/file", "to": "none/x"}),
        (401, "COPY", {"from": "order/file", "to": "order/closed"}),
        (409, "COPY", {"from": "order/file", "to": "order/full"}),
        (401, "PROTECT", {"path": "", "lock": "none"}),
        (403, "PROTECT", {"path": ".hidden/x"}),
        (404, "PROTECT", {"path": "none/x"}),
        (401, "PROTECT", {"path": "order/closed"}),
    ]

    def test_order(self):
        for status, verb, fields in self.ORDER:
            with self.subTest(verb=verb, fields=fields):
                self.assertStatus(status, self.guest.ask(verb, **fields))
        lock = self.owner.ask("LOCK", passcode="y")["lock"]
        for path in ("order/full", "order/none", "order/link"):
            self.assertStatus(404, self.owner.ask("PROTECT", path=path, lock=lock))

    ORDER_OF_POST = [
        (413, {"path": "", "size": 2**44 + 1, "lock": "none"}),
        (401, {"path": "", "lock": "none"}),
        (403, {"path": "none/.quayside/x"}),
        (404, {"path": "none/x", "size": 2**44}),
        (401, {"path": "order/closed", "size": 2**44}),
        (409, {"path": "order/file", "size": 2**44}),
        (401, {"path": "order/closed", "conflict": "seen", "oldSize": 0, "oldModified": TIME}),
        (409, {"path": "order/file", "size": 2**44, "conflict": "seen", "oldSize": 0, "oldModified": TIME}),
        (507, {"path": "order/new", "size": 2**44}),
    ]

    def test_order_of_post(self):
        for status, fields in self.ORDER_OF_POST:
            with self.subTest(fields=fields):
                whole = {"size": 1, "modified": TIME, "conflict": "fail", "await": True} | fields
                self.assertStatus(status, self.guest.ask("POST", **whole))

    def test_an_upload_that_landed_comes_before_what_stands_there(self):
        self.owner.post("order/landed", b"x", id="landed")
        self.assertAnswer("skipped", self.guest.post("order/landed", b"y", id="landed"))
        self.assertStatus(409, self.guest.post("order/landed", b"y", id="another"))
        lock = self.owner.ask("LOCK", passcode="x")["lock"]
        self.owner.ask("PROTECT", path="order/landed", lock=lock)
        self.assertStatus(401, self.guest.post("order/landed", b"y", id="landed"))
        self.assertAnswer("skipped", self.owner.post("order/landed", b"y", id="landed"))


if __name__ == "__main__":
    unittest.main()
