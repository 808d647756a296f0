"""What pages that are open to somebody show him, and what they withhold."""

from typing import Final

from tests.house.matrix.rows import Shows

_FILE: Final = "description cause measure evidence"
_EXTRACT: Final = "title description cause measure evidence effect"

SHOWS: Final = [
    Shows("rectification:case", "M rectifying", "sec off", f"title owner {_FILE}", ""),
    Shows("rectification:case", "B rectifying", "org lia lg", f"title {_FILE} co_evidence", ""),
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
    Shows("rectification:case", "B rectifying", "clerk uclk", _FILE, "record"),
    Shows("rectification:case", "B rectifying", "sec usec deputy pse off", "record", ""),
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
