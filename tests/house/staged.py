"""Cases that together pass every step, and readers before whom all pages are laid."""

from datetime import timedelta
from typing import Any, Final, NamedTuple

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason, Secrecy, Severity
from rectification.models import Person
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.ballots import ballot_of
from rectification.services import lessons
from rectification.services.ballots import open_ballot, print_codes
from rectification.services.consents import give_consent
from rectification.services.sealing import confirm_sealing, seal_case
from rectification.services.unsealing import propose_unsealing
from tests.authenticator import enrolled
from tests.factories import Township, acting, in_office, person
from tests.failed import failed_before
from tests.house.waiting import (
    coming_office,
    erased_case,
    issued_paper,
    look_backs_drawn,
    made_draw,
    received_lesson,
    waiting_hold,
    waiting_identity,
    waiting_light_rule,
    waiting_list,
    waiting_message,
    waiting_office,
    waiting_period,
    waiting_posting,
    waiting_register,
    waiting_retention_run,
    waiting_roster,
    waiting_rule,
    waiting_screen,
    waiting_succession,
    waiting_visit,
)
from tests.house.waiting_lists import approved_version, made_list_file, waiting_version
from tests.struck import struck_off
from tests.workflows.answers import REASON
from tests.workflows.offices import away, stands_in
from tests.workflows.on_paper import report_on_paper
from tests.workflows.play import Play, user_of

LANGUAGES: Final = ("zh-hans", "en")


class Page(NamedTuple):
    language: str
    address: str
    html: str


Seen = dict[tuple[str, str, str], Page]


class Watched(Play):
    """A case whose steps are looked at in both languages, once for each level of cases."""

    def __init__(self, town: Township, clock: time_machine.Traveller, seen: Seen) -> None:
        super().__init__(town, clock)
        self.seen = seen

    def take(self, step: str, who: Person | None = None, **given: Any) -> None:
        self.look(step, who)
        super().take(step, who, **given)

    def look(self, step: str, who: Person | None = None) -> None:
        """The page of the step as its holder sees it."""
        item = self.item(step, who)
        address = reverse("workflows:act", args=[item.pk])
        for language in LANGUAGES:
            if (step, self.level, language) not in self.seen:
                response = client_of(who or self.holder_of(item), language).get(address)
                assert response.status_code == 200, address
                page = Page(language, address, response.content.decode())
                self.seen[step, self.level, language] = page


_REVIEWS = ("review", "check", "hear", "approve", "agree", "post")


