"""The servers that the tests of this folder use. The program that started them describes them in environment variables."""

import json
import os
import pathlib

import quayside

_HOSTS = json.loads(os.environ.get("QUAYSIDE_HOSTS", "{}"))
_KEY = os.environ.get("QUAYSIDE_KEY", "")
_FINGERPRINT = os.environ.get("QUAYSIDE_FINGERPRINT", "")

# What guests may do at each server; these are their names.
EVERYTHING, ONLY_UPLOAD, NOTHING = "everything", "only upload", "nothing"


def guest(host=EVERYTHING, key=_KEY, fingerprint=_FINGERPRINT):
    """Returns a new connection."""
    return quayside.connect("127.0.0.1", _HOSTS[host]["port"], key, fingerprint)


def folder(host=EVERYTHING):
    """Returns the folder that the host shares."""
    return pathlib.Path(_HOSTS[host]["folder"])
