"""Alliance's own settings, and the fault that a control asks for: see faults.py."""

import os

from alliance.settings import *  # noqa: F403
from alliance.settings import DATABASES, INSTALLED_APPS

FAULTS = set(os.environ.get("CHAOS_FAULTS", "").split())
INSTALLED_APPS = [*INSTALLED_APPS, "tools.chaos.faults.FaultsConfig"]
if "relaxed-disk" in FAULTS:
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace(
        "synchronous=FULL", "synchronous=NORMAL"
    )
if "unchecked-connections" in FAULTS:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
