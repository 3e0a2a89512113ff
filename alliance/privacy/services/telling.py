"""Mails about what is kept. None ever says anything about a client, not even the code."""

from collections.abc import Mapping
from typing import Any

from alliance.people.models import Membership
from alliance.web.mail import send_when_done


def tell(
    name: str, member: Membership, *, context: Mapping[str, Any], also_admins: bool = False
) -> None:
    """Mail `privacy/mail/<name>` to somebody, and to those who run their clinic."""
    told = Membership.objects.active().filter(clinic=member.clinic_id)
    people = {row.user.email for row in told.filter(pk=member.pk).select_related("user")}
    if also_admins:
        admins = told.filter(is_admin=True).select_related("user")
        people |= {row.user.email for row in admins}
    for email in sorted(people):
        send_when_done(
            f"privacy/mail/{name}", to=email, context={"clinic": member.clinic, **context}
        )
