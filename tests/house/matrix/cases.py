"""The addresses of a case: who opens them (docs/rules.md 4.9).

A place is “kind scene [what of the case]”, kind M for a member's case and B for a branch's; the
scene may name several, with commas. Beside it stands everybody who opens the page; a name may
carry another status (`sec=403`). Everybody else with an account gets a 404, and whoever has none
is led to the door, on public pages to a 404.
"""

from typing import Final

from tests.house.matrix.rows import Row, each, rows

OFFICE: Final = "off intake"
MEMBER_FILE: Final = f"owner sec {OFFICE}"
BRANCH_FILE: Final = f"sec clerk lia pse lg org {OFFICE}"
REVIEWED: Final = f"{BRANCH_FILE} usec"
"""The secretary of the general branch is the first reviewer: he reads the case from then on."""
PROOF: Final = f"sec clerk {OFFICE}"
"""Evidence of a branch: whoever reads along without being in charge has no need of it."""
TOWNSHIP: Final = (
    "owner mate clerk sec deputy lia ins usec uclk lsec lclk lmem west wclk wsec wlia "
    "pse dps lg off intake org dis ver gen pub recused"
)

_UNREGISTERED: Final = "submitted,rejected"
_BY_BRANCH: Final = "planning,at_questions,at_succession,at_takeover,at_dates,at_change,at_approval"
_DISCLOSING: Final = "at_disclosure,at_second_look,at_circular"
_SHOWN: Final = "in_notice,objection,verifying,closed,long_term"
_RUNNING: Final = "in_notice,objection"
_OVER: Final = "verifying,closed,long_term"

CASES: Final = each(
    {
        "M draft": "owner",
        "B draft": "sec",
        "M submitted,registered,pending_claim,planning,rejected,at_intake": f"owner {OFFICE}",
        f"B {_UNREGISTERED}": f"sec {OFFICE}",
        "M rectifying,notice_prep,in_notice,terminated": MEMBER_FILE,
        "M at_plan,at_proposal,at_hearing,at_scope,at_questions,at_takeover,at_dates": MEMBER_FILE,
        "M at_change,at_contest": MEMBER_FILE,
        # Whoever stands in for the secretary sees the case while a step lies with him.
        "M plan_review,first_review,at_approval": f"{MEMBER_FILE} deputy",
        f"B {_BY_BRANCH}": f"{BRANCH_FILE} deputy",
        "B registered,plan_review,terminated,at_intake,at_plan": BRANCH_FILE,
        "B first_review,notice_prep,in_notice,verifying,at_review": REVIEWED,
        "B at_proposal,at_scope,at_waiver,at_contest": REVIEWED,
        "B at_hearing": f"{REVIEWED} deputy",
        # The secretary's own case; the branch's without its liaison leader.
        "M recused": f"sec usec {OFFICE}",
        "B recused": f"sec clerk pse lg org {OFFICE}",
        "B pending_claim": f"{BRANCH_FILE} deputy wsec wclk",
        "B rectifying": f"{BRANCH_FILE} deputy wsec wclk gen",
        "M objection,at_waiver,at_settlement": f"{MEMBER_FILE} dis ver",
        "M at_review": f"{MEMBER_FILE} lg",
        "B objection": f"{REVIEWED} dis ver",
        "M verifying,closed,long_term,at_failure": f"{MEMBER_FILE} ver",
        f"M {_DISCLOSING}": f"{MEMBER_FILE} ver",
        "M at_posting": f"{MEMBER_FILE} lg ver",
        f"B {_DISCLOSING},at_posting": f"{REVIEWED} ver",
        "B closed,long_term,at_failure": f"{REVIEWED} ver",
        "M at_look_back": f"{MEMBER_FILE} ver",
        # Whoever looks back reads the case as a verifier does.
        "M at_relapse": f"{MEMBER_FILE} dis ver",
        "B at_look_back,at_relapse": f"{REVIEWED} dis ver",
        "B at_settlement": f"sec pse dps lg org ver {OFFICE}",
        "M at_days": f"{MEMBER_FILE} deputy",
        "B at_days": f"{BRANCH_FILE} deputy",
        "M at_succession": f"{MEMBER_FILE} lg",
        "M at_dispute": f"owner lg {OFFICE}",
        # A referral opens the case to nobody.
        "M at_referral,at_sending": f"owner {OFFICE}",
        "B at_referral,at_sending": f"{BRANCH_FILE} deputy",
        # Units in dispute read what they are asked for until it is decided.
        "B at_dispute": f"{BRANCH_FILE} deputy wsec wclk gen",
        # As it stood before it was merged: whoever reads the whole reads no more of the report.
        "M merged": f"owner {OFFICE}",
        "B merged": BRANCH_FILE,
        "M shut,transferred": "",
        "B shut,transferred": "",
    }
)
"""Who sees the case at all. Its title stands in lists for these and for nobody else."""

