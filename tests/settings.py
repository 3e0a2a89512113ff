"""Settings of the tests: the app's own, with worthless keys, a quick hasher and a database to lose.

Set here rather than in a conftest, because pytest-django loads settings before any conftest.
"""

import os
import tempfile
from base64 import b64encode
from pathlib import Path

for _name in ("DEBUG", "SECRET_KEY_FILE", "SIGNUP", "SITE_URL", "MAIL_HOST", "ALLOWED_HOSTS"):
    os.environ.pop(_name, None)
os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "VAULT_KEYS": f"1 {b64encode(b'only for tests, of no worth at a').decode()}",
    "HTTP_ALLOWED": "1",
    # Waiting tells a test nothing; the one that measures it sets what is served.
    "WAY_BACK_SECONDS": "0",
    # The user of the embedded PostgreSQL owns everything; tests of the walls put on a role.
    "DATABASE_OWNER_ALLOWED": "1",
    "PASSWORD_HASHERS": "django.contrib.auth.hashers.MD5PasswordHasher",
    # Pages take their files straight from static/ and node_modules/: nothing to collect first.
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
# The conftest makes it and takes it away.
TEST_FOLDER = Path(tempfile.gettempdir()) / f"alliance-tests-{os.getpid()}"
os.environ["MAIL_FOLDER"] = str(TEST_FOLDER / "mail")
os.environ["BACKUP_FOLDER"] = str(TEST_FOLDER / "backups")
os.environ["AUDIT_CHECKPOINTS"] = str(TEST_FOLDER / "checkpoints.log")
os.environ["EXPORT_FOLDER"] = str(TEST_FOLDER / "exports")
os.environ["ERASURE_LEDGER"] = str(TEST_FOLDER / "erasures.ledger")
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{TEST_FOLDER}/app.sqlite3"

from alliance.settings import *  # noqa: E402, F403
from alliance.settings import DATABASES  # noqa: E402

STATIC_ROOT = TEST_FOLDER
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file: the threads of a live server cannot share one connection to memory.
    DATABASES["default"]["TEST"] = {"NAME": TEST_FOLDER / "tests.sqlite3"}
