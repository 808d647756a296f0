"""Every kind of message, one line each (docs/how-to/add-a-notice.md). Names are stored."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind

_HOLDER = _("The step lies with you or with an office you hold.")
_OWNER = _("The case is yours or your organisation's.")
_NAMED = _("You are concerned by the case; you may comment, object and ask for recusal.")
_BRANCH = _("You are secretary of the branch; nobody is named.")
_ASKED = _("Somebody concerned asked that you do not act in the case.")
_RECUSAL = _("You requested the recusal, or it was requested of you.")
_UNIT = _("Your unit is lead or co-responsible unit, or you follow the case for the office.")
_DAYS = _("The case is yours, your unit has a part in it, or you follow it for the office.")
_OFFICE = _("You follow the case for the office.")
_DECIDER = _("You decide on deputies for your township.")
_DELEGATOR = _("You asked for a deputy in your office.")
_DEPUTY = _("You are deputy or delegator in this delegation.")
_ABSENT = _("The organisation office has recorded your absence.")
_SUSPENDED = _(
    "While you are suspended your offices give you no rights and their steps go to others. What "
    "belongs to you as a member stays: your own case, comment, objection and request for recusal."
)
_WITHIN = _(
    "You are a member of the township, or say for an organisation of it that its check is done."
)
_CHECKS: Final = "rectification:checks"
_DEPUTIES = "rectification:deputies"
_ACCOUNT = _("It concerns your account; the page “My account” says when and by whom.")
_ACCOUNT_PAGE: Final = "rectification:account"

KINDS: Final[dict[str, NoticeKind]] = {
    kind.name: kind
    for kind in (
        NoticeKind("your_turn", _("It is your turn."), _HOLDER, _("It is your turn: %(step)s")),
        NoticeKind("submitted", _("Your report was received."), _OWNER),
        NoticeKind("registered", _("The problem was registered."), _OWNER),
        NoticeKind("person_concerned", _("You are named in a case."), _NAMED),
        NoticeKind(
            "opinion_added",
            _("Whoever sent an opinion has replied or added something."),
            _("You take in the opinions of your township."),
        ),
        NoticeKind("rejected", _("The problem was not accepted."), _OWNER),
        NoticeKind("passed_on", _("Your report was passed to the competent body."), _OWNER),
        NoticeKind(
            "transfer_made",
            _("A matter was handed over to the discipline committee."),
            _("You receive for the discipline committee what is handed over."),
            page="rectification:transfers",
        ),
        NoticeKind("case_sealed", _("The case was sealed; it is no longer shown."), _OWNER),
        NoticeKind(
            "sealing_made",
            _("A case was sealed; see who had read it."),
            _("You answer for secrecy in your township."),
            page="rectification:transfers",
        ),
        NoticeKind(
            "sealing_confirmed",
            _("The sealing of a case was confirmed."),
            _("You sealed it."),
            page="rectification:transfers",
        ),
        NoticeKind(
            "unsealing_proposed",
            _("It is proposed to unseal a case; somebody of the office decides."),
            _OFFICE,
            page="rectification:transfers",
        ),
        NoticeKind(
            "unsealing_decided",
            _("It was decided whether a case is unsealed."),
            _("You proposed it, or you sealed the case."),
            page="rectification:transfers",
        ),
        NoticeKind("case_unsealed", _("The case was unsealed and goes on."), _OWNER),
        NoticeKind("merged", _("Your report was merged with one about the same fact."), _OWNER),
        NoticeKind("report_joined", _("A report about the same fact joined your case."), _NAMED),
        NoticeKind("unmerged", _("The report is handled on its own again."), _OWNER),
        NoticeKind("report_parted", _("A report that had joined your case parted again."), _NAMED),
        NoticeKind(
            "joined_ended", _("The matter with which your report was merged has ended."), _OWNER
        ),
        NoticeKind("dispatched", _("The case was dispatched to your organisation."), _OWNER),
        NoticeKind("owner_designated", _("Your organisation was designated as owner."), _OWNER),
        NoticeKind("owner_settled", _("The leading group has decided who owns the case."), _OWNER),
        NoticeKind(
            "answer_due",
            _("An answer is still missing."),
            _HOLDER,
            _("An answer is still missing: %(step)s. Silence counts as no consent."),
        ),
        NoticeKind(
            "due_soon",
            _("A rectification is due soon."),
            _("You answer for the rectification; nobody else is told."),
        ),
        NoticeKind(
            "overdue_urged",
            _("A rectification is overdue. Report its effect, or say what is in the way."),
            _("You answer for the rectification, or are secretary of the organisation."),
        ),
        NoticeKind(
            "order_issued",
            _("A supervision order was issued; answer it by the day it names."),
            _("You answer for the rectification, or are liaison leader of the organisation."),
        ),
        NoticeKind(
            "order_admonished",
            _("A rectification has long been overdue: the order is now an admonition."),
            _(
                "You answer for the rectification, or are secretary or liaison leader; the liaison "
                "leader talks with whoever answers for it."
            ),
        ),
        NoticeKind(
            "order_at_leading_group",
            _("A rectification is overdue or an order unanswered; it has reached the top."),
            _("You are a member of the leading group, or follow the case for the office."),
        ),
        NoticeKind(
            "order_answered",
            _("A supervision order was answered."),
            _("You issued the order, or follow the case for the office."),
        ),
        NoticeKind(
            "urged",
            _("A step is waited for."),
            _HOLDER,
            _("You are urged: %(step)s"),
        ),
        NoticeKind(
            "approval_waits",
            _("A plan waits for a decision; silence approves nothing."),
            _("The decision lies with you, or you are the next level when it is not taken."),
        ),
        NoticeKind(
            "share_mediated", _("The result of a mediation about shares was recorded."), _UNIT
        ),
        NoticeKind(
            "share_decided", _("It was decided whether a unit has a share in the case."), _UNIT
        ),
        NoticeKind("share_answered", _("A co-responsible unit has answered."), _OFFICE),
        NoticeKind("plan_returned", _("The plan was returned."), _OWNER),
        NoticeKind("plan_approved", _("The plan was approved."), _OWNER),
        NoticeKind("review_returned", _("The result was returned at first review."), _OWNER),
        NoticeKind("publication_returned", _("The publication was returned."), _OFFICE),
        NoticeKind("waiver_agreed", _("It was agreed that nothing is published."), _OWNER),
        NoticeKind(
            "waiver_in_branch",
            _("A member of your branch has put a matter right; it is lawfully not shown."),
            _BRANCH,
        ),
        NoticeKind("notice_started", _("The public notice has begun."), _OWNER),
        NoticeKind("notice_ended", _("The public notice is over."), _OWNER),
        NoticeKind("objection_received", _("An objection was received."), _OWNER),
        NoticeKind("objection_decided", _("An objection was decided."), _OWNER),
        NoticeKind("notice_corrected", _("A text you had checked was corrected."), _OFFICE),
        NoticeKind("verification_failed", _("The verification was not passed."), _OWNER),
        NoticeKind(
            "plan_revision_due",
            _(
                "The verification was failed twice: revise the plan first. The effect can be "
                "reported once the new version is approved."
            ),
            _OWNER,
        ),
        NoticeKind("closed", _("The case was struck off."), _OWNER),
        NoticeKind("long_term", _("The stage target was reached."), _OWNER),
        NoticeKind("withdrawal_decided", _("Your wish to withdraw was decided."), _OWNER),
        NoticeKind("withdrawn", _("The self-report was withdrawn."), _OFFICE),
        NoticeKind("terminated", _("The case was terminated."), _OWNER),
        NoticeKind("rehabilitated", _("A rehabilitation notice was published."), _OWNER),
        NoticeKind("liaison_joined", _("You joined a case as liaison leader."), _OFFICE),
        NoticeKind(
            "recalled_step",
            _("What had been handed on to you was taken back."),
            _HOLDER,
            _("What had been handed on to you was taken back: %(step)s"),
        ),
        NoticeKind(
            "handed_over",
            _("A colleague handed a step over to you."),
            _HOLDER,
            _("A colleague handed a step over to you: %(step)s"),
        ),
        NoticeKind("corrected", _("A registered fact of the case was corrected."), _OWNER),
        NoticeKind("copied", _("A case was brought to your notice."), _OFFICE),
        NoticeKind("case_moved", _("The case went to another organisation."), _OWNER),
        NoticeKind("case_reclaimed", _("The successor has taken the case over."), _OFFICE),
        NoticeKind("extension_decided", _("An extension was decided."), _DAYS),
        NoticeKind("case_paused", _("The clocks of a case stand still."), _DAYS),
        NoticeKind("pause_refused", _("A pause was not agreed to."), _OFFICE),
        NoticeKind("case_resumed", _("The clocks of a case run again; see the new day."), _DAYS),
        NoticeKind("reclassification_decided", _("Another deadline class was decided."), _DAYS),
        NoticeKind(
            "days_recounted",
            _("A calendar was published, and a day moved to a later one."),
            _DAYS,
        ),
        NoticeKind("dates_decided", _("The day you proposed was decided on."), _OWNER),
        NoticeKind(
            "light_rule_entered",
            _("New thresholds of the lights wait to be confirmed."),
            _("You keep the light rules of your township; a second person confirms them."),
            page="rectification:light_rules",
        ),
        NoticeKind(
            "orphans_found",
            _("The nightly check found open work that lies with nobody."),
            _("You look after the office's work or the installation."),
        ),
        NoticeKind("owner_left", _("The owner of the case has left."), _OFFICE),
        NoticeKind(
            "recusal_requested",
            _("Your recusal was requested; until it is decided you do not act in the case."),
            _ASKED,
        ),
        NoticeKind("recusal_decided", _("A request for recusal was decided."), _RECUSAL),
        NoticeKind(
            "recusal_lapsed", _("The case has ended, and a request for recusal with it."), _RECUSAL
        ),
        NoticeKind(
            "conclusion_voided",
            _("A failed verification is void; the case is verified anew."),
            _OWNER,
        ),
        NoticeKind(
            "failure_voided", _("A failed verification is void and counts no more."), _OWNER
        ),
        NoticeKind("closure_voided", _("A closure is void; the case is verified anew."), _OWNER),
        NoticeKind(
            "nobody_left",
            _("Nobody is left to take a step."),
            _OFFICE,
            _("Nobody is left to take the step: %(step)s"),
        ),
        NoticeKind(
            "identity_asked",
            _("A request to read who reported waits for the leading group."),
            _("You are a member of the leading group, which decides on it."),
            page="rectification:identity_requests",
        ),
        NoticeKind(
            "identity_decided",
            _("Your request to read who reported was decided."),
            _("You asked for it."),
            page="rectification:identity_requests",
        ),
        NoticeKind("round_opened", _("A check round has begun."), _WITHIN, page=_CHECKS),
        NoticeKind(
            "round_changed",
            _("Title or days of a check round were changed."),
            _WITHIN,
            page=_CHECKS,
        ),
        NoticeKind("round_called_off", _("A check round was called off."), _WITHIN, page=_CHECKS),
        NoticeKind(
            "self_check_due",
            _("Your self-check is still open; only you see your answers."),
            _("A check round is running, and you have not said that you are done. Nobody is told."),
            page="rectification:checks",
        ),
        NoticeKind(
            "check_due",
            _("The check of your organisation is still open."),
            _("A check round is running; you say for your organisation that its check is done."),
            page="rectification:checks",
        ),
        NoticeKind("delegation_asked", _("A deputy is asked for."), _DECIDER, page=_DEPUTIES),
        NoticeKind(
            "delegation_approved", _("Your deputy was approved."), _DELEGATOR, page=_DEPUTIES
        ),
        NoticeKind("delegation_refused", _("Your deputy was refused."), _DELEGATOR, page=_DEPUTIES),
        NoticeKind("delegation_started", _("You are deputy from now on."), _DEPUTY, page=_DEPUTIES),
        NoticeKind("delegation_ended", _("A delegation is over."), _DEPUTY, page=_DEPUTIES),
        NoticeKind("absence_recorded", _("You are recorded as absent."), _ABSENT, page=_DEPUTIES),
        NoticeKind(
            "suspended", _("You are suspended from your offices."), _SUSPENDED, page=_DEPUTIES
        ),
        NoticeKind(
            "suspension_ended",
            _("Your suspension is over; your offices give their rights again."),
            _("The organisation office has ended your suspension."),
            page=_DEPUTIES,
        ),
        NoticeKind(
            "office_taken",
            _("You have taken over an office; its open steps are yours."),
            _("You hold the office from that day on; the organisation office had it confirmed."),
            page="rectification:inbox",
        ),
        NoticeKind(
            "office_passed_on",
            _("Your office has passed to your successor; its open steps are his."),
            _("Your acts remain under your name and office."),
            page="rectification:done",
        ),
        NoticeKind(
            "responsible_changed",
            _("The case has a new first responsible person."),
            _OFFICE,
        ),
        NoticeKind(
            "draft_moved",
            _("The branch of your draft has closed; the draft goes on under its successor."),
            _("You wrote the draft; nobody else reads it."),
        ),
        NoticeKind(
            "draft_homeless",
            _("The branch of your draft has closed; choose anew which branch it is about."),
            _("You wrote the draft; nobody else reads it."),
        ),
        *(
            NoticeKind(name, text, _ACCOUNT, page=_ACCOUNT_PAGE)
            for name, text in (
                (
                    "account_link_issued",
                    _("An administrator issued a one-time link for your account."),
                ),
                ("account_link_used", _("Your password was set with a one-time link.")),
                ("password_changed", _("Your password was changed.")),
                ("second_factor_changed", _("The second factor of your account was changed.")),
                ("recovery_code_used", _("A recovery code of your account was used.")),
            )
        ),
    )
}
