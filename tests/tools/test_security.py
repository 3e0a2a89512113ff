"""`make security` counts what the tests of a requirement came to."""

from tests.security.requirements import titles
from tools.security import Held, read_reports, report

CASE = """<testcase classname="tests.x" name="{name}"><properties>
<property name="requirement" value="AUTHZ-02"/><property name="tried" value="500"/>
</properties>{outcome}</testcase>"""


def reported(tmp_path, *outcomes):
    cases = [CASE.format(name=f"test_{n}", outcome=said) for n, said in enumerate(outcomes)]
    path = tmp_path / "report.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return read_reports([path])


def line_of(requirement, held, missing=None):
    lines = report(held, missing=missing or {})
    (line,) = [line for line in lines if line.startswith(f"{requirement} ")]
    return line.split()


def test_tries_and_failures_add_up_and_skipped_tests_count_for_nothing(tmp_path):
    held = reported(tmp_path, "", "<failure/>", "<skipped/>")

    assert line_of("AUTHZ-02", held)[:5] == ["AUTHZ-02", "open", "2", "1,000", "1"]


def test_a_requirement_is_met_by_tests_that_pass(tmp_path):
    assert line_of("AUTHZ-02", reported(tmp_path, ""))[1] == "met"


def test_one_that_is_known_to_be_held_in_part_stays_open(tmp_path):
    held = reported(tmp_path, "")

    assert line_of("AUTHZ-02", held, missing={"AUTHZ-02": "…"})[1] == "open"


def test_every_requirement_has_its_line():
    lines = report({"AUTHZ-01": Held({"test"}, 1)}, missing={})

    named = {line.split()[0] for line in lines if line}
    assert len(titles()) == 129
    assert set(titles()) <= named
    assert "1 met, 0 held in part or failing, 128 untested" in lines
