"""Whoever is in the chain of a notice leaves something out at once; nobody adds to it (4.6)."""

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Notice, OutboxMessage, Person
from rectification.policies.authority import authority_of
from rectification.policies.narrowing import narrowing_office
from rectification.selectors.notices import may_read, objection_kinds
from rectification.services.narrowing import narrow_scope, narrow_text
from tests.factories import acting
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON, TEXT, TITLE
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches

LESS = "问题：某某未按时开展活动。整改：按月开展并公布记录。"


@pytest.fixture
def shown(play: Play) -> Play:
    play.bring_to(CaseStage.IN_NOTICE)
    return play


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def office_of(play: Play, name: str) -> object:
    return narrowing_office(play.notice, authority_of(user_of(getattr(play.town, name))))


def supervision_told() -> set[Person]:
    messages = OutboxMessage.objects.filter(kind="narrowed_to_parties")
    return {message.recipient for message in messages.select_related("recipient")}


@pytest.mark.parametrize("name", ["officer", "gen", "org", "pse", "pub"])
def test_everybody_in_the_chain_may(shown: Play, name: str) -> None:
    assert office_of(shown, name) is not None


@pytest.mark.parametrize("name", ["lg", "dps", "liaison"])
def test_nobody_else_may(shown: Play, name: str) -> None:
    assert office_of(shown, name) is None


def test_member_of_the_branch_may_not(shown: Play) -> None:
    member = user_of(shown.town.east.members[0])
    assert narrowing_office(shown.notice, authority_of(member)) is None
    response = client_of(member.person).get(reverse("workflows:narrow", args=[shown.notice.pk]))
    assert response.status_code == 404


def test_scope_is_narrowed_at_once_and_the_period_goes_on(shown: Play) -> None:
    notice, west = shown.notice, user_of(shown.town.west.members[0])
    ends_on = notice.ends_on
    assert may_read(notice, west)
    narrow_scope(case=shown.case, notice=notice, actor=acting(shown.town.pub), scope="S2")
    notice.refresh_from_db()
    assert (notice.decision.scope, notice.widest_scope, notice.ends_on) == ("S2", "S3", ends_on)
    assert not may_read(notice, west)
    # Who could read it keeps his right to object until it ends (4.7).
    assert objection_kinds(notice, west) != []
    event = shown.case.events.latest("sequence")
    assert (event.verb, event.actor) == ("scope_narrowed", shown.town.pub)
    assert told("notice_corrected", shown.case) == {shown.town.org}


@pytest.mark.parametrize("scope", ["S3", "S4", "S5", "S0"])
def test_scope_is_never_widened(shown: Play, scope: str) -> None:
    with pytest.raises(InvalidInput):
        narrow_scope(
            case=shown.case, notice=shown.notice, actor=acting(shown.town.pub), scope=scope
        )
    assert shown.notice.decision.scope == "S3"


def test_text_is_narrowed_by_whole_clauses_and_both_versions_are_kept(shown: Play) -> None:
    actor = acting(shown.town.gen)
    narrow_text(case=shown.case, notice=shown.notice, actor=actor, title=TITLE, text=LESS)
    decision = shown.notice.decision
    assert decision.text == LESS
    kept = list(decision.history.order_by("-history_id").values_list("text", flat=True)[:2])
    assert kept == [LESS, TEXT]
    assert shown.case.events.latest("sequence").verb == "text_narrowed"
    assert decision.redaction_at is not None


@pytest.mark.parametrize("text", [TEXT, TEXT + "另有一项。", "整改良好。"])
def test_nothing_is_added_or_said_in_other_words(shown: Play, text: str) -> None:
    with pytest.raises(CaseError):
        narrow_text(
            case=shown.case,
            notice=shown.notice,
            actor=acting(shown.town.gen),
            title=TITLE,
            text=text,
        )
    assert shown.notice.decision.text == TEXT


def test_checker_who_narrows_himself_is_not_told(shown: Play) -> None:
    actor = acting(shown.town.org)
    narrow_scope(case=shown.case, notice=shown.notice, actor=actor, scope="S2")
    assert told("notice_corrected", shown.case) == set()


def test_whoever_is_recused_narrows_nothing(shown: Play) -> None:
    shown.declare_recusal(shown.town.pub)
    with pytest.raises(NotAllowed):
        narrow_scope(case=shown.case, notice=shown.notice, actor=acting(shown.town.pub), scope="S2")


def test_recused_person_finds_neither_page_nor_title(shown: Play) -> None:
    """He sees what an outsider sees: of a notice for members, nothing beside its board."""
    url = reverse("workflows:narrow", args=[shown.notice.pk])
    shown.declare_recusal(shown.town.gen)
    shown.declare_recusal(shown.town.officer)
    gen = client_of(shown.town.gen)
    assert shown.notice.decision.title not in page_of(gen, reverse("workflows:shown_notices"))
    assert gen.get(url).status_code == 404
    assert client_of(shown.town.officer).get(url).status_code == 404
    assert client_of(shown.town.pub).get(url).status_code == 200


def test_notice_is_narrowed_until_it_leaves_the_board(shown: Play) -> None:
    shown.end_notice()
    url = reverse("workflows:narrow", args=[shown.notice.pk])
    assert url in page_of(client_of(shown.town.pub), reverse("workflows:shown_notices"))
    case = reverse("rectification:case", args=[shown.case.pk])
    assert url in page_of(client_of(shown.town.officer), case)
    narrow_scope(case=shown.case, notice=shown.notice, actor=acting(shown.town.pub), scope="S2")
    shown.pass_days(4)
    with pytest.raises(CaseError, match="公示"):
        narrow_scope(case=shown.case, notice=shown.notice, actor=acting(shown.town.pub), scope="S1")
    assert url not in page_of(client_of(shown.town.pub), reverse("workflows:shown_notices"))
    assert url not in page_of(client_of(shown.town.officer), case)