SHARES: Final = {"B pending_claim": "wsec wclk", "B rectifying": "wsec wclk gen"}
"""Readers who see the problem and their unit's share, not how the procedure stands."""

NOTICES: Final = each(
    {
        f"M {_SHOWN}": "owner mate clerk sec deputy lsec lclk lmem",
        f"B {_SHOWN}": TOWNSHIP,
    }
)
"""Who reads the notice on the board: the member's in scope S2, the branch's in scope S4."""

ASKED_BY_LINK: Final = "anon outsider owner off far_off"
"""The page knows no account, so these stand for all."""

LINKS: Final = each({f"M {_SHOWN}": "", f"B {_SHOWN}": ASKED_BY_LINK})
"""Who gets in by the link of the posted sheet: everybody, but never to scope S2."""

STEPS: Final = {
    "M submitted triage": OFFICE,
    "B submitted triage": OFFICE,
    "M at_intake confirm_rejection": "off intake=403",
    "M registered dispatch": OFFICE,
    "B registered dispatch": OFFICE,
    "M pending_claim claim": "owner",
    "B pending_claim claim": "sec deputy",
    "B pending_claim accept_share co": "wsec",
    "B at_intake assign_owner": OFFICE,
    "M at_dispute settle_owner": "lg recused=403",
    "B at_dispute draft_plan": "sec deputy",
    "B at_dispute mediate_share body": OFFICE,
    "B at_dispute propose_share body": OFFICE,
    "B at_dispute decide_share body": "lg recused=403",
    "M planning draft_plan": "owner",
    "B planning draft_plan": "sec deputy",
    "B plan_review advise_plan": "org",
    "B recused advise_plan": "org",
    "M plan_review approve_plan": "sec deputy",
    "B at_plan approve_plan": "pse",
    "M recused approve_plan": "usec sec=403",
    "M rectifying,at_questions,at_succession,at_takeover,at_days carry_out": "owner",
    "B rectifying,at_questions,at_succession,at_takeover,at_dates carry_out": "sec deputy clerk",
    "B at_days carry_out": "sec deputy clerk",
    "M at_change,at_approval carry_out": "owner",
    "B at_change,at_approval carry_out": "sec deputy clerk",
    "M at_change change_plan": "owner",
    "B at_approval change_plan": "sec deputy",
    "B at_change advise_change": "org",
    "M at_approval approve_change": "sec deputy",
    "B rectifying carry_out co": "wsec wclk",
    "B rectifying carry_out body": "gen",
    "B shut carry_out": "",
    "M at_plan report_effect": "owner",
    "M first_review first_review": "sec deputy",
    "B first_review first_review": "usec",
    "M at_proposal propose_publication": OFFICE,
    "M notice_prep review_secrecy": "gen",
    "B at_proposal check_redaction": "org",
    "M at_hearing hear_person": "owner",
    "B at_hearing hear_person": "sec deputy",
    "B at_scope settle_sensitivity": "lg recused=403",
    "B at_waiver approve_publication": "pse",
    "M at_scope agree_scope": "org",
    "M at_contest hear_answer": "owner",
    "B at_contest objection_period": "",
    "B at_contest handle_objection": "intake off=403",
    "M at_waiver agree_waiver": "dis ver",
    "B notice_prep post_notice": "pub",
    # Nobody ends a notice by hand.
    "M in_notice,objection,at_review notice_period": "",
    "B in_notice,objection,at_review notice_period": "",
    # Whoever took a decision that is contested handles no objection to it.
    "M objection handle_objection": "dis ver off=403 intake=403",
    "B objection handle_objection": "dis ver",
    # The office took what is contested, so DIS answered; its answer goes to the leading group.
    "M at_review review_objection": "lg recused=403",
    "B at_review review_objection": "lg recused=403",
    "M verifying verify": "ver",
    "B verifying assign_verifiers": "dis ver",
    "M at_settlement settle_verification": "dis ver=403",
    "B at_settlement name_outsider": "lg recused=403",
    "M at_failure hear_owner": "owner",
    "B at_failure decide_third_failure": "lg recused=403",
    "M at_questions decide_recusal": "dps",
    # Whose recusal is asked for takes no step until it is decided.
    "M at_questions decide_withdrawal": "off intake=403",
    "B at_questions answer_order": "sec deputy",
    "B at_questions decide_termination": "lg recused=403",
    "M at_succession decide_termination": "lg recused=403",
    "B at_succession assign_successor": OFFICE,
    "B at_takeover reclaim": "sec deputy",
    "B at_dates decide_dates": "pse",
    "B at_days review_extension": OFFICE,
    "M at_days decide_extension": "sec deputy",
    "B at_days agree_pause": "dis ver",
    "B at_days decide_reclassification": "pse",
    "B at_days give_opinion": "lg",
    "M at_dates post_rehabilitation": "pub",
    "M at_look_back assign_look_back": "dis ver",
    "B at_look_back look_back": "dis",
    "M at_relapse decide_relapse": OFFICE,
    "B at_relapse settle_relapse": "ver dis=403",
    "M at_disclosure propose_disclosure": OFFICE,
    "B at_disclosure review_disclosure": "gen",
    "M at_second_look hear_disclosure": "owner",
    "B at_second_look check_disclosure": "org",
    "M at_circular agree_disclosure": "org",
    "B at_circular approve_disclosure": "pse",
    "M at_posting decide_sensitivity": "lg recused=403",
    "B at_posting post_disclosure": "pub",
    "M at_referral,at_sending dispatch": OFFICE,
    "B at_referral,at_sending carry_out": "sec deputy clerk",
    # Known to nobody else: whoever is barred does not read why.
    "B at_referral answer_referral": "sec deputy",
    "B at_sending send_referral": "ver",
}
"""Who takes the open step: by its page, and by the act door without a page."""

