"""`RELEASE=0.2.0 python -m tests.upkeep.keep_release`: keep a release's data for later upgrades."""

import json
import os
import shutil
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from alliance.logbook.models import Reflection, SessionLog  # noqa: E402
from alliance.logbook.sealing import key_of, opened  # noqa: E402
from alliance.upkeep.archive.contents import write_archive  # noqa: E402
from alliance.vault.services import remember_keys  # noqa: E402
from tests import make  # noqa: E402
from tests.settings import TEST_FOLDER  # noqa: E402
from tests.upkeep.test_releases import FOLDER  # noqa: E402

TABLES = ("people_user", "people_membership", "logbook_client", "logbook_sessionlog")


def main():
    name = os.environ.get("RELEASE") or sys.exit(__doc__)
    TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    database = connection.creation.create_test_db(verbosity=0)
    try:
        keep(FOLDER / f"{name}.backup")
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
        shutil.rmtree(TEST_FOLDER, ignore_errors=True)


def keep(path: Path):
    remember_keys()
    trainee = make.member()
    for number in range(3):
        client = make.client(of=trainee)
        make.series(client, count=6)
        make.log(of=client, reflection=f"Quietly glad, {number}.", rupture=make.rupture())
    make.falling(make.client(of=trainee))
    contents = write_archive(path, alias="default", now=timezone.now())
    rows = {each.table.name: each.rows for each in contents.summaries}
    reflections = Reflection.objects.select_related("log__client__key")
    told = {
        "rows": {name: rows[name] for name in TABLES},
        "ratings": [log.ratings for log in SessionLog.objects.order_by("pk")],
        "reflections": sorted(
            opened(row, column="text", key=key_of(row.log.client)) for row in reflections
        ),
    }
    path.with_suffix(".json").write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
