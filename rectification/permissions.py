"""Names of the rights that are granted on organisations (django-guardian). Stored: never rename."""

from typing import Final

from django.utils.translation import gettext_noop as _

READ_BRANCH_CASES: Final = "read_branch_cases"
READ_MEMBER_CASES: Final = "read_member_cases"
READ_AGGREGATES: Final = "read_aggregates"
READ_RECORDS: Final = "read_records"

REPORT_PROBLEMS: Final = "report_problems"
TRIAGE_CASES: Final = "triage_cases"
DISPATCH_CASES: Final = "dispatch_cases"
OWN_CASES: Final = "own_cases"
ADVISE_PLANS: Final = "advise_plans"
APPROVE_PLANS: Final = "approve_plans"
REVIEW_CASES: Final = "review_cases"
PROPOSE_PUBLICATIONS: Final = "propose_publications"
REVIEW_SECRECY: Final = "review_secrecy"
CHECK_REDACTIONS: Final = "check_redactions"
APPROVE_PUBLICATIONS: Final = "approve_publications"
AGREE_SCOPES: Final = "agree_scopes"
POST_NOTICES: Final = "post_notices"
VERIFY_CASES: Final = "verify_cases"
HANDLE_OBJECTIONS: Final = "handle_objections"
DECIDE_TERMINATIONS: Final = "decide_terminations"
PROPOSE_TERMINATIONS: Final = "propose_terminations"
NAME_VERIFIERS: Final = "name_verifiers"
DECIDE_RECUSALS: Final = "decide_recusals"
SETTLE_DISPUTES: Final = "settle_disputes"
DECIDE_RELAPSES: Final = "decide_relapses"
WRITE_REFERRALS: Final = "write_referrals"

LABELS: Final[dict[str, str]] = {
    READ_BRANCH_CASES: _("Read committee and branch cases"),
    READ_MEMBER_CASES: _("Read member cases"),
    READ_AGGREGATES: _("Read figures"),
    READ_RECORDS: _("Read records"),
    REPORT_PROBLEMS: _("Report problems"),
    TRIAGE_CASES: _("Take in problems"),
    DISPATCH_CASES: _("Dispatch cases"),
    OWN_CASES: _("Claim cases, plan and carry out"),
    ADVISE_PLANS: _("Give an opinion on plans"),
    APPROVE_PLANS: _("Approve plans"),
    REVIEW_CASES: _("Make first reviews"),
    PROPOSE_PUBLICATIONS: _("Propose publications"),
    REVIEW_SECRECY: _("Review secrecy"),
    CHECK_REDACTIONS: _("Check redactions"),
    APPROVE_PUBLICATIONS: _("Approve publications"),
    AGREE_SCOPES: _("Agree to the scope of a publication"),
    POST_NOTICES: _("Post notices"),
    VERIFY_CASES: _("Verify cases"),
    HANDLE_OBJECTIONS: _("Handle objections"),
    DECIDE_TERMINATIONS: _("Decide on terminations"),
    PROPOSE_TERMINATIONS: _("Propose terminations"),
    NAME_VERIFIERS: _("Name verifiers and decide about the verification"),
    DECIDE_RECUSALS: _("Decide on recusals"),
    SETTLE_DISPUTES: _("Decide disputes about owners and shares"),
    DECIDE_RELAPSES: _("Agree that a problem is back"),
    WRITE_REFERRALS: _("Write and send referrals for accountability"),
}
