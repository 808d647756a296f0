"""Addresses that are about no case, and who opens them; in this order they are asked."""

from typing import Final

from tests.house.cast import FAR
from tests.house.matrix.hands import (
    DISPATCHERS,
    KEEPERS,
    OPINIONS,
    OUTSIDE,
    POSTINGS,
    REPORTING,
    SCREENS,
    SEALS,
    WRITERS,
)
from tests.house.matrix.offices import OFFICES
from tests.house.matrix.rows import Plain

PLAIN: Final = [
    Plain("healthz", (200, 405), (200, 405)),
    Plain("set_language", (302, 302), (302, 302)),
    Plain("rectification:login", (200, 200), (302, 302)),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 405))
        for name in ("inbox", "week", "done", "submitted", "copies", "cases", "figures")
    ),
    # Open to everybody with an account: the gate says which lines there are.
    *(
        Plain(f"rectification:{name}", (302, 302), (200, posted), of="one_of_the_lists")
        for name, posted in (("lists", 405), ("list_file", 302), ("list_as_of", 405))
    ),
    # The figures of a year, of what an office reaches; a secretary's reaches his branch alone.
    Plain(
        "rectification:annual_reports",
        (302, 302),
        (200, 405),
        only=f"{REPORTING} usec lsec wsec wlia far_sec far_lia far_pse far_lg far_off far_dis",
    ),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 405),
            only=REPORTING,
            of="branch",
        )
        for name in ("annual_reports_of", "annual_report")
    ),
    # The office numbers it; nothing is numbered before a code was entered.
    Plain("workflows:issue_report", (302, 302), (200, 422), only="off intake", of="branch"),
    Plain("rectification:list_versions", (302, 302), (200, 405)),
    # Made by the office: before the approval the two sides open it, and no lists are narrowed.
    Plain(
        "rectification:list_version",
        (302, 302),
        (200, 302),
        only="off intake pse lg recused",
        of="version",
    ),
    Plain(
        "rectification:list_version_file",
        (302, 302),
        (200, 405),
        only="off intake pse lg recused",
        of="version",
    ),
    # It is the first of its list, so nothing came before it.
    Plain(
        "rectification:list_difference",
        (302, 302),
        (404, 405),
        only="off intake pse lg recused",
        of="version",
    ),
    Plain(
        "rectification:freeze_list",
        (302, 302),
        (405, 302),
        only=f"{DISPATCHERS} {WRITERS}",
        of="one_of_the_lists",
    ),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 405),
            only=f"{DISPATCHERS} pub far_pub",
            of="one_of_the_lists",
        )
        for name in ("public_list", "public_list_file")
    ),
    # Whoever asked for the file, and nobody else.
    Plain("rectification:list_job", (302, 302), (200, 405), only="off", of="made_list"),
    Plain("rectification:fetch_list", (302, 302), (200, 405), only="off", of="made_list"),
    Plain("rectification:deputies", (302, 302), (200, 405)),
    Plain("rectification:record_absence", (302, 302), (200, 422)),
    Plain(
        "rectification:ask_deputy",
        (302, 302),
        (200, 422),
        only="sec usec lsec wsec lia wlia pse dps lg off intake org dis ver gen pub recused "
        "far_sec far_lia far_pse far_dps far_lg far_off far_org far_dis far_gen far_pub",
    ),
    Plain("rectification:checks", (302, 302), (200, 405)),
    Plain("rectification:open_round", (302, 302), (200, 422), only=f"off intake {KEEPERS} far_off"),
    # Leaders and observers read how far a round is; everybody answers for himself alone.
    Plain(
        "rectification:coverage",
        (302, 302),
        (200, 405),
        only="off intake org pse lg sup recused",
        of="round",
    ),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 422),
            only="off intake org",
            elsewhere="far_off far_org",
            of="round",
        )
        for name in ("change_round", "call_off_round")
    ),
    Plain(
        "rectification:self_check",
        (302, 302),
        (200, 302),
        others=" ".join(["adm aud sup", OUTSIDE, *FAR]),
        of="round",
    ),
    Plain(
        "rectification:organisation_check",
        (302, 302),
        (200, 422),
        only="sec clerk",
        of="branch",
    ),
    Plain("rectification:negative_list", (302, 302), (200, 405)),
    Plain("rectification:publish_negative_list", (302, 302), (200, 422), only=KEEPERS),
    Plain("rectification:messages", (302, 302), (200, 302)),
    Plain(
        "rectification:identity_requests",
        (302, 302),
        (200, 405),
        only="dis ver lg recused far_dis far_lg",
    ),
    Plain(
        "rectification:transfers",
        (302, 302),
        (200, 405),
        only="off intake dis ver gen far_off far_dis far_gen",
    ),
    Plain("rectification:board", (200, 405), (200, 405)),
    Plain(
        "workflows:shown_notices",
        (302, 302),
        (200, 405),
        only="gen pub lg recused far_gen far_pub far_lg",
    ),
    Plain("rectification:postings", (302, 302), (200, 405), only=POSTINGS),
    # Who enters for several organisations says of which one first.
    Plain("rectification:new_posting", (302, 302), (200, 422), only=POSTINGS),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 405),
            only="sec clerk pub",
            elsewhere="far_pub usec uclk lsec lclk wsec wclk far_sec far_clk",
            of="posting",
        )
        for name in ("posting", "posting_sheet")
    ),
    # The box is opened by the branch, and by the office, which says whose it was.
    Plain("workflows:paper_box", (302, 302), (200, 422), only=OPINIONS),
    Plain("rectification:screens", (302, 302), (200, 405), only=SCREENS),
    Plain("rectification:new_screen", (302, 302), (200, 422), only=SCREENS),
    # A post without an act does nothing; what it shows asks for its token and for nobody.
    Plain(
        "rectification:screen",
        (302, 302),
        (200, 302),
        only="sec clerk",
        elsewhere="gen far_gen usec uclk lsec lclk wsec wclk far_sec far_clk",
        of="screen",
    ),
    Plain("rectification:on_screen", (404, 405), (404, 405), token="no-such-token"),
    Plain("rectification:receipt", (200, 422), (200, 422)),
    Plain("workflows:opinion", (200, 422), (200, 422)),
    Plain("workflows:add_to_opinion", (302, 422), (302, 422)),
    Plain("rectification:ballot_code", (200, 422), (200, 422)),
    Plain("workflows:ask_review", (302, 422), (302, 422)),
    Plain("rectification:opinions", (302, 302), (200, 405), only=OPINIONS),
    Plain(
        "rectification:poster",
        (302, 302),
        (200, 405),
        only="off intake sec clerk",
        elsewhere="usec uclk lsec lclk wsec wclk far_sec far_clk far_off",
        of="branch",
    ),
    Plain("rectification:online_intake", (302, 302), (200, 302), only=DISPATCHERS),
    Plain("workflows:recusals", (302, 302), (200, 422)),
    # The rules are no secret, and everybody reads what he himself may do.
    *(
        Plain(f"workflows:{name}", (302, 302), (200, 405))
        for name in ("authority", "my_authority", "authority_workbook")
    ),
    Plain(
        "workflows:new_problem",
        (302, 302),
        (200, 422),
        others=f"adm aud sup {OUTSIDE} far_adm far_aud far_sup",
    ),
    *OFFICES,
    Plain("workflows:seal_case", (302, 302), (200, 422), only=f"{DISPATCHERS} gen far_gen"),
    Plain("workflows:intake_list", (302, 302), (200, 422), only=DISPATCHERS),
    Plain("workflows:batches", (302, 302), (200, 422), only=DISPATCHERS),
    *(
        Plain(
            f"workflows:{name}",
            (302, 302),
            (200, post),
            only="off",
            elsewhere="intake far_off",
            of="list",
        )
        for name, post in (("batch_file", 422), ("batch_refused", 405), ("batch_progress", 405))
    ),
    Plain("workflows:paper_opinion", (302, 302), (200, 422), only=WRITERS),
    Plain("workflows:papers_told", (302, 302), (200, 405), only=WRITERS),
    Plain(
        "workflows:paper_report",
        (302, 302),
        (200, 422),
        only="sec clerk",
        of="branch",
    ),
    Plain("workflows:registers", (302, 302), (200, 422), only="intake far_off"),
    *(
        Plain(
            f"workflows:{name}",
            (302, 302),
            (200, post),
            only="intake",
            elsewhere="far_off",
            of="register",
        )
        for name, post in (("register_file", 422), ("register_refused", 405))
    ),
    Plain("rectification:roster", (302, 302), (200, 422), only=KEEPERS),
    Plain(
        "rectification:roster_file",
        (302, 302),
        (200, 422),
        only="org",
        elsewhere="far_org",
        of="upload",
    ),
    Plain(
        "rectification:roster_refused",
        (302, 302),
        (200, 405),
        only="org",
        elsewhere="far_org",
        of="upload",
    ),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 405), only="aud far_aud")
        for name in ("records", "accesses", "round_records", "hashes", "records_exports")
    ),
    Plain("rectification:take_records", (302, 302), (200, 422), only="aud far_aud"),
    Plain("rectification:seal_sheet", (302, 302), (200, 405), only=SEALS),
    Plain("rectification:account", (302, 302), (200, 405)),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 422))
        for name in ("change_password", "set_up_factor", "renew_codes", "remove_factor", "own_mail")
    ),
    # Without a second factor the page leads on; an empty code is refused.
    Plain("rectification:enter_code", (302, 302), (302, 422)),
    # A post without an act does nothing; the file asks for its token and for nobody.
    Plain("rectification:own_calendar", (302, 302), (200, 302)),
    Plain("rectification:calendar_feed", (404, 405), (404, 405), token="no-such-token"),
    Plain("rectification:accounts", (302, 302), (200, 405), only="adm far_adm"),
    *(
        Plain(f"rectification:{name}", (302, 302), (200, 302), only="adm far_adm")
        for name in ("role_security", "undelivered")
    ),
    # A post without an act does nothing; his own account is nobody's to administer.
    Plain("rectification:account_of", (302, 302), (200, 404), only="adm", of="member"),
    Plain("rectification:account_link", (404, 404), (404, 404), token="no-such-link"),
    Plain("rectification:log_out_elsewhere", (302, 302), (405, 302)),
    # The last one: nobody has a session afterwards.
    Plain("rectification:logout", (405, 302), (405, 302)),
]

