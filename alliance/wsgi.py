"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
application = get_wsgi_application()

# It asks the database, so Django must be set up before it is imported.
from alliance.vault.start import refuse_without_keys  # noqa: E402

refuse_without_keys()
