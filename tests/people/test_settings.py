import pytest

from alliance.audit.models import Entry
from alliance.people.models import Membership
from alliance.trends.figures import FULL_FORM, SHORT_FORM
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Kind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def settings_url(client, member):
    client.force_login(member.user)
    return f"/c/{member.clinic.slug}/settings/"


def said(**changed):
    fields = {"name": "T. Demo", "theme": "dark", "log_form": "full", "sensitivity": "calm"}
    return fields | changed


def test_what_was_chosen_is_kept_and_noted(client, member, settings_url):
    client.post(settings_url, said())

    kept = Membership.objects.select_related("user").get(pk=member.pk)
    assert (kept.user.name, kept.user.theme) == ("T. Demo", "dark")
    assert (kept.log_form, kept.sensitivity) == ("full", "calm")
    assert Entry.objects.about(member.pk).filter(verb="changed settings").exists()


def test_a_sensitivity_that_there_is_not_changes_nothing(client, member, settings_url):
    page = client.post(settings_url, said(sensitivity="frantic"))

    assert 'aria-invalid="true"' in page.content.decode()
    assert Membership.objects.get(pk=member.pk).sensitivity == "usual"


@pytest.mark.parametrize(("log_form", "figures"), [("core", SHORT_FORM), ("full", FULL_FORM)])
def test_each_sensitivity_is_shown_with_its_figures_for_the_form_in_use(
    client, member, settings_url, log_form, figures
):
    Membership.objects.filter(pk=member.pk).update(log_form=log_form)

    page = client.get(settings_url).content.decode()

    for sensitivity in Sensitivity:
        figure = figures[sensitivity][Kind.DROP]
        assert f"about {round(10 * figure.false_alarms)} in 1,000 uneventful" in page
        assert f"{figure.timely} in 100 drops in time" in page


def test_the_sensitivity_counts_for_logs_saved_from_then_on(client, member, settings_url):
    about = make.client(of=member)
    before = make.log(of=about)

    client.post(settings_url, said(sensitivity="keen"))
    about.clinician.refresh_from_db()
    after = make.log(of=about)

    before.refresh_from_db()
    assert (before.sensitivity, after.sensitivity) == ("usual", "keen")


def test_who_writes_no_logs_is_not_asked_about_them(client):
    admin = make.member(roles="admin")
    client.force_login(admin.user)
    url = f"/c/{admin.clinic.slug}/settings/"

    page = client.get(url).content.decode()
    client.post(url, {"name": "A. Demo", "theme": "dark"})

    assert "A new log opens with" not in page
    assert "How readily something is marked" not in page
    kept = Membership.objects.select_related("user").get(pk=admin.pk)
    assert (kept.user.name, kept.log_form, kept.sensitivity) == ("A. Demo", "core", "usual")