PEOPLE_PAGES: Final = {
    "rectification:order": "tests/rectification/web/pages/test_orders.py",
    "workflows:note_talk": "tests/workflows/test_orders.py",
    "rectification:referral": "tests/workflows/test_referral_circle.py",
    "workflows:record_outcome": "tests/workflows/test_referrals.py",
    "rectification:paper": "tests/workflows/web/test_papers.py",
    "rectification:identity_request": "tests/rectification/web/pages/test_identity_reading.py",
    "rectification:sealing": "tests/workflows/test_sealing.py",
    **dict.fromkeys(
        (
            "workflows:confirm_sealing",
            "workflows:number_paper",
            "workflows:propose_unsealing",
            "workflows:decide_unsealing",
        ),
        "tests/workflows/test_unsealing.py",
    ),
    "rectification:transfer": "tests/workflows/test_transfers.py",
    **dict.fromkeys(
        (
            *("rectification:document", "rectification:document_file"),
            *("rectification:signed_copy", "workflows:void_document"),
            "workflows:attach_signed_copy",
        ),
        "tests/rectification/web/pages/test_issued.py",
    ),
    **dict.fromkeys(
        ("rectification:paper_template", "rectification:paper_template_file"),
        "tests/rectification/web/pages/test_paper_templates.py",
    ),
    "rectification:deputy": "tests/rectification/web/pages/test_deputies.py",
    "rectification:end_absence": "tests/rectification/web/pages/test_deputies.py",
}
"""Addresses of rows about people and not about a case, and where each is asked for everybody."""
