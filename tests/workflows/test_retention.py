"""docs/rules.md 10: periods, lists that two people confirm, holds, and what stays of a case."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from rectification.audit.bundle import write_bundle
from rectification.enums import CaseLevel, CaseOutcome, CaseStage, EventVerb, ReferralGround
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    AccessLog,
    AccountabilityReferral,
    Case,
    CaseEventPayload,
    CaseParty,
    IdentityRequest,
    InAppNotice,
    LegalHold,
    ListFile,
    Merge,
    OrganisationRecusal,
    OutboxMessage,
    Person,
    Recusal,
    RecusalRequest,
    RetentionRule,
    RetentionRun,
    Tombstone,
)
from rectification.policies.days import today
from rectification.policies.retention import Period
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.retention import holds_of, longest_period
from rectification.services import holds, retention
from rectification.services.checkpoints import seal_records
from rectification.services.list_files import keep_made
from rectification.services.records_export import tables_of_cases
from rectification.services.sweeping import sweep_due
from tests.days import at
from tests.factories import Township, acting, case_in, opinion_of, organisation
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from tests.workflows.test_reporter import places_with
from tools import verify_records
from workflows.copying import copy_case
from workflows.invariants import breaches

REASON = "信访核查期间需要保留全部材料。"
YEARS = timedelta(days=3 * 365 + 2)


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path


def struck(town: Township, **fields: Any) -> Case:
    """A case of a member, struck off today."""
    case = case_in(town, CaseStage.CLOSED, level=CaseLevel.MEMBER, outcome="closed", **fields)
    case.ended_at = timezone.now()
    case.save()
    return case


def proposed(town: Township) -> RetentionRun:
    assert retention.propose_runs() == 1
    return RetentionRun.objects.get(ended_at=None)


def both_say_so(town: Township, run: RetentionRun) -> int:
    retention.check_run(run=run, by=town.officer)
    return retention.confirm_run(run=run, by=town.org)


# --- a whole case ---------------------------------------------------------------------------------


def bundle_of(case: Case) -> dict[str, bytes]:
    into = BytesIO()
    write_bundle(into, cases=[case.pk], with_words=True, tables=tables_of_cases())
    into.seek(0)
    return verify_records.read_bundle(into)


def links_to(person: Person, case: Case) -> set[str]:
    """Columns of the house in which a row about the case still names the person."""
    found = set()
    for model in apps.get_app_config("rectification").get_models():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]
        owns = {f.name for f in fields if f.related_model is Case}
        for field in (f for f in fields if f.related_model is Person):
            rows = model._base_manager.filter(**{field.name: person})
            if owns:
                rows = rows.filter(**{min(owns): case})
            if rows.exists():
                found.add(f"{model.__name__}.{field.name}")
    return found


def test_nothing_that_was_written_and_no_owner_is_found_after_it(play: Play, folders: Path) -> None:
    town = play.town
    play.bring_to(CaseStage.CLOSED, CaseLevel.MEMBER)
    case, owner = play.case, play.town.east.members[0]
    words = {play.told["title"], play.told["description"], "泄露天机"}
    case.plans.update(cause="泄露天机")
    case.look_backs.update(ended_at=timezone.now())
    assert places_with(*words)
    assert links_to(owner, case)
    seal_records()
    hashes = list(case.events.values_list("sequence", "hash"))
    number, events = case.number, case.events.count()

    play.clock.shift(YEARS)
    run = proposed(town)
    assert [line.case for line in run.lines.all()] == [case]
    assert both_say_so(town, run) == 1

    assert places_with(*words) == []
    assert [path for path in (folders / "media").rglob("*") if path.is_file()] == []
    left = links_to(owner, case)
    assert left <= {
        "CaseEvent.actor",
        "CaseEvent.on_behalf_of",
        *{f"{name}.person" for name in ("Membership", "Appointment", "User", "HistoricalUser")},
        "HistoricalMembership.person",
        "MemberCheck.person",
    }
    assert not CaseEventPayload.objects.filter(event__case=case).exists()
    assert not OutboxMessage.objects.filter(case=case).exists()
    assert not InAppNotice.objects.filter(case=case).exists()
    stone = Tombstone.objects.get()
    assert (stone.number, stone.level, stone.outcome, stone.kind, stone.run) == (
        number,
        "M",
        "closed",
        "member_case",
        run,
    )
    # The chain goes on and stays what it was; the verifier says that it went lawfully.
    assert list(case.events.values_list("sequence", "hash"))[:events] == hashes
    last = case.events.latest("sequence")
    assert (last.verb, last.actor, last.reference) == (
        EventVerb.ERASED,
        town.org,
        f"tombstone:{stone.pk}",
    )
    assert list(breaches()) == []
    found = verify_records.verify(bundle_of(case))
    assert (found.faults, found.counts["gone"]) == ([], 0)
    assert (found.counts["erased"], found.lawful) == (events + 1, [case.pk])
    said = "\n".join(verify_records.report(found, "zh", pinned=False))
    assert f"链中记有依规清除的案件：{case.pk}。" in said

    # Whoever reads the ledger reads the tombstone, and not a word; the owner is no longer one.
    page = client_of(town.officer).get(reverse("rectification:case", args=[case.pk]))
    html = page.content.decode()
    assert number in html
    assert "内容已到期清除" in html
    assert owner.name not in html
    assert not visible_to(user_of(owner)).filter(pk=case.pk).exists()
    ledger = reverse("rectification:list_as_of", args=["ledger"])
    (row,) = client_of(town.officer).get(ledger).context["rows"]
    assert row[0].url == reverse("rectification:case", args=[case.pk])
    for name in ("case_as_of", "case_changes", "plan_versions", "case_papers"):
        url = reverse(f"rectification:{name}", args=[case.pk])
        assert client_of(town.officer).get(url).status_code == 404


def test_nothing_is_done_in_an_erased_case(town: Township, clock: time_machine.Traveller) -> None:
    case, officer = struck(town), client_of(town.officer)
    pages = [
        reverse(f"workflows:{name}", args=[case.pk])
        for name in (
            "chart",
            "send_copy",
            "correct",
            "propose_termination",
            "urge",
            "enter_recusal",
        )
    ]
    assert 404 not in [officer.get(page).status_code for page in pages]
    clock.shift(YEARS)
    assert both_say_so(town, proposed(town)) == 1
    officer = client_of(town.officer)
    assert [officer.get(page).status_code for page in pages] == [404] * len(pages)
    events = case.events.count()
    copy = {"people": [town.pse], "note": REASON}
    with pytest.raises(CaseError, match="已清除"):
        copy_case(user=user_of(town.officer), case=case, actor=acting(town.officer), **copy)
    with pytest.raises(CaseError, match="已清除"):
        holds.place_hold(case=case, by=town.officer, reason=REASON)
    assert case.events.count() == events


def test_lines_of_it_go_from_the_list_files_that_wait(
    town: Township,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: Any,
) -> None:
    case, other = struck(town), struck(town)
    kept = [waiting_file(town, str(other.pk)), waiting_file(town, f"{case.pk}7")]
    gone = [waiting_file(town, str(case.pk)), waiting_file(town, str(other.pk), str(case.pk))]
    clock.shift(YEARS)
    run = proposed(town)
    run.lines.exclude(case=case).delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert both_say_so(town, run) == 1
    assert list(ListFile.objects.order_by("pk")) == kept
    assert not any(job.file.storage.exists(str(job.file.name)) for job in gone)


def waiting_file(town: Township, *keys: str) -> ListFile:
    job = ListFile.objects.create(
        owner=town.officer,
        kind="ledger",
        form="xlsx",
        asked_at=timezone.now(),
        begun_at=timezone.now(),
        total=1,
    )
    keep_made(job=job, content=BytesIO(b"words"), sights=[f"{key} head" for key in keys])
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("what", ["asked_about", "decided", "identity"])
def test_rows_in_which_owner_and_author_met_are_anonymised_as_well(
    town: Township, clock: time_machine.Traveller, what: str
) -> None:
    owner, author, now = town.east.members[0], town.lg, timezone.now()
    case = struck(town, author=author)
    if what == "identity":
        opinion = opinion_of(case)
        row: Any = IdentityRequest.objects.create(
            case=case,
            opinion=opinion,
            requested_by=town.dis[0],
            requested_at=now,
            decide_by=today(),
            decision="refused",
            decided_by=author,
            decided_at=now,
        )
    else:
        asked, third = (author, town.gen) if what == "asked_about" else (town.gen, author)
        row = RecusalRequest.objects.create(
            case=case,
            person=asked,
            requested_by=owner,
            ground="other",
            requested_at=now,
            decision="granted",
            decided_by=third,
            decided_at=now,
        )
    clock.shift(YEARS)
    assert both_say_so(town, proposed(town)) == 1
    row.refresh_from_db()
    assert {owner, author}.isdisjoint({row.requested_by, row.decided_by})


# --- lists and hands ------------------------------------------------------------------------------


def test_nothing_is_proposed_before_its_day_and_nothing_goes_by_silence(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    due = Period(36).after(today())
    clock.move_to(at(due - timedelta(days=1)))
    assert retention.propose_runs() == 0
    clock.move_to(at(due))
    run = proposed(town)
    assert run.lines.get().due_on == due
    assert retention.propose_runs() == 0
    clock.shift(timedelta(days=400))
    assert (retention.propose_runs(), retention.finish_runs()) == (0, 0)
    case.refresh_from_db()
    assert case.title


def test_list_needs_two_hands_of_the_offices(town: Township, clock: time_machine.Traveller) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    with pytest.raises(CaseError, match="由一人核对清单"):
        retention.confirm_run(run=run, by=town.officer)
    with pytest.raises(NotAllowed):
        retention.check_run(run=run, by=town.pse)
    retention.check_run(run=run, by=town.officer)
    with pytest.raises(NotAllowed, match="另一人确认"):
        retention.confirm_run(run=run, by=town.officer)
    assert retention.confirm_run(run=run, by=town.org) == 1
    with pytest.raises(CaseError, match="已办结"):
        retention.call_off_run(run=run, by=town.officer)


def test_nobody_decides_on_a_case_of_his_own(town: Township, clock: time_machine.Traveller) -> None:
    case = struck(town)
    CaseParty.objects.create(case=case, person=town.officer, reason="owner", since=timezone.now())
    clock.shift(YEARS)
    run = proposed(town)
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.check_run(run=run, by=town.officer)
    Recusal.objects.create(case=case, person=town.org, ground="relative", since=timezone.now())
    with pytest.raises(NotAllowed, match="应当回避"):
        retention.check_run(run=run, by=town.org)


def test_nobody_decides_on_a_case_that_one_of_his_own_had_joined(
    town: Township, clock: time_machine.Traveller
) -> None:
    entry, master = joined(town)
    CaseParty.objects.create(case=entry, person=town.officer, reason="author", since=timezone.now())
    Case.objects.filter(pk=entry.pk).update(author=town.officer)
    with pytest.raises(NotAllowed, match="暂缓清除由"):
        holds.place_hold(case=master, by=town.officer, reason=REASON)
    clock.shift(YEARS)
    run = proposed(town)
    assert [line.case for line in run.lines.all()] == [master]
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.check_run(run=run, by=town.officer)
    retention.check_run(run=run, by=town.intake)
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.confirm_run(run=run, by=town.officer)


def test_nobody_recused_from_an_organisation_decides_on_its_cases(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    OrganisationRecusal.objects.create(
        organisation=town.east.organisation, person=town.org, ground="relative", since=today()
    )
    with pytest.raises(NotAllowed, match="应当回避"):
        retention.check_run(run=run, by=town.org)
    retention.check_run(run=run, by=town.officer)


def test_list_that_was_called_off_comes_again_after_a_month(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    clock.shift(YEARS)
    retention.call_off_run(run=proposed(town), by=town.officer)
    assert retention.propose_runs() == 0
    clock.shift(timedelta(days=31))
    assert retention.propose_runs() == 1


def test_what_is_held_when_it_is_confirmed_stays(
    town: Township, clock: time_machine.Traveller
) -> None:
    held, free = struck(town), struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    hold = holds.place_hold(case=held, by=town.dis[0], reason=REASON)
    assert both_say_so(town, run) == 1
    assert dict(run.lines.values_list("case", "kept")) == {held.pk: "hold", free.pk: ""}
    held.refresh_from_db()
    assert held.title
    page = reverse("rectification:retention_run", args=[run.pk])
    assert "暂不清除：暂缓清除" in client_of(town.org).get(page).content.decode()
    # That a secret or a referral keeps a case is told to nobody.
    run.lines.filter(case=held).update(kept="sealed")
    words = [row[3].text for row in client_of(town.org).get(page).context["rows"]]
    assert "暂不清除" in words
    assert retention.propose_runs() == 0

    with pytest.raises(NotAllowed, match="由其他人解除"):
        holds.lift_hold(hold=hold, by=town.dis[0], reason=REASON)
    holds.lift_hold(hold=hold, by=town.gen, reason=REASON)
    verbs = held.events.order_by("-sequence").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["hold_lifted", "hold_placed"]
    assert both_say_so(town, proposed(town)) == 1
    assert LegalHold.objects.get().reason == ""


@pytest.mark.parametrize("what", ["look_back", "open_work", "sealed", "referral"])
def test_case_goes_not_before_what_is_open_of_it(
    town: Township, clock: time_machine.Traveller, what: str
) -> None:
    case = struck(town)
    now, day = timezone.now(), today()
    if what == "look_back":
        case.look_backs.create(
            round=1, kind="after_closing", ground="due", begins_on=day, due_on=day
        )
    elif what == "open_work":
        case.work_items.create(
            task_id=1, process_id=1, step="answer_referral", person=town.pse, opened_at=now
        )
    elif what == "referral":
        sent_referral(town, case)
    else:
        Case.objects.filter(pk=case.pk).update(sealed=True)
    clock.shift(YEARS)
    assert retention.propose_runs() == 0
    out = StringIO()
    call_command("retention", "--dry-run", "--json", stdout=out)
    (line,) = json.loads(out.getvalue())["due"]
    assert (line["case"], line["kept"]) == (case.number, what)


def sent_referral(town: Township, case: Case) -> AccountabilityReferral:
    return case.referrals.create(
        round=1,
        organisation=town.east.organisation,
        ground=ReferralGround.EFFECT,
        facts=REASON,
        written_by=town.dis[0],
        role=Role.DIS,
        body=town.committee,
        written_at=timezone.now(),
        unanswered_at=timezone.now(),
        number="云纪〔2026〕3号",
        sent_by=town.dis[0],
        sent_at=timezone.now(),
    )


def test_case_goes_once_the_outcome_of_its_referral_is_known(
    town: Township, clock: time_machine.Traveller
) -> None:
    case, dropped = struck(town), struck(town)
    referral = sent_referral(town, case)
    clock.shift(YEARS)
    sent_referral(town, dropped)
    dropped.referrals.update(sent_at=None, dropped_at=timezone.now())
    run = proposed(town)
    assert [line.case for line in run.lines.all()] == [dropped]
    run.lines.create(case=case, due_on=today())
    assert both_say_so(town, run) == 1
    page = reverse("rectification:retention_run", args=[run.pk])
    rows = client_of(town.org).get(page).context["rows"]
    assert [row[3].text for row in rows if row[0].text == case.number] == ["暂不清除"]
    referral.outcome_on, referral.outcome_number = today(), "云纪〔2029〕1号"
    referral.save()
    assert both_say_so(town, proposed(town)) == 1


def test_withdrawn_report_under_hold_is_not_erased(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = case_in(town, CaseStage.WITHDRAWN, level=CaseLevel.MEMBER, number="2026-M-0009")
    case.outcome, case.ended_at = CaseOutcome.WITHDRAWN, timezone.now()
    case.save()
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    clock.shift(timedelta(days=31))
    assert retention.erase_withdrawn() == 0
    holds.lift_hold(hold=hold, by=town.dis[0], reason=REASON)
    assert retention.erase_withdrawn() == 1
    assert Tombstone.objects.get().kind == "withdrawn_report"


def test_hold_is_placed_once_never_on_a_case_of_ones_own_and_not_by_everybody(
    town: Township,
) -> None:
    case = struck(town)
    for by in (town.org, town.pse, town.east.secretary):
        with pytest.raises(NotAllowed, match="暂缓清除由"):
            holds.place_hold(case=case, by=by, reason=REASON)
    holds.place_hold(case=case, by=town.officer, reason=REASON)
    with pytest.raises(CaseError, match="已暂缓清除"):
        holds.place_hold(case=case, by=town.dis[0], reason=REASON)
    other = struck(town)
    Case.objects.filter(pk=other.pk).update(owner_person=town.officer)
    with pytest.raises(NotAllowed, match="暂缓清除由"):
        holds.place_hold(case=other, by=town.officer, reason=REASON)


def test_nobody_recused_places_or_lifts_a_hold(town: Township) -> None:
    case = struck(town)
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    Recusal.objects.create(case=case, person=town.gen, ground="relative", since=timezone.now())
    with pytest.raises(NotAllowed, match="回避"):
        holds.lift_hold(hold=hold, by=town.gen, reason=REASON)


def test_whose_case_it_is_never_reads_why_it_is_held(town: Township) -> None:
    case = struck(town)
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    Case.objects.filter(pk=case.pk).update(owner_person=town.gen)
    own, other = client_of(town.gen), client_of(town.dis[0])
    page = reverse("rectification:hold", args=[hold.pk])
    assert (own.get(page).status_code, other.get(page).status_code) == (404, 200)
    assert own.get(reverse("rectification:retention")).context["holds"] == []
    Case.objects.filter(pk=case.pk).update(owner_person=town.east.members[0])
    Recusal.objects.create(case=case, person=town.gen, ground="relative", since=timezone.now())
    assert own.get(page).status_code == 404


def test_holds_in_force_stand_before_those_that_were_lifted(town: Township) -> None:
    lifted, held = struck(town), struck(town)
    hold = holds.place_hold(case=held, by=town.officer, reason=REASON)
    former = holds.place_hold(case=lifted, by=town.officer, reason=REASON)
    holds.lift_hold(hold=former, by=town.gen, reason=REASON)
    assert holds_of([town.committee], town.officer) == [hold, former]


def test_no_office_reads_of_what_is_secret_in_the_list_of_what_is_due(
    town: Township, clock: time_machine.Traveller
) -> None:
    sealed, referred, held, sent = struck(town), struck(town), struck(town), struck(town)
    sent_referral(town, sent)
    holds.place_hold(case=held, by=town.officer, reason=REASON)
    Case.objects.filter(pk=sealed.pk).update(sealed=True)
    step = {"task_id": 1, "process_id": 1, "person": town.pse, "opened_at": timezone.now()}
    referred.work_items.create(step="answer_referral", **step)
    clock.shift(YEARS)
    rows = client_of(town.org).get(reverse("rectification:retention")).context["held"]
    assert [row[0].text for row in rows] == [held.number]


# --- periods --------------------------------------------------------------------------------------


def rule(town: Township, kind: str, months: int) -> RetentionRule:
    return retention.enter_retention_rule(
        by=town.officer,
        committee=town.committee,
        kind=kind,
        months=months,
        in_force_from=today(),
        basis="云党办〔2026〕5号",
    )


def test_period_counts_once_a_second_person_has_confirmed_it(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    shorter = rule(town, "member_case", 24)
    clock.shift(timedelta(days=740))
    assert retention.propose_runs() == 0
    with pytest.raises(NotAllowed, match="由同事确认"):
        retention.confirm_retention_rule(rule=shorter, by=town.officer)
    shorter = rule(town, "member_case", 24)
    retention.confirm_retention_rule(rule=shorter, by=town.org)
    assert both_say_so(town, proposed(town)) == 1
    assert Tombstone.objects.get().rule == shorter


@pytest.mark.parametrize(("kind", "months"), [("access_log", 5), ("member_case", 11)])
def test_no_period_is_below_what_the_product_keeps(town: Township, kind: str, months: int) -> None:
    with pytest.raises(CaseError, match="至少保存"):
        rule(town, kind, months)


def test_promise_of_thirty_days_is_not_changed(town: Township) -> None:
    with pytest.raises(CaseError, match="由规则承诺"):
        rule(town, "withdrawn_report", 12)


def test_access_log_and_messages_go_by_their_period_but_not_of_a_held_case(
    town: Township, clock: time_machine.Traveller
) -> None:
    case, held = struck(town), struck(town)
    for about in (case, held):
        AccessLog.objects.create(
            case=about, person=town.officer, what="case", purpose="office", at=at("2019-05-13")
        )
    InAppNotice.objects.create(
        key="a", recipient=town.pse, kind="urged", created_at=timezone.now(), read_at=timezone.now()
    )
    OutboxMessage.objects.create(
        key="b", kind="urged", recipient=town.pse, created_at=timezone.now(), done_at=timezone.now()
    )
    holds.place_hold(case=held, by=town.officer, reason=REASON)
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert out.getvalue() == "kind=access_log  rows=1\n"
    clock.shift(timedelta(days=370))
    sweep_due()
    assert AccessLog.objects.get().case == held
    assert not InAppNotice.objects.filter(key="a").exists()
    assert not OutboxMessage.objects.filter(key="b").exists()


def test_rows_that_the_database_still_keeps_stop_no_other_kind(
    town: Township, clock: time_machine.Traveller
) -> None:
    log = AccessLog.objects.create(
        case=struck(town), person=town.officer, what="case", purpose="office", at=at("2099-05-13")
    )
    read = timezone.now()
    InAppNotice.objects.create(
        key="a", recipient=town.pse, kind="urged", created_at=read, read_at=read
    )
    clock.move_to(at("2101-05-13"))
    assert sweep_due() == 1
    assert AccessLog.objects.get() == log


def test_draft_that_nobody_handed_in_goes_after_a_year(
    play: Play,
) -> None:
    member = play.town.east.members[0]
    old = play.draft(member)
    play.clock.shift(timedelta(days=300))
    young = play.draft(member)
    play.clock.shift(timedelta(days=70))
    assert sweep_due() >= 1
    assert list(Case.objects.values_list("pk", flat=True)) == [young.pk]
    assert not Case.history.filter(id=old.pk).exists()


# --- after a restore ------------------------------------------------------------------------------


def test_erasures_are_applied_again_to_what_a_backup_brought_back(
    town: Township, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    case, other = struck(town), struck(town)
    register = {"erasures": [{"case": case.pk, "number": case.number}]}
    register["erasures"].append({"case": other.pk, "number": "2001-M-0001"})
    file = tmp_path / "register.json"
    file.write_text(json.dumps(register))
    out = StringIO()
    call_command("retention", "--reapply", str(file), stdout=out)
    assert out.getvalue() == "erased=1\nleft=1\n"
    assert [stone.case for stone in Tombstone.objects.all()] == [case]
    out = StringIO()
    call_command("retention", "--erased-since", today().isoformat(), stdout=out)
    (line,) = json.loads(out.getvalue())["erasures"]
    assert (line["case"], line["number"]) == (case.pk, case.number)
    call_command("retention", "--reapply", str(file), stdout=StringIO())
    assert Tombstone.objects.count() == 1


def test_erasures_with_what_had_joined_are_applied_again(
    town: Township, clock: time_machine.Traveller
) -> None:
    entry, master = joined(town)
    unended = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    numbers = {row.pk: row.number or "" for row in (master, entry, unended)}
    assert retention.reapply_erasures(numbers=numbers) == 2
    assert {stone.case for stone in Tombstone.objects.all()} == {entry, master}
    assert retention.reapply_erasures(numbers=numbers) == 0


def test_case_goes_when_what_joined_it_has_gone_before(
    town: Township, clock: time_machine.Traveller
) -> None:
    entry, master = joined(town)
    assert retention.reapply_erasures(numbers={entry.pk: entry.number or ""}) == 1
    clock.shift(YEARS)
    assert both_say_so(town, proposed(town)) == 1
    assert {stone.case for stone in Tombstone.objects.all()} == {entry, master}


def joined(town: Township) -> tuple[Case, Case]:
    entry, master = struck(town), struck(town)
    Case.objects.filter(pk=entry.pk).update(outcome=CaseOutcome.MERGED)
    Merge.objects.create(case=entry, master=master, made_by=town.intake, made_at=timezone.now())
    return entry, master


def test_case_that_has_gone_by_another_list_ends_its_line(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    clock.shift(YEARS)
    first = proposed(town)
    assert both_say_so(town, first) == 1
    second = RetentionRun.objects.create(committee=town.committee, proposed_at=timezone.now())
    second.lines.create(case=case, due_on=today())
    assert both_say_so(town, second) == 0
    assert second.lines.get().kept == "not_due"
    assert Tombstone.objects.get().run == first


def test_nothing_goes_that_another_township_keeps_by_the_standard(town: Township) -> None:
    shorter = rule(town, "message", 3)
    retention.confirm_retention_rule(rule=shorter, by=town.org)
    assert longest_period("message") == Period(3)
    organisation("committee", "中共河口镇委员会")
    assert longest_period("message") == Period(12)
    RetentionRule.objects.filter(pk=shorter.pk).update(months=24)
    assert longest_period("message") == Period(24)


# --- pages ----------------------------------------------------------------------------------------


def test_list_is_checked_and_confirmed_on_its_page(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    url = reverse("rectification:retention_run", args=[run.pk])
    officer, org = client_of(town.officer), client_of(town.org)
    opens = reverse("rectification:case", args=[case.pk])
    assert opens in officer.get(url).content.decode()
    assert opens not in org.get(url).content.decode()
    officer.post(url, {"check": "1"})
    assert "另一人确认" in officer.get(url).content.decode()
    officer.post(url, {"confirm": "1"})
    assert not Tombstone.objects.exists()
    org.post(url, {"confirm": "1"})
    assert Tombstone.objects.get().case == case
    assert "已于" in org.get(url).content.decode()


def test_list_is_called_off_on_its_page(town: Township, clock: time_machine.Traveller) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    client_of(town.org).post(
        reverse("rectification:retention_run", args=[run.pk]), {"call_off": "1"}
    )
    run.refresh_from_db()
    assert (run.ended_by, run.confirmed_at) == (town.org, None)


def test_period_is_entered_and_confirmed_on_the_pages(town: Township) -> None:
    url = reverse("rectification:new_retention_rule")
    typed = {
        "committee": town.committee.pk,
        "kind": "access_log",
        "months": 5,
        "in_force_from": today().isoformat(),
        "basis": "云党办〔2026〕5号",
    }
    officer = client_of(town.officer)
    refused = officer.post(url, typed)
    assert refused.status_code == 422
    assert "至少保存" in refused.content.decode()
    assert officer.post(url, {**typed, "months": 18}).status_code == 302
    rule = RetentionRule.objects.get()
    home = reverse("rectification:retention")
    officer.post(home, {"confirm": rule.pk})
    rule.refresh_from_db()
    assert rule.confirmed_at is None
    client_of(town.org).post(home, {"confirm": rule.pk})
    rule.refresh_from_db()
    assert rule.confirmed_by == town.org
    assert "18 个月" in client_of(town.org).get(home).content.decode()


def test_whoever_places_holds_reads_the_periods_in_force(town: Township) -> None:
    retention.confirm_retention_rule(rule=rule(town, "message", 18), by=town.org)
    html = client_of(town.dis[0]).get(reverse("rectification:retention")).content.decode()
    assert "18 个月" in html


def test_hold_is_placed_by_number_and_lifted_on_the_pages(town: Township) -> None:
    case = struck(town)
    url = reverse("rectification:new_hold")
    head, secrecy = client_of(town.dis[0]), client_of(town.gen)
    unknown = head.post(url, {"number": "2001-M-0001", "reason": REASON})
    assert (unknown.status_code, LegalHold.objects.count()) == (422, 0)
    assert head.post(url, {"number": case.number, "reason": REASON}).status_code == 302
    hold = LegalHold.objects.get()
    page = reverse("rectification:hold", args=[hold.pk])
    assert head.post(page, {"reason": REASON}).status_code == 422
    assert secrecy.post(page, {"reason": REASON}).status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_by == town.gen


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_page_do_not_grow_with_holds_and_periods(
    town: Township, count: int, django_assert_num_queries: Any
) -> None:
    for months in range(count):
        holds.place_hold(case=struck(town), by=town.officer, reason=REASON)
        rule(town, "message", 12 + months)
    reader = client_of(town.officer)
    url = reverse("rectification:retention")
    reader.get(url)
    with django_assert_num_queries(14):
        reader.get(url)
