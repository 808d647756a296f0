"""docs/rules.md 10: what goes with a whole case and what stays, and what a restore brings back."""

import json
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
from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError
from rectification.models import (
    Case,
    CaseEventPayload,
    IdentityRequest,
    InAppNotice,
    ListFile,
    OutboxMessage,
    Person,
    RecusalRequest,
    Tombstone,
)
from rectification.policies.days import today
from rectification.selectors.cases import visible_to
from rectification.services import holds, retention
from rectification.services.checkpoints import seal_records
from rectification.services.list_files import keep_made
from rectification.services.records_export import tables_of_cases
from rectification.web.dates import full_date, moment
from tests.factories import Township, acting, case_in, opinion_of
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from tests.workflows.retained import REASON, YEARS, both_say_so, joined, proposed, struck
from tests.workflows.test_reporter import places_with
from tools import verify_records
from workflows.copying import copy_case
from workflows.invariants import breaches


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path


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
    assert stone.registered_on is not None
    assert [value for _label, value in page.context["tombstone"]] == [
        number,
        "党员级",
        full_date(stone.registered_on),
        "已销号",
        full_date(stone.ended_on),
        moment(stone.at),
        "党员事项（本镇设置；回头看未完成前不清除）",
        f"{town.officer.name}、{town.org.name}",
    ]
    assert str(page.context["tombstone"][-1][0]) == "经办人"
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
