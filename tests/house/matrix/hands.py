"""Who keeps, enters, reads or confirms the same things: readers of the matrix by what they do."""

from typing import Final

OUTSIDE: Final = "outsider root suspended gone waiting recused"
KEEPERS: Final = "org far_org"
"""Each for his own township: what is of one of them is a 404 to the other."""

DISPATCHERS: Final = "off intake far_off"

VISITING: Final = "lia wlia pse dps lg off intake recused far_lia far_pse far_dps far_lg far_off"
RECORDING: Final = (
    f"{VISITING} sec usec lsec wsec clerk uclk lclk wclk "
    "ins org dis ver far_sec far_clk far_ins far_org far_dis"
)

REPORTING: Final = "sec lia pse lg recused off intake dis ver"

DRAWING: Final = "off intake dis ver ins far_off far_dis far_ins"
SEEING_DRAWS: Final = f"{DRAWING} pse lg recused org far_pse far_lg far_org"
WRITERS: Final = "sec clerk usec uclk lsec lclk wsec wclk far_sec far_clk"
"""Secretaries and clerks, each for his own branch."""

OPINIONS: Final = f"{DISPATCHERS} {WRITERS}"
"""Those who take opinions in, and those who write for a branch."""

SCREENS: Final = f"gen far_gen {WRITERS}"
"""Those who keep screens: the branch for its village, the general office in the hall."""

HOLDING: Final = f"{DISPATCHERS} dis ver far_dis gen far_gen"
"""Those who put cases under hold."""

SEALS: Final = "aud far_aud off intake far_off dis ver far_dis"
"""Those who print the weekly sheet."""

POSTINGS: Final = f"pub far_pub {WRITERS}"
"""Those who enter what was shown: the branch its own, the publicity centre for the township."""

TEMPLATES: Final = "gen org far_gen far_org"

NO_OFFICE: Final = "owner mate deputy lmem west outsider root suspended gone waiting far_mem"

CONFIRMERS: Final = "org pse dps far_org far_pse far_dps"
