"""How the table of authority is worded: places, sorts of cases, bars, clocks, readers."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.calendar.clocks import Clock, ClockRule
from rectification.enums import CaseStage, DelegationScope, ObjectionKind
from rectification.policies.bars import Bars, Part
from rectification.policies.chains import Sort
from rectification.policies.owner_kinds import OwnerKind
from rectification.policies.places import At, Place
from rectification.policies.visibility import FILE, SIGHT, Field, Relation
from rectification.roles import Role
from rectification.web.parts import Text
from rectification.wording import listed
from workflows.authority.beside import NOT_GONE, ONCE_REGISTERED, Beside, Whoever
from workflows.authority.table import Line, Way
from workflows.web.authority_readers import FIELDS

SORTS: Final[Mapping[str, Text]] = {
    Sort.ANY: "",
    Sort.OF_PERSON: _("member's case"),
    Sort.OF_ORGANISATION: _("case of an organisation"),
    Sort.OF_MEMBER: _("member's case"),
    Sort.OF_UPPER_LEVEL: _("branch or committee case"),
    Sort.OF_SUPERVISION: _("case of the discipline committee"),
    Sort.NOT_OF_SUPERVISION: _("other cases"),
    Sort.CONTESTS_SUPERVISION: _("procedure, against the discipline committee itself"),
    Sort.PROPOSED_BY_OFFICE: _("proposed by the office, branch or committee case"),
    Sort.NOT_PROPOSED_BY_OFFICE: _("other cases"),
    OwnerKind.MEMBER: pgettext_lazy("owner kind", "member"),
    OwnerKind.SECRETARY: pgettext_lazy("owner kind", "member who is secretary"),
    OwnerKind.COMMITTEE_MEMBER: pgettext_lazy("owner kind", "member of the committee"),
    OwnerKind.HEAD_OF_DISCIPLINE: pgettext_lazy("owner kind", "head of the discipline committee"),
    OwnerKind.FIRST_SECRETARY: pgettext_lazy("owner kind", "party committee secretary"),
    OwnerKind.BRANCH: pgettext_lazy("owner kind", "branch"),
    OwnerKind.COMMITTEE: pgettext_lazy("owner kind", "committee and its bodies"),
    OwnerKind.DISCIPLINE_COMMITTEE: pgettext_lazy("owner kind", "discipline committee"),
    OwnerKind.LEADING_OFFICE: pgettext_lazy(
        "owner kind", "organisation office, leading group office"
    ),
    **{kind: kind.label for kind in ObjectionKind},
    **{role: role.label for role in Role},
}
"""What tells the ways of one step apart; of a request for recusal, whom it is about."""

PARTS: Final[Mapping[Part, Text]] = {
    Part.RECUSED: _("whoever is recused: declared, granted, entered or for the organisation"),
    Part.ASKED_ABOUT: _("whoever's recusal is requested and not decided"),
    Part.OWNER_SIDE: _("the owner, and whoever claimed, drafted the plan or answers for a measure"),
    Part.BRANCH_MEMBER: _("members and office-holders of the owner's organisation"),
    Part.LIAISON: _("its liaison leader"),
    Part.REJECTION_HAND: _("whoever proposed not to accept it"),
    Part.PUBLICATION_HAND: _("whoever proposed the publication"),
    Part.PAPER_HAND: _("whoever entered an objection with its name from a paper"),
    Part.CONTESTED_HAND: _("whoever took a decision that is contested"),
    Part.ASKING: _("whoever made the request"),
    Part.DISPUTANT: _("whoever holds an office in the unit that is in dispute"),
    Part.ADVISER: _("whoever gave an opinion on it beside the step"),
}

WHOEVER: Final[Mapping[Whoever, Text]] = {
    Whoever.MEMBER: _("every member, of himself"),
    Whoever.AUTHOR: _("the author"),
    Whoever.OWNER: _("the owner, or the office that answers for him"),
    Whoever.READER: _("whoever may read the notice"),
    Whoever.CONCERNED: _("the owner, the author"),
    Whoever.ASSIGNED: _("whoever of the discipline committee is assigned to the case"),
    Whoever.DELEGATOR: _("the delegator"),
    Whoever.DEPUTY: _("the deputy"),
    Whoever.HIMSELF: _("everybody, of himself"),
}


def beside_words(row: Beside) -> list[str]:
    """Act, who may, at which stages, rule."""
    people = [str(WHOEVER[whoever]) for whoever in row.people]
    roles = [str(role.label) for role in row.roles]
    return [str(row.act), listed([*people, *roles]), _stages(row), row.rule]


def _stages(row: Beside) -> str:
    if not row.stages:
        return gettext("at any stage, or without a case")
    if set(row.stages) == CaseStage.open():
        return gettext("every open stage")
    if set(row.stages) == ONCE_REGISTERED:
        return gettext("from registration on, also afterwards")
    if set(row.stages) == NOT_GONE:
        return gettext("from registration on, unless withdrawn or handed over")
    return listed(str(stage.label) for stage in row.stages)


def place_words(place: Place) -> str:
    role, at = place
    label = str(Role(role).label) if role else ""
    texts = {
        At.OWNER: _("%(role)s of the owner's organisation"),
        At.GENERAL_BRANCH: _("secretary of the general branch above"),
        At.HEAD: _("head of %(role)s"),
        At.ANSWERING: _("secretary of the branch, deputy secretary of the committee, or the body"),
        At.PERSON: _("the person concerned"),
        At.OTHER_BRANCH: _("discipline committee, or the discipline member of another branch"),
        At.ADVISER: _("somebody who reads the case by his office, asked by whoever decides"),
        At.OUTSIDE: _("member of another body, named by the leading group"),
        At.ABOVE: _("the level above; its reply is recorded"),
    }
    return str(texts[At(at)]) % {"role": label} if at in texts else label


def way_words(way: Way, *, together: bool) -> str:
    """“member: A → B → C”: whoever comes first and is free takes the step."""
    places = [place_words(place) for place in way.places]
    if together and len(places) > len(set(places)):
        places = [gettext("two persons: %(place)s") % {"place": places[0]}]
    chain = (" + " if together else " → ").join(places)
    sorts = list(dict.fromkeys(str(SORTS[sort]) for sort in way.sorts if SORTS[sort]))
    if not sorts:
        return chain
    return gettext("%(sort)s: %(chain)s") % {"sort": listed(sorts), "chain": chain}


def holder_lines(line: Line) -> list[str]:
    if not line.is_taken:
        return [gettext("Nobody; it ends by itself.")]
    found = [way_words(way, together=line.together) for way in line.ways]
    if line.by_clerk:
        found.append(gettext("The branch clerk may enter it for the secretary."))
    if line.waits:
        found.append(gettext("On leave it stays with its holder."))
    return found


def bar_lines(bars: Bars, common: Iterable[Part]) -> list[str]:
    """Beside what bars from every step."""
    found = [str(PARTS[part]) for part in bars.parts if part not in set(common)]
    if bars.by_any_act:
        found.append(gettext("whoever took any earlier step in the case"))
    if bars.verbs:
        acts = listed(str(verb.label) for verb in bars.verbs)
        found.append(gettext("whoever did this in the case: %(acts)s") % {"acts": acts})
    if bars.roles:
        roles = listed(str(role.label) for role in Role if role in bars.roles)
        found.append(gettext("whoever holds one of these offices: %(roles)s") % {"roles": roles})
    return found


def clock_lines(clocks: Mapping[Clock, ClockRule]) -> list[str]:
    if len(clocks) == 1:
        return [str(rule.period) for rule in clocks.values()]
    return [
        gettext("%(clock)s: %(period)s") % {"clock": clock.label, "period": rule.period}
        for clock, rule in clocks.items()
    ]


def deputy_words(line: Line) -> str:
    if not line.is_taken:
        return ""
    kinds = [scope.label for scope in line.scopes if scope != DelegationScope.EVERYTHING]
    if not kinds:
        return gettext("never")
    return gettext("yes: %(scope)s") % {"scope": listed(map(str, kinds))}


def extract_lines(line: Line) -> list[str]:
    """What a step opens to its holder, and to which offices less (the table of sight)."""
    if not line.is_taken:
        return []
    if not line.opens_case:
        return [gettext("an extract only")]
    found = [gettext("the case")]
    if line.shut_to:
        roles = listed(str(Role(role).label) for role in line.shut_to)
        found.append(gettext("%(roles)s: an extract only") % {"roles": roles})
    return [*found, *_withheld(line)]


def _withheld(line: Line) -> list[str]:
    """Who reads less than the file although he holds the step, or enters it for its holder."""
    places = {role for way in line.ways for role, _at in way.places} - {*line.shut_to}
    standings = [(role, Relation.IN_CHARGE) for role in Role if role in places]
    if line.by_clerk:
        standings.append((Role.CLK, Relation.REACH))
    found = []
    for role, relation in standings:
        less = FILE - SIGHT.get((role, relation), FILE)
        if less:
            fields = listed(str(FIELDS[field]) for field in Field if field in less)
            words = {"role": role.label, "fields": fields}
            found.append(gettext("%(role)s: without %(fields)s") % words)
    return found


def stage_words(line: Line) -> str:
    return str(CaseStage(line.stage).label) if line.stage else ""
