"""Addresses of what an office keeps: organisations, people, records, rules, templates, periods."""

from typing import Final

from tests.house.matrix.hands import (
    CONFIRMERS,
    DISPATCHERS,
    DRAWING,
    HOLDING,
    KEEPERS,
    NO_OFFICE,
    RECORDING,
    SEEING_DRAWS,
    TEMPLATES,
    VISITING,
    WRITERS,
)
from tests.house.matrix.rows import Plain

OFFICES: Final = [
    # Organisations, people and offices are the organisation office's; who confirms reads as well.
    Plain("rectification:organisations", (302, 302), (200, 405), only=KEEPERS),
    Plain(
        "rectification:organisation",
        (302, 302),
        (200, 405),
        only="org",
        elsewhere="far_org",
        of="branch",
    ),
    Plain("rectification:people", (302, 302), (200, 405), only=KEEPERS),
    Plain(
        "rectification:person", (302, 302), (200, 405), only="org", elsewhere="far_org", of="member"
    ),
    Plain("rectification:new_appointment", (302, 302), (200, 422), only=KEEPERS),
    Plain("rectification:pending_appointments", (302, 302), (200, 302), only=CONFIRMERS),
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
    Plain("workflows:moves", (302, 302), (200, 405), only=KEEPERS),
    *(
        Plain("workflows:move", (302, 302), (200, 422), only=KEEPERS, of=kind)
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
    Plain("rectification:occasions", (302, 302), (200, 405), only=RECORDING),
    Plain(
        "rectification:new_occasion",
        (302, 302),
        (200, 422),
        only=VISITING,
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
    Plain("rectification:draws", (302, 302), (200, 405), only=SEEING_DRAWS),
    Plain("rectification:new_draw", (302, 302), (200, 422), only=DRAWING),
    Plain(
        "rectification:draw",
        (302, 302),
        (200, 405),
        only="off intake dis ver ins pse lg recused org",
        elsewhere="far_off far_dis far_ins far_pse far_lg far_org",
        of="draw",
    ),
    # Templates of measures are the organisation office's; a post about none is answered as 404.
    Plain("rectification:templates", (302, 302), (200, 404), only=KEEPERS),
    Plain("rectification:new_template", (302, 302), (200, 422), only=KEEPERS),
    # Routing rules are the office's; a post without an act does nothing.
    Plain("rectification:routing", (302, 302), (200, 302), only=DISPATCHERS),
    Plain("rectification:new_rule", (302, 302), (200, 422), only=DISPATCHERS),
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
        only=f"{DRAWING} lg recused far_lg",
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
        only=f"{DISPATCHERS} dis ver far_dis",
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
    Plain("rectification:lessons", (302, 302), (200, 405), only=WRITERS),
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
    Plain("rectification:light_rules", (302, 302), (200, 405), only=f"{DISPATCHERS} {KEEPERS}"),
    Plain("rectification:new_light_rule", (302, 302), (200, 422), only=f"{DISPATCHERS} {KEEPERS}"),
    Plain(
        "rectification:light_rule",
        (302, 302),
        (200, 302),
        only="off intake org",
        elsewhere="far_off far_org",
        of="light_rule",
    ),
    # Templates of papers: kept by the general office, confirmed by it or the organisation office.
    Plain("rectification:paper_templates", (302, 302), (200, 405), only=TEMPLATES),
    Plain(
        "rectification:house_template",
        (302, 302),
        (200, 405),
        only=TEMPLATES,
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
    Plain("rectification:check_document", (302, 302), (200, 422), others=NO_OFFICE),
    # Periods and lists are kept by two offices; holds are placed by those who look into cases.
    Plain("rectification:retention", (302, 302), (200, 302), only=f"{HOLDING} {KEEPERS}"),
    Plain(
        "rectification:new_retention_rule",
        (302, 302),
        (200, 422),
        only=f"{DISPATCHERS} {KEEPERS}",
    ),
    Plain(
        "rectification:retention_run",
        (302, 302),
        (200, 302),
        only="off intake org",
        elsewhere="far_off far_org",
        of="retention_run",
    ),
    Plain("rectification:new_hold", (302, 302), (200, 422), only=HOLDING),
    Plain(
        "rectification:hold",
        (302, 302),
        (200, 422),
        only="off intake dis ver gen",
        elsewhere="far_off far_dis far_gen",
        of="hold",
    ),
]
