from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.urls import include, path, set_script_prefix

from alliance.web.navigation import menu, roles_of

pytestmark = pytest.mark.urls(__name__)


def page(request):
    return HttpResponse()


home = ([path("", page, name="show_home")], "home")
people = (
    [
        path("people/", page, name="list_people"),
        path("settings/clinic/", page, name="edit_clinic"),
        path("audit/", page, name="list_trail"),
    ],
    "people",
)
upkeep = ([path("status/", page, name="show_status")], "upkeep")
reports = ([path("reports/", page, name="list_reports")], "reports")
reviews = (
    [path("reviews/", page, name="list_reviews"), path("agenda/", page, name="list_agendas")],
    "reviews",
)
progress = (
    [
        path("clients/", page, name="list_clients"),
        path("guidance/", page, name="browse_guidance"),
        path("trainees/", page, name="list_trainees"),
    ],
    "progress",
)
urlpatterns = [
    path("", include(each)) for each in (home, people, reports, reviews, progress, upkeep)
]


def labels(roles):
    return [str(item.label) for item in menu(roles, path="/")]


def current(path, *, role="clinician"):
    return {str(item.label): item.current for item in menu([role], path=path) if item.current}


def test_a_clinician_gets_to_clients_guidance_and_reports():
    assert labels(["clinician"]) == ["Home", "Clients", "Guidance", "Reports"]


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_who_sees_no_clients_of_their_own_is_offered_none(role):
    assert "Clients" not in labels([role])


def test_two_roles_are_two_menus_never_a_merged_one():
    assert labels(["clinician", "admin"]) == labels(["clinician"])


def test_someone_without_a_place_in_a_clinic_is_offered_nothing():
    assert menu(roles_of(None), path="/") == ()


def test_roles_are_read_from_the_membership_clinician_first():
    member = SimpleNamespace(is_clinician=True, is_supervisor=False, is_admin=True)

    assert roles_of(member) == ("clinician", "admin")


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", {"Home": "page"}),
        ("/clients/", {"Clients": "page"}),
        ("/clients/0199/brief/", {"Clients": "true"}),
        ("/guidance/", {"Guidance": "page"}),
        ("/settings/", {}),
    ],
)
def test_the_menu_shows_where_one_is(path, marked):
    assert current(path) == marked


@pytest.fixture
def _inside_a_clinic():
    set_script_prefix("/c/linden/")
    yield
    set_script_prefix("/")


@pytest.mark.usefixtures("_inside_a_clinic")
def test_inside_a_clinic_every_page_of_the_menu_is_inside_it_too():
    items = menu(["clinician"], path="/c/linden/clients/")

    assert [item.url for item in items] == [
        "/c/linden/",
        "/c/linden/clients/",
        "/c/linden/guidance/",
        "/c/linden/reports/",
    ]
    assert [item.current for item in items] == ["", "page", "", ""]


@pytest.mark.parametrize(
    ("path", "mark"), [("/settings/clinic/", "page"), ("/audit/", "true"), ("/status/", "true")]
)
def test_the_clinics_settings_its_trail_and_its_server_are_one_place(path, mark):
    assert current(path, role="admin") == {"Settings": mark}
