"""The form for reporting a problem: at most six things to fill in (docs/rules.md T1, T2)."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import AboutHead, CaseLevel, Category, NegativeItem
from rectification.models import Case, CheckItem, CheckRound, Occasion, Organisation
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.owners import fits_level
from rectification.policies.plausible import why_not_past
from rectification.policies.reporting import own_branches
from rectification.policies.townships import own_township
from rectification.web.dates import full_date
from rectification.web.parts import Text
from workflows.forms.about_head import about_head_field
from workflows.forms.base import REASON_MINIMUM
from workflows.forms.choices import OneOf, OrganisationField, choice_or_none, narrow
from workflows.forms.negative_list import NegativeListField
from workflows.forms.subjects import LEVEL_OF, Subject, place_of, places_of

SECRECY_ANSWERS: Final = [
    ("no", _("No, it contains nothing secret")),
    ("yes", _("Yes, or I am not sure")),
]
_ASKED_ANEW: Final = frozenset({"about", "about_head", "occasion", "secret"})
SHORT_LIST: Final = 4
"""Up to so many branches are shown as a list one sees whole."""


FROM_LIST: Final = ("title", "standard_ref")
"""What the item cited says, where the author does not."""


class ProblemForm(forms.Form):
    """A draft, or with `hand_in` among the data a report that must be complete.

    `cleaned_data` holds the arguments of `services.reporting.save_draft`.
    """

    about = forms.ChoiceField(choices=Subject, required=False, widget=forms.HiddenInput)
    check_round = OneOf(CheckRound.objects.none(), required=False, widget=forms.HiddenInput)
    check_item = OneOf(CheckItem.objects.none(), required=False, widget=forms.HiddenInput)
    organisation = OrganisationField(label=_("Which party organisation is it about?"))
    negative_item = NegativeListField(
        help_text=_("What comes nearest. “Other” is explained in the description.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("What is wrong, in one line.")
    )
    description = forms.CharField(
        label=_("What was done or left undone"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Conduct and facts: when, where, how often. No beliefs, no family matters."),
    )
    about_head = about_head_field()
    found_on = forms.DateField(label=_("Found on"), initial=today)
    category = forms.ChoiceField(label=_("Category"), required=False)
    standard_ref = forms.CharField(
        label=_("Standard not met"),
        required=False,
        max_length=200,
        help_text=_("Which rule or promise."),
    )
    secret = forms.TypedChoiceField(
        label=_("Does it contain state or work secrets?"),
        choices=SECRECY_ANSWERS,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=_("This system is not classified. A secret is handed over on paper."),
        error_messages={
            "required": _("Answer the question about secrets (T2); nothing is stored before.")
        },
    )

    def __init__(
        self,
        *args: Any,
        authority: Authority,
        draft: Case | None = None,
        about: str = "",
        occasion: Occasion | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_written(draft), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.occasion = occasion
        self.head: str = AboutHead.NO
        places = places_of(authority.person) if occasion is None else place_of(occasion)
        self.subjects = [subject for subject in Subject if subject in places]
        if occasion is None and authority.memberships:
            self.subjects.append(Subject.MYSELF)
        branches = places.get(Subject.BRANCH, [])
        self.finds_elsewhere = len(branches) > len(own_branches(authority.person))
        self.subject = self._chosen(about, draft)
        self.level = LEVEL_OF[self.subject]
        self.initial["about"] = self.subject.value
        self.fields["about"].choices = [(s.value, s.label) for s in self.subjects]  # type: ignore[attr-defined]
        if occasion is not None:
            self._take_over(occasion)
        elif self.subject is not Subject.MYSELF:
            del self.fields["negative_item"]
            self._offer(places[self.subject])
        else:
            for name in ("organisation", "category", "about_head"):
                del self.fields[name]
        if self.subject is not Subject.MYSELF:
            self.fields["category"].choices = choice_or_none(  # type: ignore[attr-defined]
                (value, label) for value, label in Category.choices if fits_level(value, self.level)
            )
        self._cite(own_township(authority), draft)

    def _take_over(self, occasion: Occasion) -> None:
        """Place, day and source stand in the record: nothing is asked twice."""
        for name in ("negative_item", "organisation", "found_on"):
            del self.fields[name]
        self.fields["occasion"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial["occasion"] = occasion.pk

    @property
    def record(self) -> list[tuple[Text, Text]]:
        """What the report takes from the record."""
        if self.occasion is None:
            return []
        return [
            (_("Source"), self.occasion.get_source_display()),
            (_("Kind of record"), self.occasion.get_kind_display()),
            (_("Responsible organisation"), self.occasion.organisation.name),
            (_("Found on"), full_date(self.occasion.held_on)),
            (pgettext_lazy("occasion", "What was found"), self.occasion.finding),
        ]

    def _chosen(self, about: str, draft: Case | None) -> Subject:
        """What was sent or asked for, else what the draft says, else what his office is for."""
        asked = self.data.get("about") or about
        if not asked and draft is not None:
            asked = next(subject for subject in Subject if LEVEL_OF[subject] == draft.level)
        return Subject(asked) if asked in self.subjects else self.subjects[0]

    def _offer(self, branches: list[Organisation]) -> None:
        """The only branch is chosen already; of many none is, so that none is met by chance."""
        field = self.fields["organisation"]
        field.required = True
        keys = [branch.pk for branch in branches]
        narrow(field, Organisation.objects.filter(pk__in=keys).order_by("code"))
        if len(branches) == 1:
            self.initial.setdefault("organisation", branches[0].pk)
        if len(branches) <= SHORT_LIST:
            field.widget = forms.RadioSelect(choices=field.choices)  # type: ignore[attr-defined]
            field.empty_label = None  # type: ignore[attr-defined]

    def _cite(self, committee: Organisation | None, draft: Case | None) -> None:
        """What of the township's list and rounds the report may name."""
        narrow(self.fields["check_round"], CheckRound.objects.filter(committee=committee))
        items = CheckItem.objects.filter(round__committee=committee, level=self.level)
        if self.subject is not Subject.MYSELF:
            narrow(self.fields["check_item"], items)
            return
        del self.fields["check_item"]
        self._list.offer(committee, cited=draft.cited_item if draft else None)
        if self._list.holds_items:
            for name in FROM_LIST:
                self.fields[name].help_text = _("Left empty, it is taken from the negative list.")
            self.fields["title"].required = False

    @property
    def _list(self) -> NegativeListField:
        return cast(NegativeListField, self.fields["negative_item"])

    @property
    def found_in(self) -> list[tuple[Any, Any]]:
        """The check from which the report comes, to be read above the fields."""
        chosen = {name: self._named(name) for name in ("check_round", "check_item")}
        if item := chosen["check_item"]:
            return [(_("Check round"), item.round.title), (_("Check item"), item.text)]
        return [(_("Check round"), chosen["check_round"].title)] if chosen["check_round"] else []

    def _named(self, name: str) -> Any:
        if name not in self.fields:
            return None
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    @property
    def says_else(self) -> set[str]:
        """Fields that say something else than the draft; what is left to the list says nothing.

        What is asked anew each time and never stored with a draft tells no difference; whom it is
        about shows in the fields.
        """
        from_list = self.subject is Subject.MYSELF and self._list.holds_items
        left = {name for name in FROM_LIST if from_list and not self.data.get(name)}
        return set(self.changed_data) - _ASKED_ANEW - left

    def mark_needed(self) -> None:
        """Say on the page what handing in needs; a draft may still leave it open."""
        for name in self._needed():
            taken = name == "standard_ref" and self._list.holds_items
            self.fields[name].required = not taken

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.pop("about", None)
        self.head = data.pop("about_head", AboutHead.NO)
        data = {"organisation": None, "check_round": None, "check_item": None, **data}
        data["occasion"] = self.occasion
        if self.occasion is not None:
            data["found_on"] = self.occasion.held_on
        if self.subject is Subject.MYSELF:
            self._take_from_list(data)
        data.setdefault("negative_item", "")
        data.setdefault("cited_item", None)
        self._check_other(data)
        if "hand_in" in self.data:
            self._check_complete(data)
        return data

    def _take_from_list(self, data: dict[str, Any]) -> None:
        """An item says what is wrong and which norm it breaks; families A–E are the office's (T4).

        So a member who cites one describes what happened and nothing else.
        """
        kind, item = self._list.cited(data.get("negative_item", ""))
        data |= {"negative_item": kind, "cited_item": item, "category": Category.MEMBERS}
        if item is not None:
            data["title"] = data.get("title") or item.text
            data["standard_ref"] = data.get("standard_ref") or item.norm
        if not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the problem a title, or choose an item of the list."))

    def _check_other(self, data: dict[str, Any]) -> None:
        explained = len(data.get("description", "").strip()) >= REASON_MINIMUM
        if data.get("negative_item") == NegativeItem.OTHER and not explained:
            self.add_error(
                "description", _("“Other” needs an explanation of at least ten characters.")
            )

    def _needed(self) -> dict[str, Any]:
        needed = {
            "description": _("Before it is handed in: describe what was done or left undone (T2).")
        }
        if self.level == CaseLevel.MEMBER:
            needed["standard_ref"] = _(
                "Before it is handed in: name the rule that was not met (T2)."
            )
        else:
            needed["category"] = _("Before it is handed in: choose a category (T2).")
        return needed

    def _check_complete(self, data: dict[str, Any]) -> None:
        """T2 beside the fields; the service checks the same once more for every door."""
        for name, text in self._needed().items():
            if name not in self.errors and not data.get(name):
                self.add_error(name, text)
        found_on = data.get("found_on")
        if found_on is not None and (why := why_not_past(found_on)):
            self.add_error("found_on", why)


def _written(draft: Case | None) -> dict[str, Any]:
    """What the draft says; the question about secrets is asked anew each time."""
    if draft is None:
        return {}
    words = ("title", "description", "found_on", "category", "standard_ref")
    written = {name: getattr(draft, name) for name in words}
    cited = draft.cited_item_id
    written["negative_item"] = draft.negative_item if cited is None else str(cited)
    written["check_round"], written["check_item"] = draft.check_round_id, draft.check_item_id
    if draft.level != CaseLevel.MEMBER:
        written["organisation"] = draft.owner_organisation_id
    return written
