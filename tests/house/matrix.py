"""Who gets what from which address: the rules of visibility (docs/rules.md 4.9) as data.

A place is “kind scene [what of the case]”, kind M for a member's case and B for a branch's. Beside
it stands everybody who opens the page; a name may carry another status (`sec=403`). Everybody else
with an account gets a 404, and whoever has none is led to the door, on public pages to a 404.
"""

from dataclasses import dataclass
from typing import Final

OFFICE: Final = "off intake"
MEMBER_FILE: Final = "owner sec off intake"
BRANCH_FILE: Final = "sec clerk off intake org lia pse lg"
PROOF: Final = "sec clerk off intake pse"
"""Evidence of a branch: whoever reads along without being in charge has no need of it."""
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


@dataclass(frozen=True)
class Row:
    """`get` opens the page; `post` is the status of those who open it, 302 when it is done."""

    url: str
    place: str
    get: str
    post: int


def rows(url: str, post: int, places: dict[str, str | tuple[str, int]]) -> list[Row]:
    return [
        Row(url, place, *(who if isinstance(who, tuple) else (who, post)))
        for place, who in places.items()
    ]


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
            "B rectifying": PROOF,
            "B rectifying co": f"{PROOF} wsec wclk",
            "M verifying": f"{MEMBER_FILE} ver",
            "B verifying": f"{PROOF} lia",
        },
    ),
    # Neither case has a reporter who gave his name, so that there is nothing to ask for.
    *rows("rectification:ask_identity", 302, {"M rectifying": "", "M verifying": ""}),
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


@dataclass(frozen=True)
class Plain:
    """An address without a case: status of GET and of an empty POST, anonymous / with account.

    `others` get a 404 on both, or all but those in `only`. `of` names what the address is about,
    `token` what it carries.
    """

    url: str
    anon: tuple[int, int]
    account: tuple[int, int]
    others: str = ""
    only: str = ""
    of: str = ""
    token: str = ""


PLAIN: Final = [
    Plain("healthz", (200, 405), (200, 405)),
    Plain("set_language", (302, 302), (302, 302)),
    Plain("rectification:login", (200, 200), (302, 302)),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 405))
        for name in ("inbox", "done", "submitted", "copies", "cases")
    ),
    Plain("rectification:deputies", (302, 302), (200, 405)),
    Plain("rectification:record_absence", (302, 302), (200, 422)),
    Plain(
        "rectification:ask_deputy",
        (302, 302),
        (200, 422),
        others="outsider west mate owner clerk wclk adm aud sup ins root",
    ),
    Plain("rectification:messages", (302, 302), (200, 302)),
    Plain("rectification:identity_requests", (302, 302), (200, 405), only="dis ver lg"),
    Plain("rectification:board", (200, 405), (200, 405)),
    Plain("rectification:receipt", (200, 422), (200, 422)),
    Plain("workflows:opinion", (200, 422), (200, 422)),
    Plain("workflows:recusals", (302, 302), (200, 422)),
    # The rules are no secret, and everybody reads what he himself may do.
    *(
        Plain(f"workflows:{name}", (302, 302), (200, 405))
        for name in ("authority", "my_authority", "authority_workbook")
    ),
    Plain("workflows:new_problem", (302, 302), (200, 422), others="outsider adm aud sup root"),
    # Organisations, people and offices are the organisation office's; who confirms reads as well.
    Plain("rectification:organisations", (302, 302), (200, 405), only="org"),
    Plain("rectification:organisation", (302, 302), (200, 405), only="org", of="branch"),
    Plain("rectification:people", (302, 302), (200, 405), only="org"),
    Plain("rectification:person", (302, 302), (200, 405), only="org", of="member"),
    Plain("rectification:new_appointment", (302, 302), (200, 422), only="org"),
    Plain("rectification:pending_appointments", (302, 302), (200, 302), only="org pse dps"),
    Plain("rectification:appointment", (302, 302), (200, 422), only="org pse dps", of="office"),
    Plain("workflows:moves", (302, 302), (200, 405), only="org"),
    *(
        Plain("workflows:move", (302, 302), (200, 422), only="org", of=kind)
        for kind in (
            "transfer",
            "departure",
            "succession",
            "suspension",
            "reinstatement",
            "merger",
            "split",
        )
    ),
    # An empty post asks what would change hands.
    Plain("workflows:succession", (302, 302), (200, 200), only="org pse dps", of="term"),
    Plain("workflows:batches", (302, 302), (200, 422), only="off intake"),
    Plain("workflows:batch_file", (302, 302), (200, 422), only="off", of="list"),
    Plain("workflows:batch_refused", (302, 302), (200, 405), only="off", of="list"),
    Plain("rectification:roster", (302, 302), (200, 422), only="org"),
    Plain("rectification:roster_file", (302, 302), (200, 422), only="org", of="upload"),
    Plain("rectification:roster_refused", (302, 302), (200, 405), only="org", of="upload"),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 405), only="aud")
        for name in ("records", "accesses", "hashes")
    ),
    Plain("rectification:account", (302, 302), (200, 405)),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 422))
        for name in ("change_password", "set_up_factor", "renew_codes", "remove_factor")
    ),
    # Without a second factor the page leads on; an empty code is refused.
    Plain("rectification:enter_code", (302, 302), (302, 422)),
    Plain("rectification:accounts", (302, 302), (200, 405), only="adm"),
    Plain("rectification:role_security", (302, 302), (200, 302), only="adm"),
    # A post without an act does nothing; his own account is nobody's to administer.
    Plain("rectification:account_of", (302, 302), (200, 404), only="adm", of="member"),
    Plain("rectification:account_link", (404, 404), (404, 404), token="no-such-link"),
    Plain("rectification:log_out_elsewhere", (302, 302), (405, 302)),
    # The last one: nobody has a session afterwards.
    Plain("rectification:logout", (405, 302), (405, 302)),
]

