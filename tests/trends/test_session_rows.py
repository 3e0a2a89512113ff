import pytest

from alliance.trends.session_rows import BadRow, SessionRow, SessionRows

HEADER = b"series_id,clinician_id,session_index,date,d1-1,d1-2,d2-1\n"


def rows_of(*lines, header=HEADER):
    return list(SessionRows([header, *lines]))


def test_row_becomes_a_session():
    assert rows_of(b"s1,c1,3,2026-03-31,4,,5\n") == [
        SessionRow("c1", "2026-03-31", "s1", 3, 2, bytes([4, 0, 5]))
    ]


def test_columns_may_come_in_any_order():
    header = b"date,d2-1,series_id,d1-2,session_index,d1-1,clinician_id\n"

    [row] = rows_of(b"2026-03-31,5,s1,,3,4,c1\n", header=header)

    assert row.answers == bytes([4, 0, 5])


def test_domains_are_the_numbers_in_the_header():
    rows = SessionRows([b"series_id,clinician_id,session_index,date,d12-1,d3-1,d3-2\n"])

    assert [(s.domain, s.start, s.stop) for s in rows.basis.spans] == [("3", 0, 2), ("12", 2, 3)]


def test_single_item_is_enough():
    header = b"series_id,clinician_id,session_index,date,d1-1\n"

    [row] = rows_of(b"s1,c1,1,2026-03-31,5\n", header=header)

    assert row.answers == bytes([5])


def test_byte_order_mark_carriage_returns_and_a_last_line_without_end_are_fine():
    header = b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n")

    assert len(rows_of(b"s1,c1,1,2026-03-31,4,4,4\r\n", b"s1,c1,2,2026-04-07,4,4,4", header=header))


GOOD = b"s1,c1,1,2026-03-31,4,4,4\n"


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (b"s1,c1,2,2026-03-31,4,4\n", "has 6 columns, the header has 7"),
        (b"\n", "has 0 columns, the header has 7"),
        (b"s1,c1,2,2026-03-31,4,4,4,4\n", "has 8 columns, the header has 7"),
        (b",c1,2,2026-03-31,4,4,4\n", "series_id and clinician_id have to be printable text"),
        (b"s1,,2,2026-03-31,4,4,4\n", "series_id and clinician_id have to be printable text"),
        (b"s1,c1,0,2026-03-31,4,4,4\n", "session_index '0' is not a whole number from 1"),
        (b"s1,c1,two,2026-03-31,4,4,4\n", "session_index 'two' is not a whole number from 1"),
        (b"s1,c1,2,31.03.2026,4,4,4\n", "date '31.03.2026' is not a day such as 2026-03-31"),
        (b"s1,c1,2,20260331,4,4,4\n", "date '20260331' is not a day such as 2026-03-31"),
        (b"s1,c1,2,2026-02-30,4,4,4\n", "date '2026-02-30' is not a day such as 2026-03-31"),
        (b"s1,c1,2,,4,4,4\n", "date '' is not a day such as 2026-03-31"),
        (b"s1,c1,2,2026-03-31,4,6,4\n", "d1-2 is '6'; it takes 1 to 5, or nothing"),
        (b"s1,c1,2,2026-03-31,0,4,4\n", "d1-1 is '0'; it takes 1 to 5, or nothing"),
        (b"s1,c1,2,2026-03-31,4,4,4.5\n", "d2-1 is '4.5'; it takes 1 to 5, or nothing"),
        (b"s1,c1,2,2026-03-31,4,4,\xff\n", "is not UTF-8 text"),
        (b's1,c1,2,2026-03-31,4,4,"4\n', "is not CSV: unexpected end of data"),
    ],
)
def test_bad_row_is_named_with_its_line(bad, problem):
    with pytest.raises(BadRow) as error:
        rows_of(GOOD, bad)

    assert (error.value.line, error.value.problem) == (3, problem)
    assert str(error.value) == f"line 3: {problem}"


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (b"", "the header has no column series_id"),
        (b"series_id,clinician_id,date,d1-1\n", "the header has no column session_index"),
        (HEADER.replace(b"d2-1", b"d1-1"), "the header has the column 'd1-1' twice"),
        (HEADER.replace(b"d2-1", b"mood"), "the header has an unknown column 'mood'"),
        (HEADER[: HEADER.index(b",d1")] + b"\n", "the header has no item columns such as d1-1"),
    ],
)
def test_bad_header_is_named_on_line_one(header, problem):
    with pytest.raises(BadRow) as error:
        SessionRows([header] if header else [])

    assert str(error.value) == f"line 1: {problem}"


def test_line_is_counted_past_rows_that_span_lines():
    quoted = [b'"s\n', b'1",c1,1,2026-03-31,4,4,4\n']

    with pytest.raises(BadRow, match="line 3: series_id and clinician_id have to be printable"):
        rows_of(*quoted)


def test_rows_are_read_one_at_a_time():
    def lines():
        yield HEADER
        yield GOOD
        raise AssertionError("read too far")

    assert next(iter(SessionRows(lines()))).series == "s1"
