"""PDF pages made with typst: tagged (PDF/UA-1), A4, in the fonts of the screens.

A template gets its values as JSON and never as source, so nothing that somebody wrote is run.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from alliance.web.assets import PACKAGES, SERVED

STYLES: Path = settings.BASE_DIR / "static" / "css"
SANS = "Atkinson Hyperlegible Next"
DARK = '[data-bs-theme="dark"]'
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
TEMPLATES: Path = settings.BASE_DIR / "templates" / "print"
FOLDER: Path = settings.VAR_DIR / "fonts"
WEIGHTS = (400, 650)
# The fonts of the screens as the packages carry them, and where their weights go.
FONTS = {
    "sans": "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "serif": "fonts/newsreader-latin-opsz-normal.woff2",
}


def render_pdf(template: str, *, values: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/print/<template>.typ`; `values` are what JSON can hold.

    The same values give the same bytes: the document carries no moment of its making.
    """
    try:
        return _compiled(template, values=values, is_labelled=True)
    except typst.TypstError:
        # A character that no font here can draw breaks the standard, not the page.
        return _compiled(template, values=values, is_labelled=False)


def _compiled(template: str, *, values: Mapping[str, Any], is_labelled: bool) -> bytes:
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts())],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        pdf_standards=["ua-1"] if is_labelled else [],
        timestamp=0,
    )


def pdf_answer(made: bytes, *, name: str) -> HttpResponse:
    """For the browser to show; `name` says nothing about a client."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def drawn_for_print(svg: str) -> str:
    """A chart of ours with its colours inside it, for paper: typst reads no style sheet."""
    begins = svg.index("<svg")
    start, ends = svg.index(">", begins) + 1, svg.index("</svg>", begins) + len("</svg>")
    return f"{svg[begins:start]}<style>{_chart_styles()}</style>{svg[start:ends]}"


def in_words(svg: str) -> str:
    """What a drawing says of itself."""
    described = DESCRIBED.search(svg)
    return unescape(described[1]) if described else ""


@lru_cache(maxsize=1)
def _chart_styles() -> str:
    """The rules for charts with the light tokens put in."""
    tokens = dict(TOKEN.findall((STYLES / "tokens.css").read_text().split(DARK)[0]))
    rules = MEDIA.sub("", (STYLES / "charts.css").read_text())
    for _depth in range(3):
        rules = VARIABLE.sub(lambda found: tokens.get(found[1], "inherit"), rules)
    return f'text {{ font-family: "{SANS}"; }} {rules}'


@lru_cache(maxsize=1)
def fonts() -> Path:
    """The folder with a file for each weight, made once: typst takes no variable web fonts."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, served in FONTS.items():
        for weight in WEIGHTS:
            made = FOLDER / f"{name}-{weight}.ttf"
            if not made.exists():
                _cut(PACKAGES / SERVED[served], weight=weight, to=made)
    return FOLDER


def _cut(source: Path, *, weight: int, to: Path) -> None:
    font = TTFont(source)
    axes = {axis.axisTag for axis in font["fvar"].axes}
    fixed = {"wght": weight} | ({"opsz": 14} if "opsz" in axes else {})
    cut = instantiateVariableFont(font, fixed, updateFontNames=False)
    cut["OS/2"].usWeightClass = 700 if weight > WEIGHTS[0] else 400
    cut.flavor = None
    unfinished = to.with_suffix(".part")
    cut.save(unfinished)
    unfinished.replace(to)
