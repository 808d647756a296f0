"""4.6: the scope of a member's case from an opinion is approved by SEC and by ORG.

ORG reads the text alone; the case itself stays closed to it (4.9).
"""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, RecusalGround, SourceKind
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Evidence,
    OutboxMessage,
    Person,
    PublicationDecision,
    WorkItem,
)
from rectification.policies.publication import needs_scope_agreement
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.publication import current_decision
from rectification.services import notices, publication
from rectification.web.shown import faces_of
from tests.factories import acting, in_office
from tests.workflows.answers import REASON, TEXT, TITLE
from tests.workflows.play import Play, user_of


def to_agreement(play: Play) -> WorkItem:
    """A resident's opinion about a member, approved by the secretary."""
    play.level = "M"
    play.opinion()
    play.go_on_to(CaseStage.NOTICE_PREP)
    for step in ("propose_publication", "review_secrecy", "check_redaction", "hear_person"):
        play.take(step)
    play.take("approve_publication", play.town.east.secretary)
    return play.item("agree_scope")


def decision_of(play: Play) -> PublicationDecision:
    decision = current_decision(play.case)
    assert decision is not None
    return decision


def grounds(item: WorkItem) -> dict[Person, str]:
    return {bar.person: bar.ground for bar in item.bars.select_related("person")}


def test_notice_is_posted_after_secretary_and_organisation_office(play: Play) -> None:
    town = play.town
    item = to_agreement(play)
    assert (item.role, item.organisation) == ("ORG", town.organisation_office)
    assert (item.opens_case, item.due_on) == (False, date(2026, 5, 18))
    told = OutboxMessage.objects.filter(kind="your_turn", step="agree_scope")
    assert [message.recipient for message in told] == [town.org]
    with pytest.raises(CaseError) as refused:
        notices.post_notice(
            case=play.case,
            actor=acting(town.pub),
            channels=[("board_online", timezone.localdate(), "")],
            show=faces_of,
        )
    assert refused.value.rule == "4.6"
    play.take("agree_scope", town.org)
    decision = decision_of(play)
    assert (decision.approved_by, decision.scope_agreed_by) == (town.east.secretary, town.org)
    assert (decision.scope_agreed_at, decision.status) == (timezone.now(), "approved")
    assert play.open_steps() == ["post_notice"]
    play.take("post_notice")
    assert (play.case.stage, play.notice.decision) == ("in_notice", decision)


def test_organisation_office_reads_the_text_and_nothing_of_the_case(
    play: Play, client: Client
) -> None:
    item = to_agreement(play)
    org = play.town.org
    client.force_login(user_of(org))
    page = client.get(reverse("workflows:act", args=[item.pk])).content.decode()
    assert all(word in page for word in (TITLE, TEXT, play.case.number))
    plan = play.case.plans.get()
    measure = plan.measures.get()
    for hidden in (
        play.case.title,
        play.case.description,
        play.case.owner_person.name,
        plan.cause,
        measure.text,
        "记录.pdf",
        play.case.effect_statement,
    ):
        assert hidden not in page
    evidence = Evidence.objects.get(progress__measure=measure)
    closed = [
        reverse("rectification:case", args=[play.case.pk]),
        reverse("workflows:chart", args=[play.case.pk]),
        reverse("rectification:evidence", args=[evidence.pk]),
    ]
    assert [client.get(url).status_code for url in closed] == [404, 404, 404]
    assert client.get(reverse("rectification:due", args=[play.case.pk, item.pk])).status_code == 200
    assert not visible_to(user_of(org)).filter(pk=play.case.pk).exists()
    done = client.post(reverse("workflows:act", args=[item.pk]), {"decision": "agree"})
    assert (done.status_code, done.url) == (302, reverse("rectification:inbox"))
    assert [client.get(url).status_code for url in closed] == [404, 404, 404]


def test_nobody_else_takes_the_agreement(play: Play, client: Client) -> None:
    item = to_agreement(play)
    town = play.town
    url = reverse("workflows:act", args=[item.pk])
    for other in (town.gen, town.pub, town.pse, town.east.secretary, town.officer):
        client.force_login(user_of(other))
        assert client.get(url).status_code == 404
        assert client.post(url, {"decision": "agree"}).status_code == 404
    assert decision_of(play).scope_agreed_by is None


