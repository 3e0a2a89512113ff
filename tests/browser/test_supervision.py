"""A supervisor's evening and a trainee's morning after, in a real browser."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.people import services as people
from alliance.people.services.supervisions import name_deputy
from alliance.reviews.models import AgendaItem, Comment, SignOff
from alliance.reviews.services.agenda import put_on_agenda
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import sign_off
from tests import make
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = timedelta(weeks=1)


@pytest.fixture
def world():
    """A trainee who asks about K-14 and has a rupture with L-02; M-03 went as always."""
    today = timezone.localdate()
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    people.start_supervision(
        trainee, supervisor=supervisor, starts_on=today - 20 * WEEK, by=supervisor
    )
    asked, strained, usual = (
        make.client(of=trainee, code=code) for code in ("K-14", "L-02", "M-03")
    )
    for about in (asked, strained, usual):
        for log in make.series(about, count=5, last=today - WEEK):
            sign_off(log, version=1, by=supervisor)
    logs = SimpleNamespace(
        asked=make.log(
            of=asked,
            held_on=today,
            ratings=make.ratings(2),
            for_supervision=True,
            supervision_question="How do I go back to it?",
            shared_note="They went quiet.",
        ),
        strained=make.log(of=strained, held_on=today, rupture=make.rupture()),
        usual=make.log(of=usual, held_on=today),
    )
    return SimpleNamespace(
        trainee=trainee, supervisor=supervisor, logs=logs, prefix=f"/c/{trainee.clinic.slug}"
    )


def heading(page) -> str:
    return page.locator("#detail-h").inner_text()


def test_a_supervisor_reads_talks_and_signs_off_by_keyboard_alone(world, page_as):
    page = page_as(world.supervisor.user, path=f"{world.prefix}/reviews/")
    reasons = page.locator(".queue a").all_inner_texts()
    assert ["K-14" in reasons[0], "L-02" in reasons[1], "M-03" in reasons[2]] == [True] * 3
    assert "Asks for supervision" in reasons[0]

    page.locator(".queue a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reviews/{world.logs.asked.pk}/")
    assert "How do I go back to it?" in page.locator("#detail").inner_text()

    page.keyboard.press("c")
    page.keyboard.type("What did you notice in your body, jkcds?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("What did you notice in your body, jkcds?").wait_for()
    assert Comment.objects.count() == 1

    page.keyboard.press("d")
    page.get_by_role("button", name="To discuss").wait_for()
    assert AgendaItem.objects.get().log_id == world.logs.asked.pk

    page.goto(f"{world.prefix}/reviews/{world.logs.strained.pk}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/reviews/{world.logs.usual.pk}/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/reviews/{world.logs.strained.pk}/")
    page.keyboard.press("s")
    page.wait_for_url(f"**/reviews/{world.logs.usual.pk}/")
    assert heading(page).startswith("M-03")
    assert SignOff.objects.filter(log=world.logs.strained).exists()

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Not signed off any more.").wait_for()
    assert not SignOff.objects.filter(log=world.logs.strained).exists()


@pytest.mark.requirement("WEB-09")
def test_a_supervisor_reads_answers_and_signs_off_without_scripts(world, page_as):
    page = page_as(world.supervisor.user, path=f"{world.prefix}/reviews/", javascript=False)

    page.locator(".queue a").first.click()
    page.get_by_label(f"Write to {world.trainee.user.name}").fill("What did you notice?")
    page.get_by_role("button", name="Send", exact=True).click()
    page.goto(f"{world.prefix}/reviews/{world.logs.strained.pk}/")
    page.get_by_role("button", name="Sign off").click()
    page.wait_for_load_state()

    assert Comment.objects.get().log == world.logs.asked
    assert SignOff.objects.filter(log=world.logs.strained).exists()


def test_list_and_log_stand_beside_each_other_on_a_desk_and_not_on_a_phone(world, page_as):
    path = f"{world.prefix}/reviews/{world.logs.asked.pk}/"

    desk = page_as(world.supervisor.user, path=path)
    phone = page_as(world.supervisor.user, path=path, viewport=PHONE)

    assert desk.locator(".queue").is_visible()
    assert not phone.locator(".queue").is_visible()
    phone.get_by_role("link", name="To review").first.click()
    assert phone.locator(".queue").is_visible()


def test_the_morning_after_the_trainee_sees_who_read_and_answers(world, page_as):
    add_comment(
        world.logs.asked, text="What did you notice?", submission=uuid.uuid4(), by=world.supervisor
    )
    reading = page_as(world.supervisor.user, path=f"{world.prefix}/reviews/{world.logs.asked.pk}/")
    reading.close()

    page = page_as(world.trainee.user, path=f"{world.prefix}/", viewport=PHONE)
    page.get_by_role("link", name=f"{world.supervisor.user.name} wrote about").click()
    assert page.locator(".thread .tag", has_text="new").is_visible()
    page.get_by_label("Answer").fill("My shoulders.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("My shoulders.").wait_for()

    page.goto(f"{world.prefix}/log/{world.logs.asked.pk}/")
    opened = page.locator("section", has=page.get_by_role("heading", name="Who opened this log"))
    assert world.supervisor.user.name in opened.inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "without scripts"])
def test_an_agenda_is_put_down_ticked_off_and_carried_over(world, page_as, javascript):
    page = page_as(
        world.trainee.user,
        path=f"{world.prefix}/agenda/{world.supervisor.pk}/",
        javascript=javascript,
    )

    page.get_by_label("What to talk about").fill("Dates for the summer")
    page.get_by_role("button", name="Put on the agenda").click()
    page.get_by_label("What was agreed (optional)").fill("The second week")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Carry over").click()

    page.get_by_text("Agreed before: The second week").wait_for()


def test_a_log_that_changed_meanwhile_is_not_signed_but_shown(world, page_as, complaints):
    page = page_as(world.supervisor.user, path=f"{world.prefix}/reviews/{world.logs.usual.pk}/")
    SessionLog.objects.filter(pk=world.logs.usual.pk).update(version=2)

    with page.expect_response(lambda answer: answer.status == 409):
        page.keyboard.press("s")

    page.get_by_role("heading", name="This log changed while you read it.").wait_for()
    assert not SignOff.objects.filter(log=world.logs.usual).exists()
    # Chromium tells of the 409 that was meant.
    assert [line for line in complaints if "409" not in line] == []
    complaints.clear()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_suits_everyone_and_never_scrolls_sideways(
    world, page_as, axe_violations, viewport, dark
):
    log, today = world.logs.asked, timezone.localdate()
    words = {"text": "What did you notice?", "submission": uuid.uuid4()}
    add_comment(log, by=world.supervisor, **words)
    put_on_agenda(world.supervisor, world.trainee, by=world.trainee, **words)
    other = make.member(of=world.trainee.clinic, roles="supervisor")
    name_deputy(
        world.supervisor, deputy=other, starts_on=today, ends_on=today + WEEK, by=world.supervisor
    )
    pages = {
        world.supervisor: [
            "/reviews/",
            f"/reviews/{log.pk}/",
            f"/reviews/{world.logs.strained.pk}/",
            "/reviews/past/",
            "/trainees/",
            f"/trainees/{world.trainee.pk}/",
            f"/agenda/{world.trainee.pk}/",
            f"/agenda/{world.trainee.pk}/log/",
            "/supervision/",
            "/supervision/deputy/",
        ],
        world.trainee: [
            f"/log/{log.pk}/",
            f"/log/{log.pk}/comments/",
            f"/trainees/{world.trainee.pk}/",
            "/supervision/ask/",
        ],
    }
    wrong = {}
    for member, paths in pages.items():
        page = page_as(member.user, viewport=viewport, dark=dark)
        for path in paths:
            answer = page.goto(world.prefix + path)
            found = [] if answer.ok else [str(answer.status)]
            found += axe_violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                found.append("scrolls sideways")
            if found:
                wrong[path] = found

    assert wrong == {}