def test_disclosed_lists_are_narrowed_too(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose(scope="S3")
    narrow_scope(case=play.case, notice=notice, actor=acting(play.town.officer), scope="S1")
    assert Notice.objects.get(pk=notice.pk).decision.scope == "S1"


def test_page_narrows_text_and_scope_together(shown: Play) -> None:
    client, notice = client_of(shown.town.pub), shown.notice
    url = reverse("workflows:narrow", args=[notice.pk])
    html = client.get(reverse("workflows:shown_notices")).content.decode()
    assert url in html
    assert TEXT in client.get(url).content.decode()
    data = {"scope": "S2", "title": TITLE, "text": LESS}
    assert client.post(url, data).status_code == 302
    notice.refresh_from_db()
    assert (notice.decision.scope, notice.decision.text) == ("S2", LESS)
    unchanged = client.post(url, {"scope": "S2", "title": TITLE, "text": LESS})
    assert unchanged.status_code == 422
    wider = client.post(url, {"scope": "S5", "title": TITLE, "text": LESS})
    assert wider.status_code == 422


def test_case_page_offers_it_to_whoever_is_in_the_chain(shown: Play) -> None:
    url = reverse("workflows:narrow", args=[shown.notice.pk])
    page = reverse("rectification:case", args=[shown.case.pk])
    assert url in client_of(shown.town.officer).get(page).content.decode()
    assert url not in client_of(shown.town.east.clerk).get(page).content.decode()
    # The leading group has decided nothing about this text.
    lists = reverse("workflows:shown_notices")
    assert url not in page_of(client_of(shown.town.lg), lists)
    assert client_of(shown.town.lg).get(url).status_code == 404
    assert client_of(shown.town.east.clerk).get(lists).status_code == 404


def test_leading_group_narrows_what_it_wrote_itself(shown: Play) -> None:
    """What sets a notice right is its own text; of a member's case it finds it in its list."""
    shown.object("facts")
    shown.take("handle_objection", decision="wrong")
    shown.take("decide_termination", decision="agree")
    made, lg = shown.rehabilitation, client_of(shown.town.lg)
    url = reverse("workflows:narrow", args=[made.pk])
    assert url in page_of(lg, reverse("workflows:shown_notices"))
    shown_now = made.decision
    data = {"scope": "S2", "title": shown_now.title, "text": shown_now.text}
    assert lg.post(url, data).status_code == 302
    event = shown.case.events.latest("sequence")
    assert (event.verb, event.actor) == ("scope_narrowed", shown.town.lg)
    # Nobody is told that it is to be agreed to: that concerns the notice of the effect alone.
    assert supervision_told() == set()


def test_leading_group_narrows_what_it_let_be_shown(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication")
    play.take("review_secrecy", decision="sensitive", sensitive=REASON)
    play.take("settle_sensitivity")
    play.go_on_to(CaseStage.IN_NOTICE)
    assert office_of(play, "lg") is not None
    url = reverse("workflows:narrow", args=[play.notice.pk])
    assert url in page_of(client_of(play.town.lg), reverse("workflows:shown_notices"))


# --- narrowed to those concerned alone: as good as waived ----------------------------------------


def test_supervision_agrees_to_what_one_person_narrowed_away(shown: Play) -> None:
    shown.narrow("S1")
    assert supervision_told() == set(shown.town.dis)
    shown.end_notice()
    assert (shown.open_steps(), shown.case.stage) == (["agree_waiver"], CaseStage.NOTICE_PREP)
    item = shown.item("agree_waiver")
    assert item.role == "DIS"
    holder = client_of(shown.holder_of(item))
    page = page_of(holder, reverse("workflows:act", args=[item.pk]))
    assert (shown.town.pub.name in page, TEXT in page) == (True, True)
    # Whoever agreed does not verify, as with every waiver.
    agreed = shown.holder_of(item)
    shown.take("agree_waiver", agreed)
    shown.notice.decision.refresh_from_db()
    assert shown.notice.decision.waiver_agreed_by == agreed
    assert shown.open_steps() == ["assign_verifiers"]
    refused = shown.refusal("assign_verifiers", first=agreed.pk)
    assert "first" in refused
    shown.go_on_to(CaseStage.CLOSED)
    assert (shown.case.stage, list(breaches())) == (CaseStage.CLOSED, [])


def test_supervision_has_it_shown_again(shown: Play) -> None:
    shown.narrow("S1")
    shown.end_notice()
    shown.take("agree_waiver", decision="return")
    assert shown.open_steps() == ["propose_publication"]
    assert shown.case.publications.latest("pk").status == "returned"
    shown.go_on_to(CaseStage.VERIFYING)
    assert (shown.notice.decision.scope, shown.open_steps()) == ("S3", ["assign_verifiers"])


def test_narrowed_after_its_end_it_was_shown(shown: Play) -> None:
    shown.end_notice()
    shown.narrow("S1")
    assert supervision_told() == set()
    assert shown.open_steps() == ["assign_verifiers"]
    shown.go_on_to(CaseStage.CLOSED)
    assert shown.case.stage == CaseStage.CLOSED


def test_circle_that_is_left_needs_no_agreement(shown: Play) -> None:
    shown.narrow("S2")
    assert supervision_told() == set()
    shown.end_notice()
    assert shown.open_steps() == ["assign_verifiers"]
