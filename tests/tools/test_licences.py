"""Every library that runs is listed with its licence, and each has one that may be used."""

import re

from tools.licences import PAGE, ROOT, browser_licences, page_text, python_licences

USABLE = re.compile(r"MIT|BSD|Apache|PSF|Python|MPL|Mozilla|ISC|OFL|0BSD|LGPL|Unlicense|Zope|HPND")


def test_the_page_lists_what_is_installed():
    """`python -m tools.licences` writes it anew."""
    assert PAGE.read_text() == page_text()


def test_every_direct_package_is_on_it():
    listed = {name.lower() for name, _licence in python_licences()}
    lines = (ROOT / "requirements" / "run.in").read_text().splitlines()
    asked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines if not line.startswith("#")}

    assert {name.replace(".", "-") for name in asked} <= {name.replace(".", "-") for name in listed}


def test_each_has_a_licence_that_may_be_used():
    unusual = [
        (name, licence)
        for name, licence in [*python_licences(), *browser_licences()]
        if not USABLE.search(licence)
    ]

    assert unusual == []
