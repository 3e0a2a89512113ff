"""A form that was written without a network and has arrived, out of its box."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from alliance.logbook.access import can_change
from alliance.logbook.forms.log import LogForm
from alliance.logbook.forms.offline import KeptForm
from alliance.logbook.forms.values import named_ruptures
from alliance.logbook.models import Draft, SessionLog
from alliance.logbook.queries.differences import Difference, differences
from alliance.logbook.queries.drafts import draft_fields
from alliance.logbook.queries.form_frame import form_frame
from alliance.logbook.queries.log_page import log_page
from alliance.logbook.services import offline
from alliance.logbook.views.log_form import FORMS, FormPage
from alliance.people.access import MemberRequest
from alliance.people.models import Membership

NOT_TYPED = {"draft_seen", "submission"}


@dataclass(frozen=True)
class Arrived:
    """A form out of its box, and what stands here of the same form."""

    submission: UUID
    is_finished: bool
    fields: QueryDict
    page: FormPage
    log: SessionLog | None
    newer_draft: Draft | None

    @property
    def changes_a_log(self) -> bool:
        """It was opened to change this log; else the log was saved from the same form meanwhile."""
        return bool(self.fields.get("log"))

    def differing(self, log: SessionLog, *, reader: Membership) -> list[Difference]:
        """What `log`, which stands here, says differently. Only for a valid form."""
        return differences(log_page(log, reader=reader), typed=self.page.form.entry())


def arrived_form(request: MemberRequest) -> Arrived:
    sent = KeptForm(request.POST)
    if not sent.is_valid():
        raise BadRequest
    submission = sent.cleaned_data["submission"]
    opened = offline.open_kept(
        sent.cleaned_data["sealed"], submission=submission, by=request.member
    )
    fields = QueryDict(mutable=True)
    for name, values in opened.items():
        fields.setlist(name, values)
    fields["submission"] = str(submission)
    log = _log_of(request, fields, submission=submission)
    return Arrived(
        submission=submission,
        is_finished=sent.cleaned_data["is_finished"],
        fields=fields,
        page=_page_of(request, fields, log=log),
        log=log,
        newer_draft=None if log else _newer_draft(request, fields, submission=submission),
    )


def _log_of(request: MemberRequest, fields: QueryDict, *, submission: UUID) -> SessionLog | None:
    """The log that is being changed, or the one that was saved from the same form meanwhile."""
    own = SessionLog.objects.written_by(request.member).select_related(
        "client__key", "author__user"
    )
    try:
        changed = own.with_id(UUID(fields.get("log", ""))).first()
    except ValueError:
        changed = None
    found = changed or own.submitted_as(submission, by=request.member).first()
    return found if found and can_change(request.member, found) else None


def _newer_draft(request: MemberRequest, fields: QueryDict, *, submission: UUID) -> Draft | None:
    """A draft of this form that another window kept after this one last heard of it, and that
    says something else."""
    own = Draft.objects.written_by(request.member).submitted_as(submission, by=request.member)
    draft = own.select_related("client__key").first()
    try:
        seen = parse_datetime(fields.get("draft_seen", ""))
    except ValueError:
        seen = None
    if draft is None or (seen is not None and seen >= draft.saved_at):
        return None
    typed = {name: fields.getlist(name) for name in fields if name not in NOT_TYPED}
    kept = {name: said for name, said in draft_fields(draft).items() if name not in NOT_TYPED}
    return draft if typed != kept else None


def _page_of(request: MemberRequest, fields: QueryDict, *, log: SessionLog | None) -> FormPage:
    client_id = str(log.client_id) if log else fields.get("client")
    frame = form_frame(
        request.member,
        client_id=client_id,
        on=request.today,
        log=log,
        named=named_ruptures(fields),
    )
    name = fields.get("form", "")
    name = name if name in FORMS else request.member.log_form
    url = reverse("logbook:change_log", args=[log.pk]) if log else reverse("logbook:new_log")
    form = LogForm(fields, frame=frame, form=name, today=request.today)
    return FormPage(form=form, frame=frame, url=url, log=log)
