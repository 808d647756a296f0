from datetime import date

import pytest
from django.utils import translation

from rectification.calendar import YearFileRefused, parse_year, shipped_schedules
from tests.rectification.calendar.years import YEAR_2027


def refusals(text: str | bytes) -> tuple[str, ...]:
    content = text.encode() if isinstance(text, str) else text
    with translation.override("en"), pytest.raises(YearFileRefused) as refused:
        parse_year(content)
    return refused.value.reasons


def test_shipped_years_are_2015_to_2026_each_with_its_notice() -> None:
    assert list(shipped_schedules()) == list(range(2015, 2027))
    assert all(schedule.notices for schedule in shipped_schedules().values())


@pytest.mark.parametrize("year", [2015, 2019, 2020])
def test_amended_years_name_both_notices(year: int) -> None:
    assert len(shipped_schedules()[year].notices) == 2


def test_year_file_is_read() -> None:
    schedule = parse_year(YEAR_2027.encode())
    assert schedule.year == 2027
    assert schedule.off[0] == (date(2026, 12, 31), "元旦")
    assert len(schedule.off) == 14
    assert schedule.make_up == ((date(2027, 1, 30), "春节"), (date(2027, 1, 31), "春节"))


def test_digest_ignores_layout_and_byte_order_mark() -> None:
    schedule = parse_year(YEAR_2027.encode())
    again = parse_year(b"\xef\xbb\xbf# a comment\n" + YEAR_2027.encode())
    assert again.digest == schedule.digest
    moved = parse_year(YEAR_2027.replace("2027-05-03", "2027-05-04").encode())
    assert moved.digest != schedule.digest


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("year = 2027", "", "“year” must be a year between 2000 and 2100."),
        ("year = 2027", "year = true", "“year” must be a year between 2000 and 2100."),
        ("year = 2027", 'year = "2027"', "“year” must be a year between 2000 and 2100."),
        ("year = 2027", "year = 2027\nname = 1", "Unknown entry “name”."),
        (
            "https://www.gov.cn/",
            "https://gov.cn.example.com/",
            "“https://gov.cn.example.com/zhengce/zhengceku/202611/content_0000000.htm” "
            "is not the address of a notice on gov.cn.",
        ),
        ("2027-05-03", "2027-05-01", "2027-05-01 is listed twice."),
        ("2027-01-31", "2027-02-05", "2027-02-05 is listed twice."),
        (
            "2027-05-03",
            "2028-05-03",
            "2028-05-03 is not in 2027, nor in the December before it.",
        ),
        (
            "2026-12-31",
            "2026-11-30",
            "2026-11-30 is not in 2027, nor in the December before it.",
        ),
        (
            "2027-01-31",
            "2027-02-01",
            "2027-02-01 is no Saturday or Sunday, so it cannot be a make-up working day.",
        ),
        (
            "2027-10-03, ",
            "",
            "2027-10-03 is a public holiday and is missing among the days off.",
        ),
        (
            "2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11, 2027-02-12",
            "2027-02-05, 2027-02-08",
            "The Spring Festival of 2027 is missing among the days off.",
        ),
        (
            "[2027-05-01, 2027-05-03]",
            '["2027-05-01"]',
            "“off” no. 3 must have a name and a list of dates.",
        ),
        (
            "[2027-05-01, 2027-05-03]",
            "[2027-05-01T00:00:00]",
            "“off” no. 3 must have a name and a list of dates.",
        ),
        (
            'name = "劳动节"',
            'name = " "',
            "“off” no. 3 must have a name and a list of dates.",
        ),
    ],
)
def test_faulty_year_file_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    assert old in YEAR_2027
    assert reason in refusals(YEAR_2027.replace(old, new, 1))


def test_every_fault_is_named_at_once() -> None:
    assert refusals("make_up = 1\nnotices = []") == (
        "“year” must be a year between 2000 and 2100.",
        "“notices” must list the address of the State Council notice.",
        "The days off are missing (“off”).",
        "“make_up” must be a list of names with days.",
    )


def test_file_that_is_no_year_file_is_refused() -> None:
    assert refusals('{"year": 2027}')[0].startswith("The file cannot be read as a year file")
    assert refusals("year = 2027-02-30")[0].startswith("The file cannot be read as a year file")
    assert refusals("年".encode("gb18030")) == ("The file is not a text in UTF-8.",)
    assert refusals(b"#" * 70_000) == ("The file is too large for a year file.",)