class Stage:
    """Cases that together pass every step; some stop on the way to fill the lists."""

    def __init__(self, town: Township, clock: time_machine.Traveller) -> None:
        self.town, self.clock = town, clock
        self.seen: Seen = {}

    def begun(self, stage: str, level: str = CaseLevel.BRANCH, **given: Any) -> Watched:
        play = Watched(self.town, self.clock, self.seen)
        play.co_units = given.pop("co_units", [])
        play.bring_to(stage, level, **given)
        return play

    def play_to_closure(self) -> None:
        """With a co-unit and a notice; without notice and with verifiers who differ."""
        self.begun(CaseStage.CLOSED, co_units=[self.town.west.organisation])
        approved_version(self.town)
        waived = self.begun(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
        waived.take("propose_publication", decision="waive")
        for step in ("approve_publication", "agree_waiver", "assign_verifiers"):
            waived.take(step)
        waived.take("verify", self.town.dis[1])
        waived.take("verify", self.town.dis[2], **waived.failing())
        waived.look("settle_verification")
        waiting_identity(self.town.dis[1], waived.case)
        failed = self.begun(CaseStage.VERIFYING)
        failed_before(failed.case, 2)
        failed.take("assign_verifiers")
        for who in self.town.dis[1:3]:
            failed.take("verify", who, **failed.failing())
        failed.take("hear_owner")
        failed.look("decide_third_failure")
        whole = self.begun(CaseStage.VERIFYING, CaseLevel.COMMITTEE)
        whole.take("assign_verifiers")
        whole.look("name_outsider")

    def look_back(self) -> None:
        """Looked at again and found to be back; the office does not agree, and it is settled."""
        again = self.begun(CaseStage.CLOSED)
        again.begin_look_back()
        again.take("assign_look_back")
        again.take("look_back", decision="relapse")
        again.take("decide_relapse", decision="refuse")
        again.look("settle_relapse")

    def disclose(self) -> None:
        """A circular of a member's case from an opinion passes every step of a disclosure."""
        told_of = Watched(self.town, self.clock, self.seen)
        told_of.level = CaseLevel.MEMBER
        told_of.opinion()
        told_of.go_on_to(CaseStage.CLOSED)
        told_of.begin_disclosure()
        told_of.take("propose_disclosure")
        told_of.take("review_disclosure", decision="sensitive", sensitive=REASON)
        for step in ("decide_sensitivity", *(f"{name}_disclosure" for name in _REVIEWS)):
            told_of.take(step)

    def contradict(self) -> None:
        """The person concerned contests the text still, and reads what became of it."""
        contradicted = self.begun(CaseStage.NOTICE_PREP)
        for answer in ("contested", "object"):
            for step in ("propose_publication", "review_secrecy", "check_redaction"):
                contradicted.take(step)
            contradicted.take("hear_person", decision=answer)
        contradicted.take("handle_objection")
        contradicted.look("hear_answer")

    def play_aside(self) -> None:
        """Declined, contested, shown to residents, not accepted, proposed to be ended."""
        designated = self.begun(CaseStage.PENDING_CLAIM)
        designated.take("claim", decision="decline")
        designated.take("dispatch")
        designated.let_lapse()
        designated.take("assign_owner")
        contested = self.begun(CaseStage.IN_NOTICE, CaseLevel.COMMITTEE)
        contested.object("effect")
        contested.take("handle_objection")
        contested.object("facts")
        contested.take("handle_objection", decision="wrong")
        contested.look("decide_termination")
        reviewed = self.begun(CaseStage.IN_NOTICE)
        reviewed.object("effect")
        reviewed.take("handle_objection")
        reviewed.ask_review()
        reviewed.look("review_objection")
        asked = Watched(self.town, self.clock, self.seen)
        asked.opinion()
        asked.bring_to(CaseStage.IN_NOTICE)
        last = today() + timedelta(days=10)
        open_ballot(case=asked.case, actor=acting(self.town.intake), closes_on=last)
        ballot = ballot_of(asked.case)
        assert ballot is not None
        print_codes(ballot=ballot, actor=acting(self.town.intake), number=12)
        shown = self.begun(CaseStage.NOTICE_PREP)
        shown.take("propose_publication", scope="S4")
        shown.take("review_secrecy", decision="sensitive", sensitive=REASON)
        shown.take("settle_sensitivity")
        shown.go_on_to(CaseStage.IN_NOTICE)
        rejected = self.begun(CaseStage.SUBMITTED)
        rejected.take("triage", decision="reject")
        rejected.take("confirm_rejection")
        ended = self.begun(CaseStage.PLANNING, CaseLevel.MEMBER)
        ended.propose_termination()
        ended.look("decide_termination")

    def play_disputes(self) -> None:
        """A share that is mediated and refused again, one that nobody answers, an owner twice."""
        town = self.town
        units = [town.west.organisation, town.general_office]
        disputed = self.begun(CaseStage.PENDING_CLAIM, co_units=units)
        disputed.take("accept_share", town.west.secretary, decision="decline")
        disputed.take("mediate_share", decision="changed")
        disputed.take("accept_share", town.west.secretary, decision="decline")
        disputed.look("decide_share")
        disputed.let_lapse()
        disputed.look("propose_share")
        refused = self.begun(CaseStage.PENDING_CLAIM)
        refused.take("claim", decision="decline")
        refused.take("dispatch")
        refused.take("claim", decision="decline")
        refused.take("settle_owner")

    def move_days(self) -> None:
        """More time asked for, a change of the plan begun, a pause, an order to be answered."""
        waits, changing, paused, ordered = (self.begun(CaseStage.RECTIFYING) for _ in range(4))
        waits.ask_extension()
        waits.consult("review_extension", self.town.lg)
        changing.begin_change()
        measure = changing.case.plans.get().measures.get()
        changing.take("carry_out", self.town.east.secretary, **changing.progress(measure.pk))
        paused.ask_pause()
        paused.take("agree_pause")
        ordered.issue_order(self.town.lg, level="admonition")

    def refer(self) -> None:
        """A referral to be written, one to be answered, one to be sent, one with an outcome."""
        for acts in range(4):
            told_of = Watched(self.town, self.clock, self.seen)
            told_of.opinion()
            told_of.go_on_to(CaseStage.RECTIFYING)
            failed_before(told_of.case, 1)
            told_of.case.parties.create(
                person=self.town.dis[1], reason=PartyReason.VERIFIER, since=timezone.now()
            )
            if acts:
                told_of.refer(self.town.dis[1])
            for step in ("answer_referral", "send_referral")[: max(acts - 1, 0)]:
                told_of.take(step)

    def leave_beside(self) -> None:
        """A visit, a draw and a rule; a report that is merged, one handed over, one sealed."""
        town = self.town
        waiting_visit(town)
        waiting_visit(town, by=town.officer)
        made_draw(town)
        look_backs_drawn(town)
        received_lesson(town)
        waiting_rule(town)
        waiting_light_rule(town)
        erased_case(town)
        waiting_retention_run(town)
        waiting_hold(town)
        waiting_period(town)
        waiting_message(town.pse)
        report_on_paper(town)
        master = self.begun(CaseStage.REGISTERED).case
        joined, gone, secret = (Play(town, self.clock) for _ in range(3))
        joined.opinion()
        joined.take("triage", town.intake, decision="merge", master=master.pk)
        gone.opinion()
        gone.take("triage", town.intake, decision="transfer")
        secret.report()
        seal_case(case=secret.case, actor=acting(town.officer), ground="undetermined")
        self.unseal()

    def unseal(self) -> None:
        """One sealing confirmed without the number of a paper, one that is to be lifted."""
        officer, secrecy = acting(self.town.officer), acting(self.town.gen)
        for lifted in (False, True):
            play = Play(self.town, self.clock)
            play.report()
            seal_case(case=play.case, actor=officer, ground="undetermined")
            sealing = play.case.sealings.get()
            confirm_sealing(sealing=sealing, actor=secrecy, ground="work_secret")
            if lifted:
                propose_unsealing(sealing=sealing, actor=secrecy, ground="released")

    def tell_others(self) -> None:
        """Lessons of three prominent problems: to be written, confirmed and sent; a consent."""
        by, other = acting(self.town.intake), acting(self.town.officer)
        today = timezone.localdate()
        public = {"severity": Severity.PROMINENT, "secrecy": Secrecy.OPEN}
        for acts in range(3):
            case = struck_off(self.town, today, **public)
            if acts:
                lessons.propose_lesson(case=case, actor=by, text="记录须当日填写，不得补记。")
            if acts > 1:
                lessons.confirm_lesson(case=case, actor=other)
        own = self.begun(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
        give_consent(case=own.case, actor=own.owner_actor())

    def leave_open(self) -> None:
        """An opinion, a draft, a fresh report, a long-term matter, a deputy and an absence."""
        east, org = self.town.east, self.town.org
        # Whoever supervises begins a look-back on the page of a case.
        in_office(self.town.officer, Role.INS, self.town.committee)
        stands_in(east.clerk, east.secretary, Role.SEC, approved_by=org)
        away(east.secretary)
        heard = Watched(self.town, self.clock, self.seen)
        heard.opinion()
        heard.look("triage")
        drafted = Play(self.town, self.clock)
        drafted.draft(self.town.east.members[0])
        self.begun(CaseStage.SUBMITTED, CaseLevel.MEMBER)
        lasting = self.begun(CaseStage.RECTIFYING, deadline_class="long_term")
        issued_paper(self.town, lasting.case)
        waiting_office(self.town, self.town.east.members[1])
        coming_office(self.town, self.town.east.members[0])
        waiting_succession(self.town, self.town.west.members[1])
        waiting_roster(self.town)
        waiting_list(self.town)
        waiting_register(self.town)
        waiting_screen(self.town)
        waiting_posting(self.town)
        waiting_version(self.town)
        made_list_file(self.town)


def readers(town: Township) -> list[Person | None]:
    """Somebody without an account, and one of each kind of reader."""
    branch = [town.east.members[0], town.east.secretary, town.west.secretary]
    offices = [
        town.org,
        town.pse,
        town.lg,
        town.liaison,
        town.intake,
        town.officer,
        town.dis[1],
        town.gen,
    ]
    administrator = in_office(person("管机长"), Role.ADM, town.committee)
    before_the_code = person("持码人")
    enrolled(before_the_code.user)
    auditor = in_office(person("审计长"), Role.AUD, town.committee)
    return [None, *branch, *offices, administrator, auditor, before_the_code]


def client_of(someone: Person | None, language: str) -> Client:
    """Who has chosen the language in this browser: pages that ignore his session ask its cookie."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if someone is None:
        return client
    user = user_of(someone)
    user.language = language
    user.save(update_fields=["language"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
