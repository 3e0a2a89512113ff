"""Without the first wall, the queries of the app, the database keeps clinics apart by itself."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from alliance.logbook.models import Client, SessionLog
from alliance.people.models import Membership
from alliance.walls.roles import APP
from alliance.walls.whose import for_user, in_clinic
from tests import make, routes
from tests.in_role import AppClient, in_role
from tests.security.law import pages
from tests.walls.test_tables import MODELS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_postgres")]


def rows_seen():
    """Table → clinics whose rows are seen."""
    return {
        model._meta.db_table: set(model._base_manager.values_list("clinic_id", flat=True))
        for model in MODELS
    }


@pytest.mark.requirement("AUTHZ-06", "AUTHZ-10")
def test_inside_a_clinic_only_its_rows_are_there(two_clinics, tried):
    here = two_clinics[0].author.clinic_id
    filled = {table for table, clinics in rows_seen().items() if clinics}

    with in_role(APP), in_clinic(here):
        seen = rows_seen()

    assert {table: clinics - {here, None} for table, clinics in seen.items()} == dict.fromkeys(
        seen, set()
    )
    assert {table for table, clinics in seen.items() if clinics} == filled
    tried(len(seen))


@pytest.mark.requirement("AUTHZ-08")
def test_outside_any_clinic_nothing_is_there_and_nothing_fails(two_clinics, tried):
    with in_role(APP):
        with in_clinic(two_clinics[0].author.clinic_id):
            assert Client.objects.exists()
        seen = rows_seen()

    assert [table for table, clinics in seen.items() if clinics - {None}] == []
    tried(len(seen))


def move(row, **fields):
    with transaction.atomic(), connection.cursor() as cursor:
        type(row)._base_manager.filter(pk=row.pk).update(**fields)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.requirement("AUTHZ-06")
def test_no_row_is_written_into_or_moved_to_another_clinic(two_clinics, tried):
    here, there = (world.author.clinic_id for world in two_clinics)
    refused = 0
    for model in MODELS:
        row = model._base_manager.filter(clinic=here).first()
        if row is None or model._meta.db_table == "audit_entry":
            continue
        with in_role(APP), in_clinic(here), pytest.raises(DatabaseError, match="row-level"):
            move(row, clinic=there)
        refused += 1
    with in_role(APP), in_clinic(here):
        changed = SessionLog.objects.filter(clinic=there).update(minutes=1)
        gone = Client.objects.filter(clinic=there)._raw_delete("default")

    assert (changed, gone) == (0, 0)
    tried(refused)
    assert refused > 15


@pytest.mark.requirement("AUTHZ-05")
def test_no_row_points_into_another_clinic(two_clinics, tried):
    here, there = (world.author.clinic_id for world in two_clinics)
    count = 0
    for model in MODELS:
        row = model._base_manager.filter(clinic=here).first()
        for field in model._meta.local_fields:
            parent = field.related_model
            if row is None or parent not in MODELS or field.primary_key:
                continue
            foreign = parent._base_manager.filter(clinic=there).first()
            if foreign is None:
                continue
            # As the owner, whom no policy holds: the constraint alone.
            with pytest.raises(IntegrityError):
                move(row, **{field.name: foreign})
            count += 1
    tried(count)
    assert count > 30


def open_first_wall(monkeypatch):
    """Every queryset shows everybody everything."""
    asked_of_a_member = ("visible_to", "of_clinician", "written_by", "trashed_by", "of_author")
    for model in apps.get_models():
        kind = type(model._base_manager.all()) if not model._meta.abstract else None
        own = type(model._default_manager.all())
        for name in asked_of_a_member:
            for found in {kind, own}:
                if hasattr(found, name):
                    monkeypatch.setattr(found, name, lambda rows, *_args, **_kwargs: rows)


def leaks(world, browser, slug):
    """Pages about records of another clinic that are answered in one's own."""
    asked, found = 0, []
    for page in pages().values():
        path = routes.path_of(page.route, world.ids)
        if page.method != "GET" or path == routes.path_of(page.route, routes.unknown_ids()):
            continue
        asked += 1
        if page.route != "progress:show_card":
            answer = browser.get(f"/c/{slug}{path}")
            found += [page.route] if answer.status_code == 200 else []
    return asked, found


@pytest.mark.requirement("AUTHZ-10")
def test_each_wall_alone_is_enough_and_without_both_there_are_leaks(
    two_clinics, monkeypatch, tried
):
    world = two_clinics[0]
    user, slug = world.people["stranger"]
    owner, app = RequestClient(), AppClient()
    for browser in (owner, app):
        browser.force_login(user)
        browser.raise_request_exception = False

    asked, through_first = leaks(world, owner, slug)
    open_first_wall(monkeypatch)
    _asked, through_second = leaks(world, app, slug)
    _asked, through_none = leaks(world, owner, slug)

    tried(2 * asked)
    assert (through_first, through_second) == ([], [])
    assert len(through_none) > 5, through_none


class RequestClient(AppClient):
    """As the owner of the tables, whom the second wall doesn't hold."""

    def request(self, **request):
        return super(AppClient, self).request(**request)


def test_a_person_sees_their_own_places_in_every_clinic_and_nobody_elses():
    user = make.user()
    own = {make.member(user=user).pk, make.member(user=user).pk}
    make.member()

    with in_role(APP), for_user(user.pk):
        assert set(Membership.objects.values_list("pk", flat=True)) == own
