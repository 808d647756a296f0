"""What is expected of each step: its stage, who holds it, what comes of taking it.

Written by hand from docs/glossary.md §5 and docs/rules.md, never derived from the code.
"""

from typing import Any

from rectification.models import (
    Assignment,
    Case,
    Claim,
    Measure,
    Merge,
    Notice,
    NoticeChannel,
    Objection,
    Plan,
    Progress,
    PublicationDecision,
    RecusalRequest,
    Verification,
    VerificationAttempt,
)

STAGE = {
    "triage": "submitted",
    "confirm_rejection": "submitted",
    "dispatch": "registered",
    "claim": "pending_claim",
    "assign_owner": "pending_claim",
    "draft_plan": "planning",
    "advise_plan": "plan_review",
    "approve_plan": "plan_review",
    "carry_out": "rectifying",
    "report_effect": "rectifying",
    "first_review": "first_review",
    "propose_publication": "notice_prep",
    "review_secrecy": "notice_prep",
    "check_redaction": "notice_prep",
    "hear_person": "notice_prep",
    "approve_publication": "notice_prep",
    "agree_scope": "notice_prep",
    "agree_waiver": "notice_prep",
    "post_notice": "notice_prep",
    "notice_period": "in_notice",
    "assign_verifiers": "verifying",
    "name_outsider": "verifying",
    "verify": "verifying",
    "settle_verification": "verifying",
}
"""The stage a step stands for; steps beside the main process stand for none."""

# step: role, office, who takes it; attributes of the township
BRANCH_CAST = {
    "triage": ("OFF", "office", "intake"),
    "confirm_rejection": ("OFF", "office", "officer"),
    "dispatch": ("OFF", "office", "officer"),
    "claim": ("SEC", "east.organisation", "east.secretary"),
    "assign_owner": ("OFF", "office", "officer"),
    "draft_plan": ("SEC", "east.organisation", "east.secretary"),
    "advise_plan": ("ORG", "organisation_office", "org"),
    "approve_plan": ("PSE", "committee", "pse"),
    "carry_out": ("SEC", "east.organisation", "east.secretary"),
    "report_effect": ("SEC", "east.organisation", "east.secretary"),
    "first_review": ("LIA", "east.organisation", "liaison"),
    "propose_publication": ("OFF", "office", "officer"),
    "review_secrecy": ("GEN", "general_office", "gen"),
    "check_redaction": ("ORG", "organisation_office", "org"),
    "hear_person": ("SEC", "east.organisation", "east.secretary"),
    "approve_publication": ("PSE", "committee", "pse"),
    "agree_scope": ("ORG", "organisation_office", "org"),
    "agree_waiver": ("DIS", "discipline", "dis.0"),
    "post_notice": ("PUB", "publicity", "pub"),
    "assign_verifiers": ("DIS", "discipline", "dis.0"),
    "name_outsider": ("LG", "leading_group", "lg"),
    "verify": ("DIS", "discipline", "dis.1"),
    "settle_verification": ("DIS", "discipline", "dis.3"),
    "accept_share": ("SEC", "west.organisation", "west.secretary"),
    "handle_objection": ("OFF", "office", "intake"),
    "decide_termination": ("LG", "leading_group", "lg"),
    "post_rehabilitation": ("PUB", "publicity", "pub"),
    "assign_successor": ("OFF", "office", "officer"),
    "reclaim": ("SEC", "east.organisation", "east.secretary"),
    "decide_dates": ("PSE", "committee", "pse"),
    "decide_recusal": ("DPS", "committee", "dps"),
}
_MEMBER = ("MEM", "east.organisation", "east.members.0")
_DEPUTY = ("DPS", "committee", "dps")
_OWNER_STEPS = ("claim", "draft_plan", "carry_out", "report_effect", "hear_person")
CAST = {
    "B": BRANCH_CAST,
    "M": {
        **BRANCH_CAST,
        **dict.fromkeys(_OWNER_STEPS, _MEMBER),
        "approve_plan": ("SEC", "east.organisation", "east.secretary"),
        "first_review": ("SEC", "east.organisation", "east.secretary"),
        "check_redaction": ("OFF", "office", "intake"),
        "approve_publication": ("SEC", "east.organisation", "east.secretary"),
    },
    "C": {
        **BRANCH_CAST,
        **dict.fromkeys(_OWNER_STEPS, _DEPUTY),
        "first_review": ("OFF", "office", "officer"),
    },
}
PERSONAL = {"M": {*_OWNER_STEPS, "verify"}, "B": {"verify"}, "C": {"verify"}}
"""Steps that belong to a person and not to whoever holds the office."""

