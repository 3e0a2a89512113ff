import pytest
from django.template import Context, Template, TemplateSyntaxError

from alliance.web.templatetags.icons import ICONS, icon


def test_an_icon_is_drawn_into_the_page_for_the_eye_only():
    page = Template('{% load icons %}{% icon "house" %}').render(Context())

    assert page.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in page
    assert '<path d="M8.707 1.5a' in page


def test_the_shape_is_kept_whole():
    source = (ICONS / "check-circle.svg").read_text()

    drawn = icon("check-circle")

    assert drawn.count("<path") == source.count("<path") == 2
    assert "style=" not in drawn


@pytest.mark.parametrize("name", ["../../bootstrap/package", "House", "", "house.svg", "no-such"])
def test_what_is_no_icon_says_so(name):
    with pytest.raises(TemplateSyntaxError):
        icon(name)


def test_values_are_escaped(tmp_path, monkeypatch):
    monkeypatch.setattr("alliance.web.templatetags.icons.ICONS", tmp_path)
    (tmp_path / "odd.svg").write_text('<svg><path onload="x" d="M&lt;0"/><script>1</script></svg>')

    drawn = icon("odd")

    assert "onload" not in drawn
    assert "script" not in drawn
