"""Addresses that are about no case, and who opens them."""

from typing import Final

from tests.house.cast import FAR
from tests.house.matrix.rows import Plain

_OUTSIDE: Final = "outsider root suspended gone waiting recused"
_KEEPERS: Final = "org far_org"
"""Each for his own township: what is of one of them is a 404 to the other."""

_DISPATCHERS: Final = "off intake far_off"

_VISITING: Final = "lia wlia pse dps lg off intake recused far_lia far_pse far_dps far_lg far_off"
_RECORDING: Final = (
    f"{_VISITING} sec usec lsec wsec clerk uclk lclk wclk "
    "ins org dis ver far_sec far_clk far_ins far_org far_dis"
)

_REPORTING: Final = "sec lia pse lg recused off intake dis ver"

_DRAWING: Final = "off intake dis ver ins far_off far_dis far_ins"
_SEEING_DRAWS: Final = f"{_DRAWING} pse lg recused org far_pse far_lg far_org"
_WRITERS: Final = "sec clerk usec uclk lsec lclk wsec wclk far_sec far_clk"
"""Secretaries and clerks, each for his own branch."""

_OPINIONS: Final = f"{_DISPATCHERS} {_WRITERS}"
"""Those who take opinions in, and those who write for a branch."""

_SCREENS: Final = f"gen far_gen {_WRITERS}"
"""Those who keep screens: the branch for its village, the general office in the hall."""

_HOLDING: Final = f"{_DISPATCHERS} dis ver far_dis gen far_gen"
"""Those who put cases under hold."""

_SEALS: Final = "aud far_aud off intake far_off dis ver far_dis"
"""Those who print the weekly sheet."""

_POSTINGS: Final = f"pub far_pub {_WRITERS}"
"""Those who enter what was shown: the branch its own, the publicity centre for the township."""

_TEMPLATES: Final = "gen org far_gen far_org"

_NO_OFFICE: Final = "owner mate deputy lmem west outsider root suspended gone waiting far_mem"

