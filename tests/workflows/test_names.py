"""Names that lie as text in every database that ever ran the product (docs/glossary.md §5).

Whoever changes one of these lists writes a data migration, or keeps the old name importable.
"""

import pytest
from viewflow.workflow.fields import get_flow_ref, get_task_ref
from viewflow.workflow.lock import SelectForUpdateLock

from rectification import permissions
from rectification.enums import (
    AbsenceKind,
    AccessPurpose,
    ActorKind,
    AppointmentDuty,
    BallotAnswer,
    CaseLevel,
    CaseOutcome,
    CaseStage,
    CheckRoundVerb,
    ConsentWay,
    DeadlineClass,
    DeadlineGround,
    DelegationScope,
    DisputeKind,
    DocumentKind,
    DocumentSeries,
    DocumentVariant,
    EventVerb,
    HeldBecause,
    IdentityDecision,
    LessonAnswer,
    LookBackGround,
    LookBackKind,
    LookBackResult,
    MediationResult,
    ObjectionDecision,
    ObjectionKind,
    PaperKind,
    PartyReason,
    PauseGround,
    ProcessKind,
    RecusalDecision,
    RecusalGround,
    ReminderOccasion,
    RequestDecision,
    RetentionKind,
    SealingGround,
    Secrecy,
    Sensitivity,
    ShareAnswer,
    ShareDecision,
    Step,
    UnsealingDecision,
    UnsealingGround,
)
from rectification.roles import ROLES, Role
from tests.workflows.expected import STAGE
from workflows.flows import FLOWS, steps_of
from workflows.models import CaseProcess

NODES = {
    "workflows/flows.rectification.RectificationFlow": """
        submit receive resume_triage resume_dispatch triage after_triage confirm_rejection
        after_confirmation dispatch after_dispatch ask_units claim after_claim assign_owner
        draft_plan ask_advice advise_plan approve_plan after_approval split_units carry_out
        join_units report_effect first_review after_review after_return propose_publication
        after_proposal review_secrecy after_secrecy check_redaction after_redaction
        hear_person after_hearing approve_publication after_scope agree_scope agree_waiver
        after_waiver post_notice after_posting notice_period after_notice assign_verifiers
        after_naming name_outsider split_verifiers verify join_verifiers conclude after_verification
        settle_verification fail close reach_target closed long_term rejected merge merged
        transfer transferred verify_anew after_decline settle_owner end_shares plan_anew
        after_failure hear_owner decide_third_failure after_third_failure give_up terminated
        begin_anew ask_referral settle_sensitivity after_sensitivity open_objection
        objection_period after_objection hear_answer after_answer
    """,
    "workflows/flows.share.ShareFlow": """
        ask accept_share after_answer mediate_share after_mediation propose_share decide_share
        after_decision ask_measures carry_out answered
    """,
    "workflows/flows.objection.ObjectionFlow": """
        receive ask_review handle_objection review_objection after_handling decide_termination
        after_decision resume_notice reopen_rectification end_case ask_channels
        post_rehabilitation answered
    """,
    "workflows/flows.termination.TerminationFlow": """
        propose decide_termination after_decision end_case decided
    """,
    "workflows/flows.succession.SuccessionFlow": """
        split succeed assign_successor pass_on after_pass_on reclaim after_reclaim decide_dates
        taken_over
    """,
    "workflows/flows.recusal.RecusalFlow": """
        ask decide_recusal after_decision replace go_on answered
    """,
    "workflows/flows.withdrawal.WithdrawalFlow": """
        ask decide_withdrawal after_decision end_case decided
    """,
    "workflows/flows.extension.ExtensionFlow": """
        ask review_extension decide_extension decided
    """,
    "workflows/flows.pause.PauseFlow": "ask agree_pause decided",
    "workflows/flows.reclassification.ReclassificationFlow": """
        ask decide_reclassification after_decision ask_for_plan decided
    """,
    "workflows/flows.plan_change.PlanChangeFlow": """
        begin change_plan ask_advice advise_change approve_change after_decision renew_work decided
    """,
    "workflows/flows.order.OrderFlow": """
        issue answer_order answered
    """,
    "workflows/flows.consultation.ConsultationFlow": "ask give_opinion given",
    "workflows/flows.look_back.LookBackFlow": """
        begin assign_look_back after_naming look_back after_look_back verify_finally
        decide_relapse after_decision settle_relapse after_settling begin_round looked_back
    """,
    "workflows/flows.disclosure.DisclosureFlow": """
        begin propose_disclosure after_proposal review_disclosure after_review check_disclosure
        after_check hear_disclosure after_hearing approve_disclosure after_scope agree_disclosure
        decide_sensitivity after_sensitivity post_disclosure after_posting disclosed not_disclosed
    """,
    "workflows/flows.referral.ReferralFlow": "write answer_referral send_referral concluded",
}

