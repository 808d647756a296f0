"""What the pages of the roster share: who may open them, their tabs, and how offices are worded."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from rectification.models import Appointment, Organisation
from rectification.policies.confirming import CONFIRMING, KEEPING, confirms_offices, keeps_roster
from rectification.policies.confirming import townships_of as townships
from rectification.selectors.roster import Force, force_of
from rectification.web.access import LimitedPageMixin
from rectification.web.dates import moment, period_words
from rectification.web.parts import Light, LightColour, Tab, Text

TABS: tuple[tuple[str, Text], ...] = (
    ("rectification:organisations", pgettext_lazy("roster", "Organisations")),
    ("rectification:people", pgettext_lazy("roster", "People")),
    ("workflows:moves", pgettext_lazy("roster", "Changes")),
    ("rectification:pending_appointments", pgettext_lazy("roster", "To be confirmed")),
    ("rectification:roster", pgettext_lazy("roster", "Import")),
)

LIGHTS: Final[Mapping[Force, Light]] = {
    Force.REFUSED: Light(LightColour.GREY, pgettext_lazy("office", "Refused")),
    Force.UNCONFIRMED: Light(LightColour.YELLOW, pgettext_lazy("office", "To be confirmed")),
    Force.ENDED: Light(LightColour.GREY, pgettext_lazy("office", "Ended")),
    Force.NOT_BEGUN: Light(LightColour.BLUE, pgettext_lazy("office", "Begins later")),
    Force.IN_FORCE: Light(LightColour.GREEN, pgettext_lazy("office", "In office")),
}


def tabs_at(current: str) -> list[Tab]:
    """The pages of the organisation office, one of them the present one."""
    return [Tab(label, reverse(name), current=name == current) for name, label in TABS]


class RosterPageMixin(LimitedPageMixin):
    """A page of the organisation office; for everybody else it is not there."""

    tab: ClassVar[str] = ""

    def is_open(self) -> bool:
        return keeps_roster(self.authority)

    @cached_property
    def nodes(self) -> list[Organisation]:
        """The committees whose townships the reader keeps."""
        return townships(self.authority, KEEPING)

    def tabs(self) -> list[Tab]:
        if not keeps_roster(self.authority):
            return []
        return tabs_at(f"rectification:{self.tab}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=self.tabs(), **kwargs)  # type: ignore[misc]


class ConfirmingPageMixin(RosterPageMixin):
    """A page for those who confirm offices too: secretary and deputy secretary."""

    tab = "pending_appointments"

    def is_open(self) -> bool:
        return confirms_offices(self.authority)

    @cached_property
    def nodes(self) -> list[Organisation]:
        return townships(self.authority, CONFIRMING)


def day_of(request: HttpRequest, otherwise: date) -> date:
    """The day a page is asked for; nonsense means the present one."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return otherwise


def office_light(appointment: Appointment, day: date) -> Light:
    """Whether the office gives rights on the day, in a word."""
    return LIGHTS[force_of(appointment, day)]


def appointment_title(appointment: Appointment) -> str:
    """Organisation, role and duty; a role that only repeats the name of its body is left out."""
    name, role = appointment.organisation.name, str(appointment.get_role_display())
    duty = str(appointment.get_duty_display()) if appointment.duty else ""
    return " ".join(filter(None, (name, "" if role in name else role, duty)))


def entered_words(row: Appointment) -> list[Text]:
    """By whom and when the office was entered, and with which file."""
    words: list[Text] = []
    if row.entered_by is not None:
        words.append(gettext("entered by %(name)s") % {"name": row.entered_by.name})
    if row.entered_at is not None:
        words.append(moment(row.entered_at))
    return [*words, row.imported.name] if row.imported else words


def office_facts(row: Appointment) -> list[tuple[Text, Text]]:
    """What whoever confirms an office reads about it."""
    return [
        (gettext_lazy("member code"), row.person.code),
        (pgettext_lazy("office", "Successor of"), row.replaces.person.name if row.replaces else ""),
        (pgettext_lazy("office", "Period"), period_words(row.valid_from, row.valid_to)),
        (pgettext_lazy("office", "Document"), row.mandate),
        (gettext_lazy("Entered"), " ".join(map(str, entered_words(row)))),
    ]
