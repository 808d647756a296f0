"""Names of the rights that are granted on organisations (django-guardian). Stored: never rename."""

from typing import Final

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

LABELS: Final[dict[str, str]] = {
    READ_BRANCH_CASES: "Read committee and branch cases",
    READ_MEMBER_CASES: "Read member cases",
    READ_AGGREGATES: "Read figures",
    READ_RECORDS: "Read records",
    REPORT_PROBLEMS: "Report problems",
    TRIAGE_CASES: "Take in problems",
    DISPATCH_CASES: "Dispatch cases",
    OWN_CASES: "Claim cases, plan and carry out",
    ADVISE_PLANS: "Give an opinion on plans",
    APPROVE_PLANS: "Approve plans",
    REVIEW_CASES: "Make first reviews",
    PROPOSE_PUBLICATIONS: "Propose publications",
    REVIEW_SECRECY: "Review secrecy",
    CHECK_REDACTIONS: "Check redactions",
    APPROVE_PUBLICATIONS: "Approve publications",
    AGREE_SCOPES: "Agree to the scope of a publication",
    POST_NOTICES: "Post notices",
    VERIFY_CASES: "Verify cases",
    HANDLE_OBJECTIONS: "Handle objections",
    DECIDE_TERMINATIONS: "Decide on terminations",
    PROPOSE_TERMINATIONS: "Propose terminations",
    NAME_VERIFIERS: "Name verifiers and decide about the verification",
    DECIDE_RECUSALS: "Decide on recusals",
}
