"""A client's course on paper, for supervision."""

import io

import pytest
from pypdf import PdfReader

from alliance.audit.models import Entry
from alliance.people import services as people
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee():
    return make.member()


@pytest.fixture
def supervisor(trainee):
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    started = make.TODAY.replace(year=make.TODAY.year - 1)
    people.start_supervision(trainee, supervisor=supervisor, starts_on=started, by=supervisor)
    return supervisor


@pytest.fixture
def about(trainee):
    about = make.client(of=trainee)
    make.series(about, count=23, last=make.LAST_WEEK)
    make.log(
        of=about,
        reflection="A kestrel.",
        ratings=make.ratings(2),
        rupture=make.rupture(what_happened="A heron."),
    )
    return about


def pages(client, about, *, by) -> str:
    answer = Browser(client, by).get(f"/clients/{about.pk}/report/")
    assert answer.headers["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    assert len(read.pages) <= 2
    return " ".join(page.extract_text() for page in read.pages)


def test_both_sides_print_the_same_course_without_the_reflection(
    client, about, trainee, supervisor
):
    for side in (supervisor, trainee):
        said = pages(client, about, by=side)
        assert f"{about.code}, sessions 1 to 24" in said
        assert f"supervised by {supervisor.user.name}" in said
        assert "A heron." in said
        assert "kestrel" not in said


def test_printing_is_in_the_trail(client, about, supervisor):
    pages(client, about, by=supervisor)

    assert Entry.objects.about(about.pk).filter(verb="printed", user=supervisor.user).exists()


def test_the_name_of_the_file_says_nothing_about_the_client(client, about, supervisor):
    answer = Browser(client, supervisor).get(f"/clients/{about.pk}/report/")

    assert answer.headers["Content-Disposition"] == 'inline; filename="supervision-report.pdf"'


def test_before_the_first_session_there_is_nothing_to_print(client, trainee):
    about = make.client(of=trainee)

    answer = Browser(client, trainee).get(f"/clients/{about.pk}/report/", follow=True)

    assert "no session to print yet" in answer.content.decode()


def test_the_agenda_is_printed_for_its_two_sides_alone(client, about, trainee, supervisor):
    answer = Browser(client, supervisor).get(f"/agenda/{trainee.pk}/pdf/")

    assert answer.content.startswith(b"%PDF")
    peer = make.member(of=trainee.clinic, roles="supervisor")
    assert Browser(client, peer).get(f"/agenda/{trainee.pk}/pdf/").status_code == 404
