"""Who gets what from which address: the rules of visibility (docs/rules.md 4.9) as data.

A place is “kind scene [what of the case]”, kind M for a member's case and B for a branch's. Beside
it stands everybody who opens the page; a name may carry another status (`sec=403`). Everybody else
with an account gets a 404, and whoever has none is led to the door, on public pages to a 404.
"""

from typing import Final

from tests.house.matrix.rows import Row, rows

OFFICE: Final = "off intake"
MEMBER_FILE: Final = "owner sec off intake"
BRANCH_FILE: Final = "sec clerk off intake org lia pse lg"
TOWNSHIP: Final = (
    "west mate owner clerk sec wclk wsec gen pub org off intake lia pse dps lg dis ver ins"
)

CASES: Final = {
    "M draft": "owner",
    "B draft": "sec",
    "M submitted": f"owner {OFFICE}",
    "B submitted": f"sec {OFFICE}",
    "M plan_review": MEMBER_FILE,
    "B plan_review": BRANCH_FILE,
    "M recused": f"sec lia {OFFICE}",
    "B recused": "sec clerk off intake org pse lg",
    "M rectifying": MEMBER_FILE,
    "B rectifying": f"{BRANCH_FILE} wsec wclk gen",
    "M notice_prep": MEMBER_FILE,
    "B notice_prep": BRANCH_FILE,
    "M in_notice": MEMBER_FILE,
    "B in_notice": BRANCH_FILE,
    "M verifying": f"{MEMBER_FILE} ver",
    "B verifying": BRANCH_FILE,
    "M closed": f"{MEMBER_FILE} ver",
    "B closed": f"{BRANCH_FILE} ver",
}
"""Who sees the case at all. Its title stands in lists for these and for nobody else."""

NOTICES: Final = {
    "M in_notice": "owner mate clerk sec",
    "B in_notice": TOWNSHIP,
    "B closed": TOWNSHIP,
}
"""Who reads the notice on the board: the member's in scope S2, the branch's in scope S4."""

LINKS: Final = {"M in_notice": "", "B in_notice": "anon outsider owner off"}
"""Who gets in by the link of the posted sheet: everybody, but never to scope S2.

The page knows no account, so these four stand for all.
"""


MATRIX: Final[list[Row]] = [
    *rows(
        "rectification:case",
        405,
        {place: who for place, who in CASES.items() if not place.endswith("notice_prep")},
    ),
    # A co-responsible unit reads the problem and its own share, not how the procedure stands.
    *rows(
        "workflows:chart",
        405,
        {
            "M draft": "owner",
            "B submitted": f"sec {OFFICE}",
            "M rectifying": MEMBER_FILE,
            "B rectifying": BRANCH_FILE,
        },
    ),
    # Whoever holds the step may ask why its day is due, and sees nothing of the case.
    *rows(
        "rectification:due",
        405,
        {
            "M plan_review": MEMBER_FILE,
            "M rectifying": MEMBER_FILE,
            "B rectifying": BRANCH_FILE,
            "B verifying": f"{BRANCH_FILE} dis ver",
        },
    ),
    *rows(
        "rectification:evidence",
        405,
        {
            "M rectifying": MEMBER_FILE,
            "B rectifying": BRANCH_FILE,
            "B rectifying co": f"{BRANCH_FILE} wsec wclk",
            "M verifying": f"{MEMBER_FILE} ver",
            "B verifying": BRANCH_FILE,
        },
    ),
    # A draft handed in is none any more: its author is told so, nobody else.
    *rows(
        "workflows:edit_problem",
        302,
        {
            "M draft": "owner",
            "B draft": "sec",
            "M submitted": "owner=409",
            "B submitted": "sec=409",
        },
    ),
    # The author's page stays and says why it is too late: 422.
    *rows(
        "workflows:recall",
        302,
        {"M submitted": "owner", "B submitted": "sec", "M plan_review": ("owner", 422)},
    ),
    *rows(
        "workflows:withdraw",
        302,
        {"M submitted": "owner", "B submitted": ("sec", 422), "M rectifying": ("owner", 422)},
    ),
    *rows(
        "workflows:propose_termination",
        302,
        {
            "M rectifying": OFFICE,
            "B rectifying": OFFICE,
            "M draft": "",
            "B closed": "off=409 intake=409",
        },
    ),
    # Whoever acts in cases declares that he is not free, also where he sees an extract only.
    *rows(
        "workflows:declare_recusal",
        302,
        {
            "M draft": "",
            "M submitted": OFFICE,
            "B submitted": f"sec {OFFICE}",
            "M rectifying": f"sec {OFFICE}",
            "B rectifying": f"{BRANCH_FILE} wsec wclk gen",
            "B verifying": f"{BRANCH_FILE} dis ver",
            "M closed": f"sec {OFFICE} ver",
        },
    ),
    # The owner asks, for a branch its secretary; about himself nobody is asked.
    *rows(
        "workflows:request_recusal",
        302,
        {
            "M submitted": "",
            "M rectifying": "owner",
            "B rectifying": "sec",
            "M closed": "owner",
        },
    ),
    *rows(
        "workflows:enter_recusal",
        302,
        {
            "B submitted": "",
            "M rectifying": OFFICE,
            "B rectifying": OFFICE,
            "M closed": f"{OFFICE} ver",
        },
    ),
    *rows(
        "workflows:act",
        302,
        {
            "M submitted triage": OFFICE,
            "M plan_review approve_plan": "sec",
            "B plan_review advise_plan": "org",
            "M recused approve_plan": "lia sec=403",
            "M rectifying carry_out": "owner",
            "B rectifying carry_out": "sec clerk",
            "B rectifying carry_out co": "wsec wclk",
            "B rectifying carry_out body": "gen",
            "M notice_prep review_secrecy": "gen",
            "B notice_prep post_notice": "pub",
            # Nobody ends a notice by hand.
            "M in_notice notice_period": "",
            "M verifying verify": "ver",
            "B verifying assign_verifiers": "dis ver",
        },
    ),
    *rows("rectification:notice", 405, {**NOTICES}),
    *rows("rectification:sheet", 405, {**LINKS}),
    *rows(
        "workflows:object",
        200,
        {"M in_notice": NOTICES["M in_notice"], "B in_notice": NOTICES["B in_notice"]},
    ),
    *rows("workflows:object_by_link", 200, {**LINKS}),
]

STEPS_UNTOLD: Final = {
    "B submitted triage": "M submitted triage",
    "B recused advise_plan": "B plan_review advise_plan",
    "B in_notice notice_period": "M in_notice notice_period",
}
"""Open steps without a row of their own, for each is like the other one."""

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
    "verifying": ("cases", "inbox"),
}
"""The lists looked through in a scene: no title stands there for whom the case is closed."""
