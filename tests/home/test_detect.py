import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from alliance.home.management.commands import detect
from alliance.trends.session_rows import SessionRow
from tools.simulated_series import header, simulate

HEADER = "series_id,clinician_id,session_index,date,d1-1,d1-2,d2-1,d2-2"
STEADY = ("4,5,3,4", "5,4,4,3", "4,4,3,5", "3,4,4,5", "4,3,5,4")


@pytest.fixture
def file_of(tmp_path):
    def write(*lines):
        path = tmp_path / "sessions.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n")
        return str(path)

    return write


def session(number, ratings, *, series="s1"):
    return f"{series},c1,{number},2026-03-{number:02},{ratings}"


def detected(*arguments):
    out = StringIO()
    call_command("detect", *arguments, stdout=out)
    return out.getvalue().splitlines()


def a_drop_and_back():
    ratings = [*STEADY, "1,3,2,2", "4,4,4,5"]
    return [session(number, each) for number, each in enumerate(ratings, 1)]


def test_signals_come_out_as_csv(file_of):
    assert detected(file_of(*a_drop_and_back())) == [
        "series_id,session_index,kind,detail",
        "s1,6,drop,",
        "s1,7,recovery,",
    ]


def test_low_domain_names_its_domain(file_of):
    low = ("5,5,3,2", "4,5,2,3", "5,4,2,2", "5,5,3,3", "4,5,3,2")
    lines = [session(number, each) for number, each in enumerate(low, 1)]

    assert "s1,4,low_domain,2" in detected(file_of(*lines))


def test_rows_may_come_in_any_order(file_of):
    lines = a_drop_and_back()

    assert detected(file_of(*reversed(lines))) == detected(file_of(*lines))


def test_calm_raises_less_than_keen(tmp_path):
    path = tmp_path / "many.csv"
    made = simulate(60, seed=9)
    path.write_bytes(header() + b"".join(line for one in made for line in one.csv_lines()))

    calm, usual, keen = (
        sum(",drop," in line for line in detected(str(path), "--sensitivity", each))
        for each in ("calm", "usual", "keen")
    )

    assert 0 < calm < usual < keen


def test_file_of_many_signals_comes_out_whole(tmp_path):
    path = tmp_path / "many.csv"
    made = simulate(600, seed=9)
    path.write_bytes(header() + b"".join(line for one in made for line in one.csv_lines()))

    lines = detected(str(path))

    assert sum(map(len, lines)) > 16_384
    assert {line.count(",") for line in lines} == {3}
    assert all(line.startswith("s0") for line in lines[1:])


def test_no_sessions_have_no_signals(file_of):
    assert detected(file_of()) == ["series_id,session_index,kind,detail"]


def test_bad_row_stops_it_with_its_line_and_nothing_written(file_of, capsys):
    path = file_of(*a_drop_and_back(), session(8, "4,4,7,4"))

    with pytest.raises(SystemExit) as stopped:
        execute_from_command_line(["manage.py", "detect", path])

    out, error = capsys.readouterr()
    assert stopped.value.code == 1
    assert out == ""
    assert f"{path}, line 9: d2-1 is '7'; it takes 1 to 5, or nothing" in error


def test_session_that_comes_twice_stops_it(file_of):
    with pytest.raises(CommandError, match="line 9: session 3 of series 's1' comes twice"):
        detected(file_of(*a_drop_and_back(), session(3, "4,4,4,4")))


def test_directory_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="Is a directory"):
        detected(str(tmp_path))


def test_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file or directory"):
        detected(str(tmp_path / "nowhere.csv"))


def test_sorting_on_disk_is_sorting(monkeypatch):
    monkeypatch.setattr(detect, "ROWS_IN_MEMORY", 60)
    rnd = random.Random(6)
    rows = [
        SessionRow(
            rnd.choice(["c1", "c10", "c2", "ç"]),
            f"2026-{rnd.randint(1, 12):02}-{rnd.randint(1, 28):02}",
            rnd.choice(["s9", "s10", "é", "z", "s 9"]),
            number,
            number + 1,
            bytes([rnd.randint(0, 5)]),
        )
        for number in range(1, 500)
    ]

    assert list(detect.sorted_on_disk(rows)) == sorted(rows)