MATRIX: Final[list[Row]] = [
    *rows("rectification:case", 405, CASES),
    *rows("workflows:act", 302, STEPS),
    *rows("rectification:notice", 405, NOTICES),
    *rows("rectification:sheet", 405, LINKS),
    *rows("workflows:object", 200, NOTICES),
    # Whoever is in the chain of a notice narrows it while it is shown; an empty page is refused.
    *rows(
        "workflows:narrow",
        422,
        {f"M {_RUNNING}": f"sec {OFFICE} gen pub", f"B {_RUNNING}": f"pse org {OFFICE} gen pub"},
    ),
    *rows(
        "workflows:narrow",
        409,
        {
            f"M {_OVER}": "sec=409 off=409 intake=409 gen=409 pub=409",
            f"B {_OVER}": "pse=409 org=409 off=409 intake=409 gen=409 pub=409",
        },
    ),
    *rows("workflows:object_by_link", 200, LINKS),
    # A draft handed in is none any more: its author is told so, nobody else.
    *rows("workflows:edit_problem", 302, {"M draft": "owner", "B draft": "sec"}),
    *rows("workflows:discard_draft", 302, {"M draft": "owner", "B draft": "sec"}),
    # The author's page stays and says why it is too late: 422.
    *rows("workflows:recall", 302, {"M submitted": "owner", "B submitted": "sec"}),
    *rows(
        "workflows:withdraw",
        302,
        {
            "M submitted,registered,pending_claim,planning,plan_review": "owner",
            "M recused": "sec",
        },
    ),
    # After approval the author of a self-report asks the office.
    *rows(
        "workflows:ask_withdrawal",
        302,
        {"M rectifying,first_review,notice_prep,in_notice,objection,verifying": "owner"},
    ),
    *rows("workflows:ask_withdrawal", 409, {"M shut": "owner=409", "B shut": ""}),
    # What has joined another report is parted by the office; on himself its author withdraws it.
    *rows("workflows:part", 302, {"M merged": OFFICE, "B merged": OFFICE}),
    *rows("workflows:withdraw", 302, {"M merged": "owner"}),
    # A withdrawn report is told to its author alone, and not what it said.
    *rows("workflows:recall", 409, {"M shut": "owner=409", "B shut": ""}),
    *rows("workflows:withdraw", 409, {"M shut": "owner=409", "B shut": ""}),
    *rows("workflows:edit_problem", 409, {"M shut": "owner=409", "B shut,transferred": "sec=409"}),
    # The secretary's own case.
    *rows("workflows:give_consent", 302, {"M recused": "sec"}),
    *rows("workflows:withdraw_consent", 409, {"M recused": "sec=409"}),
    # The lists while a branch's case is under way, a circular of whatever is closed.
    *rows(
        "workflows:begin_disclosure",
        302,
        {
            "B rectifying": f"sec {OFFICE}",
            "B first_review,notice_prep,in_notice,objection,verifying,closed": f"sec {OFFICE}",
            "M closed": f"sec {OFFICE}",
        },
    ),
    # The last hand may; whoever handed something on before reads that it was acted upon.
    *rows(
        "workflows:recall_step",
        302,
        {
            "M pending_claim": "intake",
            "B pending_claim": "intake",
            "M planning,plan_review,first_review": "owner intake=409",
            "B planning,plan_review,first_review": "sec intake=409",
            "M recused": "sec intake=409",
            "B recused": "sec intake=409",
            "M notice_prep": "off owner=409 intake=409",
        },
    ),
    *rows("workflows:recall_step", 422, {"B notice_prep": "off sec=409 intake=409"}),
    # The office has two hands; an empty page is refused.
    *rows(
        "workflows:hand_over",
        422,
        {f"{kind} submitted triage": OFFICE for kind in "MB"}
        | {f"{kind} registered dispatch": OFFICE for kind in "MB"},
    ),
    # Whoever decides may ask for an opinion, not his deputy; an empty page is refused.
    *rows(
        "workflows:consult",
        422,
        {"M first_review first_review": "sec", "B first_review first_review": "usec"},
    ),
    # The secretary brings a case of his branch to others' notice, never a member's.
    *rows(
        "workflows:send_copy",
        302,
        {
            "B registered,pending_claim,planning,plan_review,recused,rectifying": f"sec {OFFICE}",
            "B first_review,notice_prep,in_notice,objection,verifying": f"sec {OFFICE}",
            "B closed,long_term,terminated,merged": f"sec {OFFICE}",
        },
    ),
    # Whoever holds the step may ask why its day is due, and sees nothing of the case.
    *rows("rectification:due", 405, {"B verifying": f"{REVIEWED} dis ver"}),
    # The unit reads what it handed in itself.
    *rows("rectification:evidence", 405, {"B rectifying co": f"{PROOF} deputy pse wsec wclk"}),
    *rows("rectification:evidence_page", 405, {"B rectifying co": f"{PROOF} deputy pse wsec wclk"}),
    *rows("rectification:original", 405, {"B rectifying co": "wsec"}),
    *rows("workflows:replace_evidence", 302, {"B rectifying co": "wsec wclk"}),
    # The person concerned has nothing to be recused from, and is not the one to be asked about.
    *rows("workflows:declare_recusal", 302, {"M recused": f"usec {OFFICE}"}),
    *rows("workflows:request_recusal", 422, {"M recused": "sec"}),
    *rows("workflows:enter_recusal", 422, {"M recused": OFFICE}),
]
"""What `tests.house.matrix.beside` does not say for a whole address."""

PUBLIC: Final = frozenset(
    {
        "rectification:notice",
        "rectification:sheet",
        "workflows:object",
        "workflows:object_by_link",
    }
)
"""Pages that lead nobody to the door."""

LISTS: Final = {
    "draft": ("cases", "submitted"),
    "submitted": ("cases", "inbox", "messages"),
    "rectifying": ("cases", "inbox", "done", "copies"),
    "in_notice": ("board", "messages"),
    "objection": ("cases", "inbox", "board"),
    "verifying": ("cases", "inbox"),
    "terminated": ("cases", "done", "board", "messages"),
    "shut": ("cases", "inbox", "done", "submitted", "copies", "board"),
    "merged": ("cases", "inbox", "done"),
    "transferred": ("cases", "inbox", "done", "submitted", "copies", "messages"),
}
"""The lists looked through in a scene: no title stands there for whom the case is closed."""
