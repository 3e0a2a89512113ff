"""The fixtures that watch every page do notice: each of these is a control."""

SIGN_IN = "/accounts/login/"


def test_an_inline_style_is_noticed(open_page, complaints):
    page = open_page(path=SIGN_IN)

    page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert "style-src" in complaints.pop()


def test_a_request_to_another_host_is_noticed(open_page, complaints):
    page = open_page(path=SIGN_IN)

    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")

    assert "connect-src" in " ".join(complaints)
    complaints.clear()


def test_a_failing_script_is_noticed(open_page, complaints):
    page = open_page(path=SIGN_IN)

    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => noSuchThing(), 0) }")

    assert "noSuchThing" in complaints.pop()


def test_an_image_without_words_is_noticed(open_page, axe_violations):
    page = open_page(path=SIGN_IN)
    page.evaluate("document.querySelector('main').append(new Image(9, 9))")

    assert "image-alt" in " ".join(axe_violations(page))
