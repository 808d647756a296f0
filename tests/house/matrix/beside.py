"""Addresses that hang on a case: who of its readers opens them, wherever no row says otherwise."""

from typing import Final

from tests.house.matrix.cases import CASES, OFFICE, SHARES
from tests.house.matrix.rows import Among, Row

_ACTING: Final = f"sec clerk lia usec uclk wsec wclk pse dps lg org dis ver gen pub {OFFICE}"
_OPEN: Final = (
    "submitted registered pending_claim planning plan_review recused rectifying first_review "
    "notice_prep in_notice objection verifying"
)
_REGISTERED: Final = f"{_OPEN} closed long_term terminated".removeprefix("submitted ")
_ENDED: Final = "closed long_term terminated"
_HANDED_IN: Final = f"{_OPEN} closed long_term terminated rejected merged"

EXTRACTS: Final = {
    "M notice_prep": "gen",
    "B notice_prep": "pub",
    "B verifying": "dis ver",
    "B at_days": "dis ver",
    "M at_look_back": "dis",
    "B at_sending": "ver",
}
"""Who holds a step that shows an extract and not the case."""

AUTHOR: Final = {"M": "owner", "B": "sec", "M recused": "sec"}
"""Who wrote the report; he is the owner, or his secretary, as well."""

_SIGNED: Final = "at_settlement at_failure closed long_term at_look_back at_relapse"

_EARLY: Final = "registered pending_claim planning merged"

