"""Reading what `alliance.web.toasts` wrote."""

from django import template
from django.contrib.messages.storage.base import Message

from alliance.web.toasts import UNDO

register = template.Library()


@register.filter
def undo_url(message: Message) -> str:
    """Where to post to take back what the message says, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