STORED = {
    Step: """
        triage confirm_rejection dispatch claim assign_owner settle_owner draft_plan
        advise_plan approve_plan carry_out report_effect first_review propose_publication
        review_secrecy check_redaction hear_person objection_period hear_answer
        approve_publication agree_scope settle_sensitivity agree_waiver post_notice
        notice_period assign_verifiers name_outsider verify settle_verification hear_owner
        decide_third_failure
        accept_share mediate_share propose_share decide_share
        handle_objection review_objection decide_termination decide_withdrawal post_rehabilitation
        assign_successor reclaim decide_dates answer_order decide_recusal review_extension
        decide_extension agree_pause decide_reclassification change_plan advise_change
        approve_change give_opinion assign_look_back look_back decide_relapse settle_relapse
        propose_disclosure review_disclosure check_disclosure hear_disclosure approve_disclosure
        agree_disclosure decide_sensitivity post_disclosure answer_referral send_referral
    """,
    CaseStage: """
        draft submitted registered pending_claim planning plan_review rectifying first_review
        notice_prep in_notice objection verifying closed long_term look_back rejected withdrawn
        merged transferred terminated
    """,
    CaseOutcome: "closed long_term rejected withdrawn merged transferred terminated",
    EventVerb: """
        submitted recalled recalled_step withdrawn withdrawal_asked withdrawal_refused registered
        rejection_proposed rejection_refused rejected merged report_joined unmerged
        report_parted transferred transfer_received sealed sealing_confirmed paper_numbered
        unsealing_proposed unsealing_refused unsealed dispatched claimed claim_declined
        claim_expired owner_designated owner_settled reminded urged
        order_issued order_answered talk_noted order_lapsed order_escalated
        share_accepted share_declined
        share_expired share_agreed share_disputed share_proposed share_assigned
        share_released plan_submitted plan_advised plan_returned plan_approved
        plan_change_begun plan_change_submitted plan_change_returned plan_changed
        plan_change_dropped
        progress_reported evidence_replaced measures_done effect_reported review_returned
        review_passed
        publication_proposed waiver_proposed secrecy_cleared redaction_confirmed
        publication_returned person_heard hearing_lapsed publication_approved scope_agreed
        waiver_agreed notice_posted notice_ended notice_hidden channel_recorded
        notice_resumed
        disclosure_begun disclosure_dropped sensitivity_raised sensitivity_cleared
        sensitivity_upheld disclosure_posted disclosure_ended
        scope_narrowed text_narrowed consent_given consent_withdrawn
        objection_received objection_dismissed objection_corrected objection_upheld
        objection_prolonged review_asked review_decided
        ballot_opened ballot_codes_printed ballot_codes_handed_out
        ballot_counted
        verifiers_named outsider_named result_recorded verification_signed
        verification_settled verification_failed third_failure_raised third_failure_void
        owner_heard owner_silent
        lead_replaced target_reset closed stage_target_reached
        termination_proposed termination_refused terminated rehabilitated
        rehabilitation_posted actor_recused actor_absent nobody_left liaison_joined
        owner_moved owner_succeeded office_succeeded share_passed_on reclaimed
        dates_accepted dates_refused work_passed_on handed_over consulted opinion_given
        consultation_lapsed told_on_paper copied corrected
        opinion_asked opinion_added opinion_answered
        recusal_declared recusal_entered recusal_requested recusal_granted
        recusal_refused recusal_lapsed conclusion_voided closure_voided identity_asked
        identity_granted identity_refused identity_shown extension_asked
        extension_advised extension_granted extension_refused extension_withdrawn pause_asked
        paused pause_refused resumed reclassification_asked reclassified
        reclassification_refused days_recounted look_back_drawn look_back_due look_back_begun
        look_back_assigned consolidated closing_proposed relapse_found relapse_refused relapsed
        lesson_proposed lesson_confirmed lesson_sent
        referral_written referral_answered referral_unanswered referral_sent referral_dropped
        referral_outcome document_issued document_voided signed_copy_attached
        hold_placed hold_lifted erased
    """,
    DocumentKind: """
        plan_approval publication_approval posting objection_answer closing_sheet supervision_order
        circular annual_report case_file
    """,
    DocumentVariant: "internal public",
    Role: "MEM CLK SEC LIA PSE DPS LG OFF ORG DIS GEN PUB INS SUP ADM AUD",
    ProcessKind: """
        rectification share objection termination succession recusal withdrawal extension pause
        reclassification plan_change order consultation look_back disclosure referral
    """,
    ActorKind: "person intake_channel system",
    CaseLevel: "C B M",
    DeadlineClass: "immediate limited long_term",
    Secrecy: "open internal work_secret",
    AppointmentDuty: "head intake_officer discipline_member",
    AbsenceKind: "leave suspension",
    DelegationScope: "everything approvals work",
    PartyReason: """
        author owner approver reviewer verifier objection_handler joined shared
    """,
    RecusalGround: """
        own_case own_branch took_part liaison same_hand relative interest other absent requested
    """,
    RecusalDecision: "pending granted refused lapsed",
    ShareAnswer: "pending accepted declined assigned",
    ShareDecision: "assigned released",
    MediationResult: "withdrawn changed released failed",
    DisputeKind: "refused silent owner",
    IdentityDecision: "pending granted refused",
    CheckRoundVerb: "opened changed called_off",
    ReminderOccasion: "half_time last_days secretary",
    RequestDecision: "pending granted refused withdrawn lapsed",
    PauseGround: "investigation force_majeure restructuring",
    DeadlineGround: """
        approval share extension resumption plan_change reclassification succession return
        correction voiding reopening unsealing calendar
    """,
    BallotAnswer: "satisfied fairly dissatisfied",
    ObjectionKind: "facts effect responsibility procedure privacy",
    ObjectionDecision: "dismissed corrected upheld wrong outside",
    PaperKind: "letter ballot self_report withdrawal claim plan comment consent",
    SealingGround: "state_secret party_secret work_secret undetermined",
    UnsealingGround: "no_secret released mistaken",
    UnsealingDecision: "pending agreed refused",
    LookBackKind: "after_closing review",
    LessonAnswer: "checked found",
    LookBackGround: "due drawn raised",
    ConsentWay: "paper system",
    Sensitivity: "raised cleared upheld",
    LookBackResult: "consolidated partial_relapse relapse",
    AccessPurpose: """
        step part office intake telling list taken_away handed_over decision export
    """,
    RetentionKind: """
        member_case withdrawn_report draft access_log message outbox receipt ballot_code
    """,
    HeldBecause: "hold sealed open_work look_back objection referral not_due",
}