def test_returned_scope_goes_through_all_checks_again(play: Play) -> None:
    to_agreement(play)
    assert set(play.refusal("agree_scope", decision="return", reason="不妥")) == {"reason"}
    play.take("agree_scope", decision="return", reason=REASON)
    assert (play.open_steps(), decision_of(play).status) == (["propose_publication"], "returned")
    told = OutboxMessage.objects.filter(kind="publication_returned")
    assert [message.recipient for message in told] == [play.town.officer]
    for step in ("propose_publication", "review_secrecy", "check_redaction", "hear_person"):
        play.take(step)
    play.take("approve_publication")
    assert (decision_of(play).version, decision_of(play).scope_agreed_by) == (2, None)
    assert play.open_steps() == ["agree_scope"]


def test_waiver_has_no_text_to_agree_to(play: Play) -> None:
    play.level = "M"
    play.opinion()
    play.go_on_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", decision="waive")
    play.take("approve_publication", play.town.east.secretary)
    assert play.open_steps() == ["agree_waiver"]


@pytest.mark.parametrize(
    ("level", "source", "needed"),
    [
        ("M", SourceKind.PUBLIC_OPINION, True),
        ("M", SourceKind.MEMBER_OPINION, True),
        ("M", SourceKind.SELF_CHECK, False),
        ("M", SourceKind.INSPECTION, False),
        ("B", SourceKind.PUBLIC_OPINION, False),
        ("C", SourceKind.MEMBER_OPINION, False),
    ],
)
def test_only_a_members_case_from_an_opinion_needs_it(
    play: Play, level: str, source: str, needed: bool
) -> None:
    play.report("M")
    play.case.level, play.case.source = level, source
    assert needs_scope_agreement(play.case) is needed


def test_case_of_a_self_report_is_posted_without_the_organisation_office(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    for step in ("propose_publication", "review_secrecy", "check_redaction", "hear_person"):
        play.take(step)
    play.take("approve_publication")
    assert play.open_steps() == ["post_notice"]
    with pytest.raises(CaseError):
        publication.agree_scope(case=play.case, actor=acting(play.town.org))


# --- separation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("hand", ["officer", "intake", "east.secretary"])
def test_whoever_wrote_checked_or_approved_the_text_does_not_agree_to_it(
    play: Play, hand: str
) -> None:
    """Who holds a second office in the organisation office is left out there."""
    town = play.town
    barred = town.east.secretary if hand == "east.secretary" else getattr(town, hand)
    in_office(barred, Role.ORG, town.organisation_office)
    item = to_agreement(play)
    assert grounds(item) == {barred: RecusalGround.SAME_HAND}
    with pytest.raises(NotAllowed):
        publication.agree_scope(
            case=play.case, actor=acting(barred, Role.ORG, town.organisation_office)
        )
    play.take("agree_scope", town.org)


def test_owner_in_the_organisation_office_does_not_agree_to_his_own_case(play: Play) -> None:
    town = play.town
    in_office(town.east.members[0], Role.ORG, town.organisation_office)
    item = to_agreement(play)
    assert grounds(item) == {town.east.members[0]: RecusalGround.OWN_CASE}


def test_nobody_free_leaves_the_agreement_with_the_office_in_red(play: Play) -> None:
    town = play.town
    for appointment in town.org.appointments.all():
        appointment.delete()
    item = to_agreement(play)
    assert (item.unheld, item.role, item.organisation) == (True, "OFF", town.office)
    told = OutboxMessage.objects.filter(kind="nobody_left", step="agree_scope")
    alarmed = {town.intake, town.officer, town.lg, *town.dis}
    assert {message.recipient for message in told} == alarmed


def test_whoever_agreed_handles_no_objection_to_the_notice(play: Play) -> None:
    town = play.town
    third = in_office(town.org, Role.OFF, town.office)
    to_agreement(play)
    play.take("agree_scope", town.org)
    play.take("post_notice")
    play.object("facts")
    item = play.item("handle_objection")
    assert (item.role, third in grounds(item)) == ("DIS", True)


# --- offices from before the right existed ------------------------------------------------------
