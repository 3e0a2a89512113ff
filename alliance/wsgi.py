"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
# A page that asks the database for longer is broken off, so that it doesn't hold up the others.
os.environ.setdefault("STATEMENT_SECONDS", "10")
application = get_wsgi_application()

# They ask the database, so Django must be set up before they are imported.
from alliance.upkeep.services.start import refuse_wrong_schema  # noqa: E402
from alliance.vault.start import refuse_without_keys  # noqa: E402
from alliance.walls.start import refuse_open_walls  # noqa: E402

refuse_wrong_schema()
refuse_open_walls()
refuse_without_keys()
