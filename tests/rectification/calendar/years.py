"""Calendars and year files the calendar tests share."""

from rectification.calendar import WorkingCalendar, parse_year, shipped_schedules

SHIPPED = WorkingCalendar.of(shipped_schedules().values())

# An invented schedule with what makes years difficult: two make-up days in a row, and a day off
# in the December before, as the notice of 2019 had.
YEAR_2027 = """
year = 2027
notices = ["https://www.gov.cn/zhengce/zhengceku/202611/content_0000000.htm"]

[[off]]
name = "元旦"
days = [2026-12-31, 2027-01-01]

[[off]]
name = "春节"
days = [2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11, 2027-02-12]

[[off]]
name = "劳动节"
days = [2027-05-01, 2027-05-03]

[[off]]
name = "国庆节"
days = [2027-10-01, 2027-10-02, 2027-10-03, 2027-10-04]

[[make_up]]
name = "春节"
days = [2027-01-30, 2027-01-31]
"""

WITH_2027 = WorkingCalendar.of([*shipped_schedules().values(), parse_year(YEAR_2027.encode())])