# step:decision -> verb of the event, model whose history names the actor, messages promised
ACTS: dict[str, tuple[str, type[Any] | None, set[str]]] = {
    "triage:register": ("registered", Case, {"registered"}),
    "triage:reject": ("rejection_proposed", None, set()),
    "triage:merge": ("merged", Merge, {"merged"}),
    "dispatch:merge": ("merged", Merge, {"merged"}),
    "triage:transfer": ("transferred", Case, set()),
    "confirm_rejection:refuse": ("rejection_refused", None, set()),
    "confirm_rejection:confirm": ("rejected", Case, set()),
    "dispatch:dispatch": ("dispatched", Assignment, {"dispatched"}),
    "claim:claim": ("claimed", Claim, set()),
    "claim:decline": ("claim_declined", Claim, set()),
    "assign_owner:designate": ("owner_designated", Claim, {"owner_designated"}),
    "draft_plan:submit": ("plan_submitted", Plan, set()),
    "advise_plan:advise": ("plan_advised", Plan, set()),
    "approve_plan:return": ("plan_returned", Plan, {"plan_returned"}),
    "approve_plan:approve": ("plan_approved", Plan, {"plan_approved"}),
    "carry_out:report": ("progress_reported", Progress, set()),
    "carry_out:finish": ("measures_done", None, set()),
    "report_effect:report": ("effect_reported", Case, set()),
    "first_review:return": ("review_returned", Measure, {"review_returned"}),
    "first_review:pass": ("review_passed", None, set()),
    "propose_publication:publish": ("publication_proposed", PublicationDecision, set()),
    "propose_publication:waive": ("waiver_proposed", PublicationDecision, set()),
    "review_secrecy:clear": ("secrecy_cleared", PublicationDecision, set()),
    "review_secrecy:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "check_redaction:confirm": ("redaction_confirmed", PublicationDecision, set()),
    "check_redaction:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "hear_person:no_objection": ("person_heard", PublicationDecision, set()),
    "hear_person:contested": ("person_heard", PublicationDecision, {"publication_returned"}),
    "approve_publication:approve": ("publication_approved", PublicationDecision, set()),
    "approve_publication:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "agree_scope:agree": ("scope_agreed", PublicationDecision, set()),
    "agree_scope:return": ("publication_returned", PublicationDecision, {"publication_returned"}),
    "agree_waiver:agree": (
        "waiver_agreed",
        PublicationDecision,
        {"waiver_agreed", "waiver_in_branch"},
    ),
    "agree_waiver:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "post_notice:post": ("notice_posted", Notice, {"notice_started"}),
    "assign_verifiers:name": ("verifiers_named", VerificationAttempt, set()),
    "name_outsider:name": ("outsider_named", Verification, set()),
    "assign_verifiers:record": ("result_recorded", VerificationAttempt, set()),
    "verify:sign": ("verification_signed", Verification, set()),
    "settle_verification:settle": ("verification_settled", VerificationAttempt, set()),
    "accept_share:accept": ("share_accepted", Assignment, {"share_answered"}),
    "accept_share:decline": ("share_declined", Assignment, {"share_answered"}),
    "handle_objection:dismissed": ("objection_dismissed", Objection, {"objection_decided"}),
    "handle_objection:upheld": ("objection_upheld", Objection, {"objection_decided"}),
    "handle_objection:wrong": ("termination_proposed", Objection, set()),
    "assign_successor:assign": ("owner_succeeded", Case, {"case_moved"}),
    "reclaim:reclaim": ("reclaimed", Claim, {"case_reclaimed"}),
    "decide_dates:accept": ("dates_accepted", Case, {"dates_decided"}),
    "decide_recusal:refuse": ("recusal_refused", RecusalRequest, {"recusal_decided"}),
    "decide_recusal:grant": ("recusal_granted", RecusalRequest, {"recusal_decided"}),
    "decide_termination:refuse": ("termination_refused", None, set()),
    "decide_termination:agree": ("terminated", Case, {"terminated"}),
    "post_rehabilitation:post": ("rehabilitation_posted", NoticeChannel, set()),
}

# what no step does: the sweep, an objection, a proposal -> verbs, kind of the first actor, messages
HAPPENINGS: dict[str, tuple[str, str, set[str]]] = {
    "sweep:notice_period": ("notice_ended", "system", {"notice_ended"}),
    "sweep:hear_person": ("hearing_lapsed", "system", set()),
    "sweep:claim": ("claim_expired", "system", set()),
    "object:effect": ("objection_received", "intake_channel", {"objection_received"}),
    "object:facts": ("objection_received", "intake_channel", {"objection_received"}),
    "succeed:start": ("owner_succeeded", "person", {"case_moved"}),
    "part:merger": ("unmerged", "person", {"unmerged"}),
    "split:start": ("", "", set()),
    "ask:recusal": ("recusal_requested", "person", {"recusal_requested"}),
    "enter:recusal": ("recusal_entered closure_voided", "person", {"closure_voided"}),
    "propose:termination": ("termination_proposed", "person", set()),
}