_CONFIRMERS: Final = "org pse dps far_org far_pse far_dps"

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
        only=f"{_REPORTING} usec lsec wsec wlia far_sec far_lia far_pse far_lg far_off far_dis",
    ),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 405),
            only=_REPORTING,
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
        only=f"{_DISPATCHERS} {_WRITERS}",
        of="one_of_the_lists",
    ),
    *(
        Plain(
            f"rectification:{name}",
            (302, 302),
            (200, 405),
            only=f"{_DISPATCHERS} pub far_pub",
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
    Plain(
        "rectification:open_round", (302, 302), (200, 422), only=f"off intake {_KEEPERS} far_off"
    ),
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
        others=" ".join(["adm aud sup", _OUTSIDE, *FAR]),
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
    Plain("rectification:publish_negative_list", (302, 302), (200, 422), only=_KEEPERS),
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
    Plain("rectification:postings", (302, 302), (200, 405), only=_POSTINGS),
    # Who enters for several organisations says of which one first.
    Plain("rectification:new_posting", (302, 302), (200, 422), only=_POSTINGS),
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
    Plain("workflows:paper_box", (302, 302), (200, 422), only=_OPINIONS),
    Plain("rectification:screens", (302, 302), (200, 405), only=_SCREENS),
    Plain("rectification:new_screen", (302, 302), (200, 422), only=_SCREENS),
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
    Plain("rectification:opinions", (302, 302), (200, 405), only=_OPINIONS),
    Plain(
        "rectification:poster",
        (302, 302),
        (200, 405),
        only="off intake sec clerk",
        elsewhere="usec uclk lsec lclk wsec wclk far_sec far_clk far_off",
        of="branch",
    ),
    Plain("rectification:online_intake", (302, 302), (200, 302), only=_DISPATCHERS),
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
        others=f"adm aud sup {_OUTSIDE} far_adm far_aud far_sup",
    ),
    # Organisations, people and offices are the organisation office's; who confirms reads as well.
    Plain("rectification:organisations", (302, 302), (200, 405), only=_KEEPERS),
    Plain(
        "rectification:organisation",
        (302, 302),
        (200, 405),
        only="org",
        elsewhere="far_org",
        of="branch",
    ),
    Plain("rectification:people", (302, 302), (200, 405), only=_KEEPERS),
    Plain(
        "rectification:person", (302, 302), (200, 405), only="org", elsewhere="far_org", of="member"
    ),
    Plain("rectification:new_appointment", (302, 302), (200, 422), only=_KEEPERS),
    Plain("rectification:pending_appointments", (302, 302), (200, 302), only=_CONFIRMERS),
    Plain(
        "rectification:appointment",
        (302, 302),
        (200, 422),
        only="org pse dps",
        elsewhere="far_org",
        of="office",
    ),
    Plain(
        "rectification:call_off",
        (302, 302),
        (200, 422),
        only="org pse dps",
        elsewhere="far_org",
        of="coming",
    ),
    Plain("workflows:moves", (302, 302), (200, 405), only=_KEEPERS),
    *(
        Plain("workflows:move", (302, 302), (200, 422), only=_KEEPERS, of=kind)
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
    Plain(
        "workflows:succession",
        (302, 302),
        (200, 200),
        only="org pse dps",
        elsewhere="far_org",
        of="term",
    ),
    # A month is read by whoever reads the cases; to its theme day the members come as well.
    Plain(
        "rectification:month",
        (302, 302),
        (200, 405),
        only="sec clerk lia pse lg off intake org recused",
        of="branch",
    ),
    Plain(
        "rectification:theme_day",
        (302, 302),
        (200, 405),
        only="owner mate deputy sec clerk lia pse lg off intake org recused",
        of="branch",
    ),
    # Records are entered by those who visit, supervise or meet, and read from above.
    Plain("rectification:occasions", (302, 302), (200, 405), only=_RECORDING),
    Plain(
        "rectification:new_occasion",
        (302, 302),
        (200, 422),
        only=_VISITING,
        token="visit",
    ),
    Plain(
        "rectification:occasion",
        (302, 302),
        (200, 405),
        only="lia pse dps lg off intake recused org",
        elsewhere="clerk sec ins usec uclk lsec lclk wclk wsec wlia dis ver far_clk far_sec "
        "far_lia far_pse far_dps far_lg far_off far_org far_dis far_ins",
        of="visit",
    ),
    # Corrected by whoever entered it, and by his office.
    Plain(
        "rectification:correct_occasion",
        (302, 302),
        (200, 422),
        only="lia",
        elsewhere="pse dps lg off intake recused org clerk sec ins usec uclk lsec lclk wclk wsec "
        "wlia dis ver far_clk far_sec far_lia far_pse far_dps far_lg far_off far_org far_dis "
        "far_ins",
        of="visit",
    ),
    # Draws are made by those who supervise, and seen by whoever reads the township from above.
    Plain("rectification:draws", (302, 302), (200, 405), only=_SEEING_DRAWS),
    Plain("rectification:new_draw", (302, 302), (200, 422), only=_DRAWING),
    Plain(
        "rectification:draw",
        (302, 302),
        (200, 405),
        only="off intake dis ver ins pse lg recused org",
        elsewhere="far_off far_dis far_ins far_pse far_lg far_org",
        of="draw",
    ),
    # Templates of measures are the organisation office's; a post about none is answered as 404.
    Plain("rectification:templates", (302, 302), (200, 404), only=_KEEPERS),
    Plain("rectification:new_template", (302, 302), (200, 422), only=_KEEPERS),
    # Routing rules are the office's; a post without an act does nothing.
    Plain("rectification:routing", (302, 302), (200, 302), only=_DISPATCHERS),
    Plain("rectification:new_rule", (302, 302), (200, 422), only=_DISPATCHERS),
    Plain(
        "rectification:rule",
        (302, 302),
        (200, 302),
        only="off intake",
        elsewhere="far_off",
        of="rule",
    ),
    # Orders are listed for those who issue them: of the cases each of them sees.
    Plain(
        "rectification:orders",
        (302, 302),
        (200, 405),
        only=f"{_DRAWING} lg recused far_lg",
    ),
    # Referrals are listed for the bodies that write them, as far as each of them may know.
    Plain(
        "rectification:referrals",
        (302, 302),
        (200, 405),
        only="dis ver lg recused far_dis far_lg",
    ),
    # Look-backs of the township are followed by the discipline committee and the office.
    Plain(
        "rectification:look_backs",
        (302, 302),
        (200, 405),
        only=f"{_DISPATCHERS} dis ver far_dis",
    ),
    Plain(
        "rectification:look_back_draw",
        (302, 302),
        (200, 405),
        only="off intake dis ver",
        elsewhere="far_off far_dis",
        of="look_back_draw",
    ),
    # Lessons of others are answered by those who answer or write for a branch.
    Plain("rectification:lessons", (302, 302), (200, 405), only=_WRITERS),
    Plain(
        "rectification:lesson",
        (302, 302),
        (200, 422),
        only="sec clerk",
        elsewhere="usec uclk lsec lclk wsec wclk far_sec far_clk",
        of="lesson",
    ),
    # Its members begin one by number, in cases that they do not read.
    Plain("workflows:begin_by_number", (302, 302), (200, 422), only="dis ver far_dis"),
    # Light rules are kept by two offices; a post without an act does nothing.
    Plain("rectification:light_rules", (302, 302), (200, 405), only=f"{_DISPATCHERS} {_KEEPERS}"),
    Plain(
        "rectification:new_light_rule", (302, 302), (200, 422), only=f"{_DISPATCHERS} {_KEEPERS}"
    ),
    Plain(
        "rectification:light_rule",
        (302, 302),
        (200, 302),
        only="off intake org",
        elsewhere="far_off far_org",
        of="light_rule",
    ),
    # Templates of papers: kept by the general office, confirmed by it or the organisation office.
    Plain("rectification:paper_templates", (302, 302), (200, 405), only=_TEMPLATES),
    Plain(
        "rectification:house_template",
        (302, 302),
        (200, 405),
        only=_TEMPLATES,
        of="kind_of_paper",
    ),
    Plain(
        "rectification:new_paper_template",
        (302, 302),
        (200, 422),
        only="gen far_gen",
        of="kind_of_paper",
    ),
    Plain("rectification:document_codes", (302, 302), (200, 422), only="gen far_gen"),
    # Whoever holds an office checks a paper that is brought to him.
    Plain("rectification:check_document", (302, 302), (200, 422), others=_NO_OFFICE),
    # Periods and lists are kept by two offices; holds are placed by those who look into cases.
    Plain("rectification:retention", (302, 302), (200, 302), only=f"{_HOLDING} {_KEEPERS}"),
    Plain(
        "rectification:new_retention_rule",
        (302, 302),
        (200, 422),
        only=f"{_DISPATCHERS} {_KEEPERS}",
    ),
    Plain(
        "rectification:retention_run",
        (302, 302),
        (200, 302),
        only="off intake org",
        elsewhere="far_off far_org",
        of="retention_run",
    ),
    Plain("rectification:new_hold", (302, 302), (200, 422), only=_HOLDING),
    Plain(
        "rectification:hold",
        (302, 302),
        (200, 422),
        only="off intake dis ver gen",
        elsewhere="far_off far_dis far_gen",
        of="hold",
    ),
    Plain("workflows:seal_case", (302, 302), (200, 422), only=f"{_DISPATCHERS} gen far_gen"),
    Plain("workflows:intake_list", (302, 302), (200, 422), only=_DISPATCHERS),
    Plain("workflows:batches", (302, 302), (200, 422), only=_DISPATCHERS),
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
    Plain("workflows:paper_opinion", (302, 302), (200, 422), only=_WRITERS),
    Plain("workflows:papers_told", (302, 302), (200, 405), only=_WRITERS),
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
    Plain("rectification:roster", (302, 302), (200, 422), only=_KEEPERS),
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
    Plain("rectification:seal_sheet", (302, 302), (200, 405), only=_SEALS),
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
    "rectification:referral": "tests/workflows/test_referrals.py",
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
