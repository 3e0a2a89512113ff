"""Drawing one part of a crispy form at a time, where a page puts other things between the parts."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from django import forms, template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()
PACK = "bootstrap5"


@register.simple_tag(takes_context=True)
def form_part(context: Context, form: forms.Form, part: LayoutObject) -> SafeString:
    """`part` of `form` with its labels, help and errors; no form tag, no list of errors."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = part
    with context.push(**helper.get_attributes(template_pack=PACK)):
        drawn: SafeString = helper.render_layout(form, context, template_pack=PACK)
    return drawn
