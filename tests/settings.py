"""Settings of the tests: the demo's, faster, on a database of their own."""

import os
from pathlib import Path

os.environ.setdefault("HEMVIST_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from hemvist import database

database.ensure_url()

from hemvist.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
API_REQUESTS_A_MINUTE = 0  # tests/api/test_doors.py sets a limit
KEEP_PAGES_SECONDS = 0  # so that a test sees what it has just written; tests/guide/test_kept.py
LOCALE_PATHS = []  # tests read the source's sentences, whether or not catalogues are compiled
KEEP_COUNTS_SECONDS = 0
KEEP_OLD_PAGES_SECONDS = 0  # so that a change is seen at once
