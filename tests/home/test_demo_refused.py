"""When the demo is not loaded; these tests begin with an empty database."""

import pytest
from django.core.management import CommandError, call_command

from alliance.home.services.demo import demo_is_loaded
from alliance.home.services.leaving import leave_demo
from alliance.people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def test_it_is_refused_outside_debug():
    with pytest.raises(CommandError, match="--yes"):
        call_command("demo")

    assert not User.objects.exists()


def test_it_never_takes_the_place_of_a_real_clinic():
    make.clinic(name="Demo", slug="demo")

    with pytest.raises(CommandError, match="address"):
        call_command("demo", "--yes")

    assert not User.objects.exists()


def test_starting_again_loads_it_only_where_nobody_works_yet():
    make.member()

    call_command("demo", "--yes", "--if-new")

    assert not demo_is_loaded()


def test_starting_again_never_brings_back_a_demo_that_was_left():
    make.clinic(is_demo=True)
    leave_demo()

    call_command("demo", "--yes", "--if-new")

    assert not demo_is_loaded()
