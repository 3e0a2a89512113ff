"""Pages on paper: tagged, in one language, the same bytes for the same values."""

import io

import pytest
from pypdf import PdfReader

from alliance.web.pdf import drawn_for_print, render_pdf

AGENDA = {
    "title": "To discuss in supervision",
    "clinic": "Clinic One",
    "kind": "Agenda",
    "line": "Supervisor Demo with Trainee Demo",
    "footer": "Prepared for the two of you.",
    "page": "Page",
    "words": {"open": "Open", "nothing": "Nothing", "done": "Done", "agreed": "Agreed:"},
    "open": [{"about": "K-14", "text": "Dates", "question": "", "agreed": "", "by": "Demo"}],
    "done": [],
}


def read(**changed) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf("agenda", values=AGENDA | changed)))


def test_a_page_is_tagged_and_says_its_title_and_language():
    page = read()

    root = page.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert page.metadata.title == AGENDA["title"]


def test_it_is_a4_and_carries_the_words():
    page = read().pages[0]

    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert "Dates" in page.extract_text()


def test_the_same_values_give_the_same_bytes():
    assert render_pdf("agenda", values=AGENDA) == render_pdf("agenda", values=AGENDA)


@pytest.mark.parametrize(
    "text",
    ['#panic("run")', "$1+1$", "*bold* _it_", '"quoted" \\\\ #{', "<label> @cite", "ünï ☂ 漢"],
)
def test_what_somebody_wrote_is_never_run(text):
    item = AGENDA["open"][0] | {"text": text}

    said = read(open=[item]).pages[0].extract_text()

    assert text.split()[0][:4] in said.replace("\n", " ")


def test_a_chart_carries_its_colours():
    drawn = drawn_for_print(
        '<div><svg class="trend" viewBox="0 0 1 1"><path class="c-band"/></svg></div>'
    )

    assert drawn.startswith("<svg")
    assert drawn.endswith("</svg>")
    assert ".c-band { fill: #" in drawn
    assert "var(" not in drawn
