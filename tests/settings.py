"""Settings of the tests: the app's own, with worthless keys, a quick hasher and a database to lose.

Set here rather than in a conftest, because pytest-django loads settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile
from base64 import b64encode
from pathlib import Path

for _name in ("DEBUG", "SECRET_KEY_FILE", "SIGNUP", "SITE_URL", "MAIL_HOST", "ALLOWED_HOSTS"):
    os.environ.pop(_name, None)
os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "VAULT_KEYS": f"1 {b64encode(b'only for tests, of no worth at a').decode()}",
    "HTTP_ALLOWED": "1",
    "PASSWORD_HASHERS": "django.contrib.auth.hashers.MD5PasswordHasher",
    # Pages take their files straight from static/ and node_modules/: nothing to collect first.
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
_FOLDER = tempfile.mkdtemp(prefix="alliance-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["MAIL_FOLDER"] = _FOLDER
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER}/app.sqlite3"

from alliance.settings import *  # noqa: E402, F403
from alliance.settings import DATABASES  # noqa: E402

STATIC_ROOT = Path(_FOLDER)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file: the threads of a live server cannot share one connection to memory.
    DATABASES["default"]["TEST"] = {"NAME": f"{_FOLDER}/tests.sqlite3"}
