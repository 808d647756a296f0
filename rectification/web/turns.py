"""Whose turn it is in a case, what the reader can do, and why somebody may not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from rectification.enums import CaseStage, RecusalGround, Step
from rectification.models import Case, WorkItem, WorkItemBar
from rectification.policies.authority import Authority
from rectification.policies.consulting import ALONE, consults, why_not_consult
from rectification.policies.handing_over import hands_over, others_in_office, why_not_hand_over
from rectification.policies.holding import acting_on, recusal_text, why_elsewhere, why_refused
from rectification.policies.identities import asking_office
from rectification.policies.reasons import Reason
from rectification.policies.recusal import knowing_office
from rectification.policies.urging import step_to_urge, urging_office, why_barred, why_not_urge
from rectification.selectors.consulting import consulted_items
from rectification.selectors.identities import voices_with_identity
from rectification.selectors.recusals import recusals_in
from rectification.selectors.sight import Sight
from rectification.selectors.urging import urges_of
from rectification.web.access import address
from rectification.web.dates import list_date, local_day
from rectification.web.lights import Lights, first_due
from rectification.web.parts import Act, ActKind, OpenStep, Text, Turn, WhyNot
from rectification.web.rows import NOBODY_LEFT, urged_words, who_acts
from rectification.web.rules import step_url
from rectification.web.signed_papers import signed_papers
from rectification.web.step_words import holder_in, step_words
from rectification.web.steps import STEP_WORDS
from rectification.web.wish import acts_of, refusals_of
from rectification.web.wishes import wishes_of


@dataclass
class Turns:
    """`turn` is the panel; `running` replaces it while only a public notice runs.

    `others` are further open steps, `recusals` sentences on who must not act; `acts` what the
    reader may do although it is not his turn, `why_not` what he might expect and may not do.
    """

    turn: Turn | None = None
    running: Turn | None = None
    others: list[OpenStep] = field(default_factory=list)
    recusals: list[Text] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    why_not: list[WhyNot] = field(default_factory=list)


class TurnsOfCase:
    """Words the open steps of one case for one reader on one day."""

    def __init__(
        self,
        case: Case,
        sight: Sight,
        authority: Authority,
        *,
        lights: Lights,
    ) -> None:
        self.case = case
        self.sight = sight
        self.authority = authority
        self.lights = lights
        self.today = lights.today
        self.calendar = lights.calendar
        self.refused: dict[int, Reason | None] = {}

    def read(self, items: Sequence[WorkItem]) -> Turns:
        wishes = wishes_of(self.case, self.authority)
        acts = [*acts_of(self.case, wishes), *self._identity_act()]
        acts += signed_papers(self.case, self.authority)
        if self.case.stage == CaseStage.DRAFT:
            return Turns(turn=_draft_turn(acts))
        self.refused = {item.pk: why_refused(item, self.authority) for item in items}
        mine = [item for item in self.sight.mine if self.refused[item.pk] is None]
        found = Turns(acts=acts, recusals=self._recusals(items), why_not=refusals_of(wishes))
        found.recusals += [
            why.message
            for item in self.sight.mine
            if (why := self.refused[item.pk]) is not None and not item.unheld
        ]
        found.recusals += self._recused(items)
        self._urge(items, found)
        acts = found.acts
        acts += self._handing_over(mine, found)
        acts += self._consulting(mine, found)
        if mine:
            found.turn = self._own(mine[0], [*self._acts(mine), *acts])
            found.acts = []
        elif not self.sight.is_co_unit:
            self._of_others(items, found)
        shown = mine or ([first_due(items) or items[0]] if items else [])
        if not self.sight.is_co_unit:
            found.others = [self._other(item, mine) for item in items if item not in shown]
        return found

    def _identity_act(self) -> list[Act]:
        """For a member of the discipline committee who is assigned and may ask who reported."""
        if asking_office(self.case, self.authority) is None:
            return []
        if not voices_with_identity(self.case):
            return []
        return [
            Act(
                gettext("Ask who reported"),
                reverse("rectification:ask_identity", args=[self.case.pk]),
            )
        ]

    def _urge(self, items: Sequence[WorkItem], found: Turns) -> None:
        """One click for whoever waits, or why not now; nothing where nothing lies with others."""
        item = step_to_urge(items, self.sight.mine)
        if item is None or urging_office(self.case, self.authority) is None:
            return
        urged_today = urges_of(item).is_today
        why = why_barred(self.case, self.authority.person.pk, items) or why_not_urge(
            self.case, urged_today=urged_today, calendar=self.calendar
        )
        label = gettext("Urge: %(step)s") % {"step": Step(item.step).label}
        if why is not None:
            found.why_not.append(WhyNot(what=label, why=why.message, rule=why.rule))
        elif url := address("workflows:urge", self.case.pk):
            key = str(uuid4())
            found.acts.insert(0, Act(label, url, kind=ActKind.POST, idempotency_key=key))

    def _handing_over(self, mine: Sequence[WorkItem], found: Turns) -> list[Act]:
        """Links to hand his steps to colleagues, or why there is nobody to whom he could."""
        acts: list[Act] = []
        for item in mine:
            if not hands_over(item, self.authority):
                continue
            why = why_not_hand_over(others_in_office(item, self.authority.person))
            label = gettext("Hand over: %(step)s")
            acts += _offered(label, "workflows:hand_over", item, why, found)
        return acts

    def _consulting(self, mine: Sequence[WorkItem], found: Turns) -> list[Act]:
        """Links to ask for one opinion on his steps, or why he cannot."""
        own = [item for item in mine if consults(item, self.authority) or item.step in ALONE]
        asked = consulted_items(own)
        acts: list[Act] = []
        for item in own:
            why = why_not_consult(item, is_asked=item.pk in asked)
            label = gettext("Ask for an opinion: %(step)s")
            acts += _offered(label, "workflows:consult", item, why, found)
        return acts

    def _own(self, item: WorkItem, acts: Sequence[Act]) -> Turn:
        principal = acting_on(item, self.authority).on_behalf_of
        return self._panel(
            item,
            task=STEP_WORDS[item.step].task,
            acts=acts,
            on_behalf_of=principal.name if principal else "",
        )

    def _of_others(self, items: Sequence[WorkItem], found: Turns) -> None:
        if not items:
            return
        item = first_due(items) or items[0]
        if item.step == Step.NOTICE_PERIOD:
            found.running = self._panel(item)
            return
        task = NOBODY_LEFT if item.unheld else self._since(item)
        why = [self._why_not(item)]
        found.turn = self._panel(item, holder=self._holder(item), task=task, why_not=why)

    def _panel(
        self,
        item: WorkItem,
        *,
        holder: Text = "",
        task: Text = "",
        acts: Sequence[Act] = (),
        on_behalf_of: Text = "",
        why_not: Sequence[WhyNot] = (),
    ) -> Turn:
        return Turn(
            step=Step(item.step).label,
            task=task,
            holder=holder,
            due_on=item.due_on,
            provisional=item.due_provisional,
            light=self.lights.item(item),
            why_url=reverse("rectification:due", args=[self.case.pk, item.pk])
            if item.clock and item.due_on
            else "",
            acts=acts,
            on_behalf_of=on_behalf_of,
            why_not=why_not,
            urged=urged_words(urges_of(item)),
        )

    def _why_not(self, item: WorkItem) -> WhyNot:
        """Of a step that does not lie with the reader, or from which he is barred."""
        why = self.refused[item.pk] or why_elsewhere(item, self.authority)
        return WhyNot(
            what=Step(item.step).label,
            why=why.message if why else "",
            instead=who_acts(item, self._holder(item)),
            rule=why.rule if why else "",
            url=step_url(item.step),
        )

    def _acts(self, items: Sequence[WorkItem]) -> list[Act]:
        urls = [(item, address("workflows:act", item.pk)) for item in items]
        return [
            Act(STEP_WORDS[item.step].act, url, due=item is items[0]) for item, url in urls if url
        ]

    def _holder(self, item: WorkItem) -> str:
        return holder_in(self.case, self.sight, item)

    def _since(self, item: WorkItem) -> str:
        opened = local_day(item.opened_at)
        days = self.calendar.count_working_days(opened, self.today)
        if not days:
            return gettext("Since %(day)s.") % {"day": list_date(opened)}
        text = ngettext(
            "Since %(day)s, for %(days)d working day.",
            "Since %(day)s, for %(days)d working days.",
            days,
        )
        return text % {"day": list_date(opened), "days": days}

    def _other(self, item: WorkItem, mine: Sequence[WorkItem]) -> OpenStep:
        ended_by_itself = item.step in Step.waits()
        why = [] if item in mine or ended_by_itself else [self._why_not(item)]
        return OpenStep(step_words(self.case, self.sight, item), why)

    def _recusals(self, items: Sequence[WorkItem]) -> list[Text]:
        """The ground is for the person himself, the office and the discipline committee."""
        if self.sight.is_co_unit:
            return []
        return [
            sentence for item in items for bar in item.bars.all() if (sentence := self._why(bar))
        ]

    def _knows_grounds(self) -> bool:
        """Not of others in one's own case, nor by the same office of another township."""
        own = self.case.owner_person_id == self.authority.person.pk
        return not own and knowing_office(self.case, self.authority) is not None

    def _recused(self, items: Sequence[WorkItem]) -> list[Text]:
        """Who is recused from the whole case, beside those named at an open step."""
        named = {bar.person_id for item in items for bar in item.bars.all()}
        if not self._knows_grounds() or self.sight.is_co_unit:
            return []
        return [
            gettext("%(name)s is recused from the case: %(ground)s.")
            % {"name": row.person.name, "ground": row.get_ground_display()}
            for row in recusals_in(self.case)
            if row.person_id not in named
        ]

    def _why(self, bar: WorkItemBar) -> str:
        words = {"step": Step(bar.item.step).label, "holder": self._holder(bar.item)}
        if bar.person_id == self.authority.person.pk:
            words["sentence"] = recusal_text(RecusalGround(bar.ground))
            return gettext("%(sentence)s “%(step)s” is taken by %(holder)s.") % words
        if not self._knows_grounds():
            # One sentence for both: who is away and who is recused is nobody else's to tell apart.
            return gettext("“%(step)s” lies by rule with %(holder)s.") % words
        if bar.ground == RecusalGround.ABSENT:
            text = gettext("“%(step)s”: whoever would be asked is away; it lies with %(holder)s.")
            return text % words
        words |= {"name": bar.person.name, "ground": bar.get_ground_display()}
        return gettext("%(name)s is recused from “%(step)s”: %(ground)s.") % words


def _offered(label: str, page: str, item: WorkItem, why: Reason | None, found: Turns) -> list[Act]:
    """The link to the page of one of his steps, or why not."""
    label %= {"step": Step(item.step).label}
    url = address(page, item.pk)
    if why is None:
        return [Act(label, url)] if url else []
    found.why_not.append(WhyNot(what=label, why=why.message, rule=why.rule))
    return []


def _draft_turn(acts: Sequence[Act]) -> Turn:
    return Turn(
        step=CaseStage.DRAFT.label,
        task=gettext("Only you see the draft. Complete and submit it, or leave it for later."),
        acts=acts,
    )
