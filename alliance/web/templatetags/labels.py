"""Labels of fields, inside a sentence."""

from django import template

register = template.Library()


@register.filter
def bare(label: object) -> str:
    """The label without the stop at its end, for a line that goes on after it."""
    return str(label).rstrip(" .:?")
