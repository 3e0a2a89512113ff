"""An export of one's own sessions is read back as it is, in another clinic too."""

import io
import zipfile

import pytest

from alliance.jobs.services.heart import Progress
from alliance.logbook.models import SessionLog
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.own_sessions import OWN_SESSIONS
from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
TOLD = ("held_on", "minutes", "setting", "form", "ratings", "number", "score", "range_low")


def sessions_of(member):
    logs = SessionLog.objects.written_by(member).order_by("client__code", "number")
    return [(log.client.code, *(getattr(log, name) for name in TOLD)) for log in logs]


def test_the_table_of_own_sessions_makes_the_same_sessions_elsewhere(client):
    here, there = make.member(), make.member()
    about = make.client(of=here, code="K-14", sessions_before=6)
    make.series(about, count=6)
    make.log(
        of=make.client(of=here, code="L-02"),
        setting="video",
        minutes=45,
        ratings=make.ratings(3, listen_understood="unsure"),
    )
    period = {"from_month": "2026-01", "to_month": "2026-11", "style": "csv", "with_mark": True}
    out = io.BytesIO()
    OWN_SESSIONS.write(Order(author=here, parameters=period, today=make.TODAY), out, Progress())
    text = zipfile.ZipFile(out).read("sessions.csv").decode("utf-8-sig")

    answer = Browser(client, there).post("/import/save/", {"text": text})

    assert answer.status_code == 302
    assert sessions_of(there) == sessions_of(here)
    assert {row[6] for row in sessions_of(there)} == {1, 7, 8, 9, 10, 11, 12}
