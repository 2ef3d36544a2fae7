"""The servers that a test of this folder meets, as whoever started them told it by the environment."""

import json
import os
import pathlib

import quayside

_HOSTS = json.loads(os.environ.get("QUAYSIDE_HOSTS", "{}"))
_KEY = os.environ.get("QUAYSIDE_KEY", "")
_FINGERPRINT = os.environ.get("QUAYSIDE_FINGERPRINT", "")

# What guests may do at each of them.
EVERYTHING, ONLY_UPLOAD, NOTHING = "everything", "only upload", "nothing"


def guest(host=EVERYTHING, key=_KEY, fingerprint=_FINGERPRINT):
    """A new connection."""
    return quayside.connect("127.0.0.1", _HOSTS[host]["port"], key, fingerprint)


def folder(host=EVERYTHING):
    """The folder that the host shares."""
    return pathlib.Path(_HOSTS[host]["folder"])