BESIDE: Final[dict[str, list[Among]]] = {
    # A co-responsible unit reads the problem and its own share: neither the plan as a whole
    # nor how the procedure stands.
    "workflows:chart": [Among(sharing=False)],
    "rectification:due": [Among(sharing=False)],
    "rectification:plan_versions": [Among(sharing=False)],
    "rectification:case_papers": [Among(sharing=False)],
    "rectification:paper_file": [Among(sharing=False)],
    # The office keeps the approval forms; nothing is numbered before a code was entered.
    "workflows:issue_document": [Among(OFFICE, post=422)],
    # What was changed, and the past of a case: for whoever sees it today, as far as he sees it.
    "rectification:case_changes": [Among()],
    "rectification:case_as_of": [Among()],
    # Who has read it is for the member whose case it is.
    "rectification:readers": [Among("owner")],
    # Evidence of a branch is for whoever is in charge, not for those who only read along.
    "rectification:evidence": [Among(sharing=False, without="lia lg org")],
    "rectification:evidence_page": [Among(sharing=False, without="lia lg org")],
    # The bytes as handed in: for who handed them in, and for who verifies.
    "rectification:original": [Among("hand")],
    # A file is put right by the unit it belongs to, while the rectification is at work.
    "workflows:replace_evidence": [
        Among("unit", "rectifying", post=302),
        Among("unit", told=409),
    ],
    # What was seen at a look-back, for those who see the evidence; as handed in for who looked,
    # and for who verifies.
    "rectification:look_back_file": [Among(sharing=False, without="lia lg org")],
    "rectification:look_back_original": [Among("dis ver")],
    # Neither case has a reporter who gave his name, so that there is nothing to ask for.
    "rectification:ask_identity": [],
    # Neither case came from residents or members, so that nobody is asked about it.
    "rectification:ballot": [],
    "rectification:ballot_vote": [],
    # Neither case was made of an opinion.
    "workflows:opinion_of_case": [],
    # Neither case came on paper, and both owners have an account.
    "workflows:paper_told": [],
    "workflows:paper_withdrawal": [],
    # A draft handed in is none any more: its author is told so, nobody else.
    "workflows:edit_problem": [Among("author", _HANDED_IN, told=409)],
    "workflows:discard_draft": [Among("author", _HANDED_IN, told=409)],
    # The author's page stays and says why it is too late.
    "workflows:recall": [Among("author", f"draft {_HANDED_IN}", post=422)],
    # Said step by step in `tests.house.matrix.cases`.
    "workflows:hand_over": [],
    "workflows:consult": [],
    "workflows:send_copy": [
        Among(OFFICE, f"{_REGISTERED} merged", post=302),
    ],
    "workflows:correct": [
        Among(OFFICE, _OPEN.removeprefix("submitted "), post=302),
        Among(OFFICE, f"submitted {_ENDED} rejected merged", told=409),
    ],
    # Whoever handed a step on takes it back, or reads why it is too late.
    "workflows:recall_step": [
        Among("author intake", "rectifying terminated", told=409),
        Among("author intake off", "in_notice objection verifying closed long_term", told=409),
    ],
    "workflows:withdraw": [Among("author", f"draft {_HANDED_IN}", post=422)],
    "workflows:ask_withdrawal": [Among("author", f"draft {_HANDED_IN}", post=422)],
    "workflows:propose_termination": [
        Among(OFFICE, _OPEN, post=302),
        Among(OFFICE, "closed long_term terminated rejected merged", told=409),
    ],
    # Days are changed while the work goes on; nothing is asked for or paused yet.
    "workflows:ask_extension": [
        Among("author", "rectifying", post=302),
        Among("author", f"draft {_HANDED_IN}", told=409),
    ],
    "workflows:take_extension_back": [Among("author", f"draft {_HANDED_IN}", told=409)],
    "workflows:ask_pause": [
        Among(OFFICE, "rectifying", post=302),
        Among(OFFICE, _HANDED_IN, told=409),
    ],
    "workflows:resume_case": [Among(OFFICE, _HANDED_IN, told=409)],
    "workflows:ask_reclassification": [
        Among(f"author {OFFICE}", "rectifying", post=302),
        Among(f"author {OFFICE}", f"draft {_HANDED_IN}", told=409),
    ],
    # While a plan is carried out its owner may change it; else he is told why not.
    "workflows:change_plan": [
        Among("author", "rectifying", post=302),
        Among("author", f"draft {_HANDED_IN}", told=409),
    ],
    "workflows:drop_change": [Among("author", f"draft {_HANDED_IN}", told=409)],
    # Whoever waits for others; a refusal is told on the page of the case.
    "workflows:urge": [
        Among("nobody", "draft submitted rejected"),
        Among(f"author {OFFICE}", post=302),
    ],
    # An empty page is refused; what one does not see is not there.
    # Both cases began as a report on oneself.
    "workflows:write_referral": [],
    "workflows:issue_order": [Among(f"{OFFICE} dis ver ins lg", post=422)],
    # Whoever signed a verification has the case looked at by nobody.
    "workflows:begin_look_back": [
        Among("ver", _SIGNED, told=403),
        Among("dis ins", "closed long_term", post=422),
        Among("dis ver ins", told=409),
    ],
    # Neither case is a prominent one, so that no lesson is drawn.
    **dict.fromkeys(
        ("workflows:propose_lesson", "workflows:confirm_lesson", "workflows:send_lesson"), []
    ),
    # The member alone lets what is said of him go further, once his report is registered.
    "workflows:give_consent": [
        Among("owner", "draft submitted rejected terminated merged", told=409),
        Among("owner", post=302),
    ],
    "workflows:withdraw_consent": [Among("owner", told=409)],
    # Of a member nothing is disclosed while his case is under way; the office is told so.
    "workflows:begin_disclosure": [Among(f"sec {OFFICE}", told=409)],
    # Where none of them has joined another case the office is told so.
    "workflows:part": [Among(OFFICE, _HANDED_IN, told=409)],
    # Whoever acts in cases declares that he is not free, also where he sees an extract only.
    "workflows:declare_recusal": [Among(_ACTING, _HANDED_IN, holding=True, post=302)],
    # About somebody who had no part in the case yet nobody is asked.
    "workflows:request_recusal": [
        Among("author", _EARLY, post=422),
        Among("author", _REGISTERED, post=302),
    ],
    "workflows:enter_recusal": [
        Among(f"{OFFICE} dis ver", _EARLY, post=422),
        Among(f"{OFFICE} dis ver", _REGISTERED, post=302),
    ],
}


def row_of(url: str, place: str) -> Row:
    """The row of an address that hangs on the case."""
    kind, scene, *_about = place.split()
    case = f"{kind} {scene}"
    line = next((a for a in BESIDE[url] if not a.scenes or scene in a.scenes.split()), None)
    if line is None:
        return Row(url, place, "", 405)
    readers = CASES[case].split()
    if not line.sharing:
        readers = [name for name in readers if name not in SHARES.get(case, "").split()]
    readers = [name for name in readers if name not in line.without.split()]
    author = AUTHOR.get(case, AUTHOR[kind])
    words = {
        "author": [author],
        "hand": [author, "ver", "dis"],
        "unit": [author] if kind == "M" else [author, "clerk"],
    }
    asked = [name for word in line.who.split() for name in words.get(word, [word])] or readers
    found = [name for name in readers if name in asked]
    found += EXTRACTS.get(case, "").split() if line.holding else []
    status = f"={line.told}" if line.told else ""
    return Row(url, place, " ".join(f"{name}{status}" for name in found), line.post)
