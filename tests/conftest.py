import pytest
from django.core.cache import cache

COMMITS = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def _forget_what_is_cached(request):
    """The cache's table is no model's, so nobody else empties it after a test that commits."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if COMMITS & set(request.fixturenames) or (marker and marker.kwargs.get("transaction")):
        cache.clear()