PEOPLE_PAGES: Final = {
    "rectification:identity_request": "tests/rectification/web/pages/test_identities.py",
    "rectification:deputy": "tests/rectification/web/pages/test_deputies.py",
    "rectification:end_absence": "tests/rectification/web/pages/test_deputies.py",
}
"""Addresses of rows about people and not about a case, and where each is asked for everybody."""


@dataclass(frozen=True)
class Shows:
    """What a page that is open to these people must show, and what it must withhold."""

    url: str
    place: str
    who: str
    must: str
    never: str


_FILE: Final = "description cause measure evidence"
_EXTRACT: Final = "title description cause measure evidence effect"

SHOWS: Final = [
    Shows("rectification:case", "M rectifying", "sec off", f"title owner {_FILE}", ""),
    Shows("rectification:case", "B rectifying", "pse", f"title {_FILE} co_evidence", ""),
    Shows(
        "rectification:case",
        "B rectifying",
        "org lia lg",
        "title description cause measure record",
        "evidence co_evidence",
    ),
    Shows(
        "rectification:case",
        "B rectifying",
        "wsec wclk",
        "title description owner number co_measure co_evidence",
        "cause measure evidence source severity record",
    ),
    Shows(
        "rectification:case",
        "B rectifying",
        "gen",
        "title description owner number co_measure",
        "cause measure evidence co_evidence source severity record",
    ),
    Shows(
        "workflows:act",
        "B plan_review advise_plan",
        "org",
        "title description cause measure",
        "hand",
    ),
    Shows("rectification:case", "B rectifying", "sec off pse", "hand", ""),
    Shows(
        "workflows:act",
        "B rectifying carry_out",
        "clerk",
        "title description measure evidence",
        "hand",
    ),
    Shows("rectification:case", "B rectifying", "clerk org lia lg wsec wclk gen", "number", "hand"),
    Shows(
        "workflows:act",
        "B rectifying carry_out body",
        "gen",
        "title description co_measure",
        "cause measure evidence co_evidence source severity",
    ),
    Shows(
        "workflows:act",
        "B rectifying carry_out co",
        "wsec wclk",
        "title description co_measure co_evidence",
        "cause measure evidence source severity",
    ),
    Shows("rectification:case", "B rectifying", "clerk", _FILE, "record"),
    Shows("rectification:case", "B rectifying", "sec pse off", "record", ""),
    Shows(
        "workflows:act",
        "M notice_prep review_secrecy",
        "gen",
        "public_title public_text number",
        f"{_EXTRACT} owner",
    ),
    Shows(
        "workflows:act",
        "B notice_prep post_notice",
        "pub",
        "public_title public_text number",
        _EXTRACT,
    ),
    Shows(
        "workflows:act",
        "B verifying assign_verifiers",
        "dis ver",
        "number owner",
        f"{_EXTRACT} public_title public_text",
    ),
    Shows("workflows:act", "M verifying verify", "ver", "owner measure evidence", ""),
    Shows("workflows:act", "M plan_review approve_plan", "sec", "description owner cause", ""),
    Shows(
        "rectification:notice",
        "M in_notice",
        "owner mate clerk sec",
        "public_title public_text",
        "title description evidence number",
    ),
    Shows(
        "rectification:notice",
        "B in_notice",
        "west wsec gen ins",
        "public_title public_text owner",
        "title description evidence number",
    ),
    Shows(
        "rectification:sheet",
        "B in_notice",
        "anon owner",
        "public_title public_text owner",
        "title description evidence number",
    ),
]
