"""Words of the engine that readers meet: its chart names nodes and branches in English only.

Its own Chinese catalogue is empty, so whatever of it reaches a page is worded here.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from rectification.enums import CaseStage, Step

NODES: Final[dict[str, str | Promise]] = {
    "submit": pgettext_lazy("chart", "Problem submitted"),
    "receive": pgettext_lazy("chart", "Problem received"),
    "resume_triage": pgettext_lazy("chart", "Parted again: intake anew"),
    "resume_dispatch": pgettext_lazy("chart", "Parted again: dispatch anew"),
    "merge": pgettext_lazy("chart", "Part of another case"),
    "transfer": pgettext_lazy("chart", "Sealed and handed over"),
    "end_shares": pgettext_lazy("chart", "Questions to other units end"),
    "verify_anew": pgettext_lazy("chart", "Verify anew: closure void, or reviewed well"),
    "ask_units": pgettext_lazy("chart", "Ask the co-responsible units"),
    "open_objection": pgettext_lazy("chart", "Objection opened"),
    "conclude": pgettext_lazy("chart", "Put the two results together"),
    "fail": pgettext_lazy("chart", "Back to rectification"),
    "close": pgettext_lazy("chart", "Strike off"),
    "plan_anew": pgettext_lazy("chart", "Problem is back, plan anew"),
    "ask_referral": pgettext_lazy("chart", "Ask about a referral, if one was written"),
    "begin_anew": pgettext_lazy("chart", "Next round begins"),
    "give_up": pgettext_lazy("chart", "Ended, reported upward"),
    "disclosed": pgettext_lazy("chart", "Disclosed"),
    "not_disclosed": pgettext_lazy("chart", "Nothing is shown"),
    "reach_target": pgettext_lazy("chart", "Stage target reached"),
}
BRANCHES: Final[dict[str, str | Promise]] = {
    "yes": pgettext_lazy("chart", "yes"),
    "no": pgettext_lazy("chart", "no"),
}


def title_of_node(name: str) -> str | Promise:
    """What a node is called on the chart, in the reader's language; a mere gateway has no words."""
    for words in (Step, CaseStage):
        if name in words.values:
            return words(name).label
    return NODES.get(name, "")
