"""举一反三 in the file of a case: where the owner looked, what others are told, who answered."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Case, Lesson
from rectification.policies.lessons import lesson_of
from rectification.selectors.lessons import answers_to
from rectification.web.case_file import Part
from rectification.web.dates import local_day
from rectification.web.parts import Light, LightColour


def lesson_part(case: Case) -> Part | None:
    """Of a prominent problem, for those who read its record."""
    lesson = lesson_of(case)
    if lesson is None and not case.checked_elsewhere:
        return None
    part = Part(
        title=gettext("Learning from one case for others"),
        light=_light(lesson) if lesson else None,
        facts=[(_("Same point checked elsewhere"), case.checked_elsewhere)],
    )
    if lesson is not None:
        part.facts.append((_("Lesson for others"), lesson.text))
    if lesson is not None and lesson.sent_at is not None:
        done, total = answers_to(lesson)
        told = gettext("%(done)d of %(total)d") % {"done": done, "total": total}
        part.facts.append((_("Sent to branches on"), local_day(lesson.sent_at)))
        part.facts.append((_("Branches that have answered"), told))
    return part


def _light(lesson: Lesson) -> Light:
    if lesson.sent_at is not None:
        return Light(LightColour.BLUE, gettext("Sent"))
    if lesson.confirmed_at is not None:
        return Light(LightColour.GREEN, gettext("Confirmed, not sent yet"))
    return Light(LightColour.YELLOW, gettext("Waits for a second person"))