LOOKING = ("assign_look_back", "look_back", "decide_relapse", "settle_relapse")

PERMISSIONS = """
    read_branch_cases read_member_cases read_aggregates read_records report_problems
    triage_cases dispatch_cases own_cases advise_plans approve_plans review_cases
    propose_publications review_secrecy check_redactions approve_publications agree_scopes
    post_notices verify_cases handle_objections decide_terminations propose_terminations
    name_verifiers decide_recusals settle_disputes decide_relapses write_referrals
"""


def test_flow_classes_are_those_of_the_rows() -> None:
    assert [get_flow_ref(flow) for flow in FLOWS] == list(NODES)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_nodes_are_those_of_the_rows(flow: type) -> None:
    reference = get_flow_ref(flow)
    stored = {get_task_ref(node) for node in flow.instance.nodes()}
    assert stored == {f"{reference}.{name}" for name in NODES[reference].split()}


@pytest.mark.parametrize("words", STORED, ids=lambda words: words.__name__)
def test_stored_values_stay(words: type) -> None:
    assert words.values == STORED[words].split()


def test_signs_of_numbers_stay() -> None:
    """They are printed, and the rows of numbers are found by them."""
    assert "".join(DocumentSeries) == "方公示复销督通单报"


def test_permissions_stay() -> None:
    assert list(permissions.LABELS) == PERMISSIONS.split()
    assert set(ROLES) == set(Role)
    granted = {right for spec in ROLES.values() for right in spec.grants}
    assert granted <= set(permissions.LABELS)


def test_every_step_has_a_node_and_every_node_its_stage() -> None:
    nodes = {node.name: node for flow in FLOWS for node in steps_of(flow)}
    assert set(nodes) == set(Step.values)
    main = {node.name: node.stage for node in steps_of(FLOWS[0])}
    assert main == STAGE
    beside = {name: nodes[name].stage for name in Step.values if name not in main}
    assert {name: stage for name, stage in beside.items() if stage} == {
        "advise_change": "plan_review",
        "approve_change": "plan_review",
        **dict.fromkeys(LOOKING, "look_back"),
    }


def test_every_flow_locks_its_process() -> None:
    for flow in FLOWS:
        assert flow.process_class is CaseProcess
        assert isinstance(flow.lock_impl, SelectForUpdateLock)
        assert (flow.lock_impl.nowait, flow.lock_impl.attempts) == (False, 1)
