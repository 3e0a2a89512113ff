"""Help: what the marks and keys mean, who sees what, and what this is not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.people.access import MemberRequest
from alliance.progress.queries.help_page import help_page


@require_safe
def show_help(request: MemberRequest) -> HttpResponse:
    page = help_page(request.member, today=request.today)
    return render(request, "progress/show_help.html", {"page": page, "member": request.member})
