"""What pages that are open to somebody show him, and what they withhold."""

from typing import Final

from tests.house.matrix.rows import Shows, shows

_FILE: Final = "description cause measure evidence"
_EXTRACT: Final = "title description cause measure evidence effect"

SHOWS: Final = [
    Shows("rectification:case", "M rectifying", "sec off", f"title owner {_FILE}", ""),
    Shows("rectification:case", "B rectifying", "pse", f"title {_FILE} co_evidence hand", ""),
    Shows(
        "rectification:case",
        "B rectifying",
        "org lia lg",
        "title description cause measure record",
        "evidence co_evidence hand",
    ),
    # Whoever reads along finds neither a name of the owner's side nor evidence, at any stage.
    *shows(
        "rectification:case",
        "B planning,plan_review,rectifying,first_review,notice_prep,in_notice,objection,verifying,"
        "closed,long_term,terminated",
        {"org": "evidence hand", "clerk": "record hand"},
    ),
    *shows(
        "rectification:case",
        "B planning,plan_review,rectifying,first_review,notice_prep,in_notice,objection,closed",
        {"lg": "evidence hand"},
    ),
    Shows("rectification:case", "B first_review", "usec", f"record hand {_FILE}", ""),
    *shows("rectification:case", "B planning,plan_review,rectifying", {"lia": "evidence hand"}),
    *shows("rectification:case", "B planning,plan_review", {"pse": "evidence hand"}),
    *shows(
        "workflows:chart",
        "B planning,plan_review,rectifying,first_review,in_notice,verifying,closed",
        {"org clerk": "hand"},
    ),
    Shows(
        "rectification:case",
        "B rectifying",
        "wsec wclk",
        "title description owner number co_measure co_evidence",
        "cause measure evidence source severity record hand",
    ),
    Shows(
        "rectification:case",
        "B rectifying",
        "gen",
        "title description owner number co_measure",
        "cause measure evidence co_evidence source severity record hand",
    ),
    Shows(
        "workflows:act",
        "B plan_review advise_plan",
        "org",
        "title description cause measure",
        "hand evidence",
    ),
    Shows(
        "workflows:act",
        "B rectifying carry_out",
        "clerk",
        "title description measure evidence",
        "hand",
    ),
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
    Shows("rectification:case", "B rectifying", "sec deputy pse off", "record hand evidence", ""),
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
        f"{_EXTRACT} hand",
    ),
    Shows(
        "workflows:act",
        "B verifying assign_verifiers",
        "dis ver",
        "number owner",
        f"{_EXTRACT} public_title public_text hand",
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
