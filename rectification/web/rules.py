"""What the cited rules say, one sentence each, and which of them a step follows (docs/rules.md)."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.enums import Step
from rectification.web.access import address
from rectification.web.parts import Text

RULES: Final[Mapping[str, Text]] = {
    "T1": _("Who may report: a member on himself, secretary and clerk on their branch."),
    "T2": _("A report needs title, conduct, day and category, and nothing secret."),
    "T3": _("The author may take his report back until the office has opened it."),
    "T4": _("The office registers a problem that is in scope, with reasons for its class."),
    "T5": _("Not accepted only with a reason, and when a second person of the office confirms."),
    "T8": _("A self-report may be withdrawn until its plan is approved, without a reason."),
    "T6": _("Reports about the same fact of the same owner become one case; it can be undone."),
    "T7": _("What may be a breach of discipline is handed over sealed; only its number stays."),
    "0.2": _("What a member tells about himself is no evidence against him."),
    "0.6": _("Whoever is concerned is told, without an account on paper, and is answered."),
    "T9": _("The office dispatches: one lead unit, and co-responsible units where needed."),
    "T10": _("The owner claims; a co-responsible unit accepts or declines with a reason."),
    "T11": _(
        "When nobody claims in time after a reminder, the office designates the owner; a dispute "
        "about the owner is decided by the leading group."
    ),
    "T12": _("A declined claim needs a reason and a proposed owner; it is dispatched again."),
    "T13": _("A plan names cause, target and measures, none later than the due date."),
    "T14": _("A plan is returned with all reasons at once."),
    "T15": _("The approver is free of recusal; branch and committee plans have an opinion first."),
    "T16": _("A plan in force is changed by a new version that is approved; it holds until then."),
    "T17": _(
        "More time is asked for three working days before the day is over, twice at most, never "
        "for what is rectified at once and never past the limit of the class; the approver decides."
    ),
    "T18": _(
        "The clocks stand still under investigation, in force majeure or while organisations are "
        "restructured, for sixty days at most; the office asks, the discipline committee agrees."
    ),
    "T19": _("The effect is reported when all measures are done, with evidence."),
    "T20": _("At the first review material is returned with reasons."),
    "T21": _("The first review looks at completeness and replaces no verification."),
    "T22": _("Nothing is published before secrecy, redaction, hearing and approval are passed."),
    "T23": _("Unpublished only for secrecy, privacy or a third person, and if supervision agrees."),
    "T24": _("An objection stops the notice; it counts when received by the end of the last day."),
    "T25": _("An objection is answered with reasons; the notice goes on for the days left."),
    "T26": _("An objection upheld on effect or facts leads back to rectification."),
    "T27": _("A problem that did not exist ends the case, and a rehabilitation notice follows."),
    "T28": _("The notice ends by itself once its period is over and no objection is open."),
    "T29": _("Struck off on two signatures of people free of recusal, with nothing left open."),
    "T30": _("A long-term matter that reached its stage target is looked at again."),
    "T31": _("Not passed: the criteria that failed are named, with a new date."),
    "T32": _("What was struck off is looked at again on its day, or after a new finding."),
    "T33": _("Still put right it stays struck off; a long-term matter is reviewed again."),
    "T34": _("A problem that is back begins a new round; nothing approved before is used again."),
    "T35": _("Only the leading group ends a case without closure, proposed by the office."),
    "V4": _("Evidence is authentic; what was written afterwards says so."),
    "3.2": _("Offices and memberships have dates; who is in office on the day acts."),
    "3.3": _("A problem of a member cites the negative list, worded as conduct."),
    "3.4": _("Who enters records of visits, checks and meetings; they name nobody."),
    "3.5": _("Routing rules propose at intake, are tried before they count, and name nobody."),
    "3.6": _("Of a check only “done” is kept; a self-check is its author's alone."),
    "4.1": _(
        "Roles, separation of duties, recusal and deputies: owner, approver and verifier are "
        "never the same person, nor are an author and his second checker."
    ),
    "4.4": _(
        "The first in the chain of offices who is present and free takes the step; if nobody is "
        "left it waits at the office in red. Nothing approves itself."
    ),
    "4.5": _("How days are counted, moved and kept; lights, reminders and supervision orders."),
    "4.6": _("How widely a notice may be shown, who approves it, and what is never shown."),
    "4.7": _("Who may object, who answers, and how reporters are protected."),
    "4.10": _(
        "Acts beside the steps: what is taken back, copied to others or corrected, by whom and "
        "until when."
    ),
    "4.8": _("Criteria of the verification; a recused signature makes it void."),
    "4.9": _("Who reads what of a case; what one may not see does not exist for him."),
    "5": _(
        "Papers and lists tell what is on record; versions of lists are approved by a second "
        "hand, and what was issued stays as it was."
    ),
    "10": _(
        "What goes after its period stands on a list that two people confirm; a hold stops it."
    ),
    "8.2": _("Verifiers are free of the owner, of earlier acts and of offices that decide."),
    "8.3": _("When somebody moves, the case stays with its owner; open work follows the office."),
    "8.4": _("After a merger or split the successor takes the open cases over."),
    "8.7": _("A unit that refuses has no duty until the office has mediated or it is decided."),
    "8.10": _("Nobody looks for an anonymous reporter; his words are put differently."),
    "8.11": _("Nothing secret is entered; what is found later is sealed."),
    "8.12": _("After a second failure the plan is revised; nothing closes or punishes by itself."),
    "8.13": _("An office passes to one successor on one day; open steps follow the office."),
    "8.18": _("After a relapse at least one verifier is new; it is no failure of a new head."),
    "8.14": _("What the person concerned contests is answered before anything is published."),
}
"""Every rule that a refusal cites, but for the codes of imports."""

STEP_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    Step.TRIAGE: ("T4", "T5", "T6", "T7"),
    Step.CONFIRM_REJECTION: ("T5",),
    Step.DISPATCH: ("T9", "T6"),
    Step.CLAIM: ("T10", "T12"),
    Step.ASSIGN_OWNER: ("T11",),
    Step.SETTLE_OWNER: ("T11", "T12"),
    Step.DRAFT_PLAN: ("T13",),
    Step.ADVISE_PLAN: ("T15",),
    Step.APPROVE_PLAN: ("T14", "T15", "4.4"),
    Step.CHANGE_PLAN: ("T16",),
    Step.ADVISE_CHANGE: ("T16", "T15"),
    Step.APPROVE_CHANGE: ("T16", "T14", "4.4"),
    Step.CARRY_OUT: ("T19",),
    Step.REPORT_EFFECT: ("T19",),
    Step.FIRST_REVIEW: ("T20", "T21", "4.4"),
    Step.PROPOSE_PUBLICATION: ("T22", "4.6"),
    Step.REVIEW_SECRECY: ("T22",),
    Step.CHECK_REDACTION: ("T22", "4.4"),
    Step.HEAR_PERSON: ("T22", "8.14"),
    Step.OBJECTION_PERIOD: ("8.14", "4.7"),
    Step.HEAR_ANSWER: ("8.14", "T25"),
    Step.APPROVE_PUBLICATION: ("T22", "4.6"),
    Step.AGREE_SCOPE: ("T22", "4.6"),
    Step.SETTLE_SENSITIVITY: ("T22", "4.6"),
    Step.AGREE_WAIVER: ("T23",),
    Step.POST_NOTICE: ("T22",),
    Step.NOTICE_PERIOD: ("T28",),
    Step.ASSIGN_VERIFIERS: ("T28", "4.4"),
    Step.NAME_OUTSIDER: ("4.4", "8.2"),
    Step.VERIFY: ("T29", "T30", "T31", "4.8"),
    Step.SETTLE_VERIFICATION: ("4.8",),
    Step.HEAR_OWNER: ("T31", "8.12"),
    Step.DECIDE_THIRD_FAILURE: ("T31", "8.12"),
    Step.ACCEPT_SHARE: ("T10", "8.7"),
    Step.MEDIATE_SHARE: ("8.7",),
    Step.PROPOSE_SHARE: ("8.7",),
    Step.DECIDE_SHARE: ("8.7",),
    Step.HANDLE_OBJECTION: ("T25", "T26", "4.7"),
    Step.REVIEW_OBJECTION: ("T25", "4.7"),
    Step.DECIDE_TERMINATION: ("T27", "T35"),
    Step.DECIDE_WITHDRAWAL: ("T8",),
    Step.POST_REHABILITATION: ("T27",),
    Step.ASSIGN_SUCCESSOR: ("8.4",),
    Step.RECLAIM: ("8.4",),
    Step.DECIDE_DATES: ("8.4",),
    Step.ANSWER_ORDER: ("4.5",),
    Step.DECIDE_RECUSAL: ("4.1",),
    Step.ANSWER_REFERRAL: ("8.12", "4.9"),
    Step.SEND_REFERRAL: ("8.12", "4.9"),
    Step.REVIEW_EXTENSION: ("T17",),
    Step.DECIDE_EXTENSION: ("T17", "4.4"),
    Step.AGREE_PAUSE: ("T18",),
    Step.DECIDE_RECLASSIFICATION: ("4.5",),
    Step.GIVE_OPINION: ("4.10",),
    Step.ASSIGN_LOOK_BACK: ("T32", "4.8"),
    Step.LOOK_BACK: ("T33", "T34"),
    Step.DECIDE_RELAPSE: ("T34",),
    Step.SETTLE_RELAPSE: ("T34",),
    Step.PROPOSE_DISCLOSURE: ("4.6",),
    Step.REVIEW_DISCLOSURE: ("4.6",),
    Step.CHECK_DISCLOSURE: ("4.6", "4.4"),
    Step.HEAR_DISCLOSURE: ("4.6", "8.14"),
    Step.APPROVE_DISCLOSURE: ("4.6",),
    Step.AGREE_DISCLOSURE: ("4.6",),
    Step.DECIDE_SENSITIVITY: ("4.6",),
    Step.POST_DISCLOSURE: ("4.6",),
}


def rule_url(rule: str) -> str:
    """Where the rule is told; empty for what is told nowhere, such as the codes of imports."""
    page = address("workflows:authority")
    return f"{page}#rule-{rule}" if page and rule in RULES else ""


def step_url(step: str) -> str:
    """The line of the step in the table of authority."""
    page = address("workflows:authority")
    return f"{page}#{step}" if page else ""
