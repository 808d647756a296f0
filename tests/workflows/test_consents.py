"""A member's case is shown to the township with his separate consent alone (4.6)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import PaperScan, Person, PublicationConsent
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.publication import max_scope
from rectification.roles import Role
from rectification.selectors.notices import may_read
from rectification.services.consents import give_consent, withdraw_consent
from tests.factories import acting
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.play import Play, Refused, user_of


@pytest.fixture
def own(play: Play) -> Play:
    """A member's case whose publication is prepared."""
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    return play


def for_him(play: Play) -> Actor:
    """The secretary enters what the member has signed."""
    east = play.town.east
    return Actor(
        person=east.secretary,
        role=Role.SEC,
        organisation=east.organisation,
        on_behalf_of=play.case.owner_person,
    )


def propose(play: Play, scope: str) -> None:
    play.take("propose_publication", scope=scope)


def publish(play: Play) -> None:
    for step in ("review_secrecy", "check_redaction", "hear_person", "approve_publication"):
        play.take(step)
    play.take("post_notice")


def test_township_reads_it_with_consent_alone(own: Play) -> None:
    with pytest.raises(Refused, match="scope"):
        propose(own, "S3")
    give_consent(case=own.case, actor=own.owner_actor())
    assert max_scope(own.case) == "S3"
    with pytest.raises(Refused, match="scope"):
        propose(own, "S4")
    propose(own, "S3")
    publish(own)
    assert may_read(own.notice, user_of(own.town.west.members[0]))
    consent = PublicationConsent.objects.get()
    assert (consent.scope, consent.how, consent.record) == ("S3", "system", "")


def test_lists_of_a_member_stay_closed_with_consent_too(own: Play) -> None:
    give_consent(case=own.case, actor=own.owner_actor())
    assert max_scope(own.case, "lists") == "S0"
    assert max_scope(own.case, "circular") == "S3"


def test_withdrawal_narrows_what_is_shown_at_once(own: Play) -> None:
    give_consent(case=own.case, actor=own.owner_actor())
    propose(own, "S3")
    publish(own)
    ends_on = own.notice.ends_on
    withdraw_consent(case=own.case, actor=own.owner_actor())
    assert (own.notice.decision.scope, own.notice.ends_on) == ("S2", ends_on)
    assert not may_read(own.notice, user_of(own.town.west.members[0]))
    verbs = list(own.case.events.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-2:] == ["consent_withdrawn", "scope_narrowed"]


def test_withdrawal_narrows_what_stands_on_the_board_after_its_end(own: Play) -> None:
    give_consent(case=own.case, actor=own.owner_actor())
    propose(own, "S3")
    publish(own)
    own.end_notice()
    west = user_of(own.town.west.members[0])
    assert may_read(own.notice, west)
    page = reverse("rectification:case", args=[own.case.pk])
    withdraw = reverse("workflows:withdraw_consent", args=[own.case.pk])
    assert withdraw in client_of(own.case.owner_person).get(page).content.decode()
    withdraw_consent(case=own.case, actor=own.owner_actor())
    assert own.notice.decision.scope == "S2"
    assert not may_read(own.notice, west)


def test_what_sets_a_notice_right_goes_no_further_than_consent_that_stands(own: Play) -> None:
    give_consent(case=own.case, actor=own.owner_actor())
    propose(own, "S3")
    publish(own)
    withdraw_consent(case=own.case, actor=own.owner_actor())
    own.object("facts")
    own.take("handle_objection", decision="wrong")
    own.take("decide_termination")
    made = own.rehabilitation
    assert (made.decision.scope, made.widest_scope) == ("S2", "S2")
    assert not may_read(made, user_of(own.town.west.members[0]))


def test_what_came_from_an_opinion_stays_in_the_branch(play: Play) -> None:
    """4.6: its widest scope is S2, and its owner does not learn whence it came."""
    play.level = CaseLevel.MEMBER
    play.opinion()
    play.go_on_to(CaseStage.NOTICE_PREP)
    with pytest.raises(CaseError, match="本支部") as refused:
        give_consent(case=play.case, actor=play.owner_actor())
    assert "意见" not in str(refused.value)
    page = reverse("rectification:case", args=[play.case.pk])
    html = client_of(play.case.owner_person).get(page).content.decode()
    assert reverse("workflows:give_consent", args=[play.case.pk]) not in html
    assert max_scope(play.case) == "S2"


def test_withdrawal_narrows_what_is_under_review_too(own: Play) -> None:
    give_consent(case=own.case, actor=own.owner_actor())
    propose(own, "S3")
    withdraw_consent(case=own.case, actor=own.owner_actor())
    publish(own)
    assert (own.notice.decision.scope, own.notice.widest_scope) == ("S2", "S2")


def test_consent_is_given_anew_after_it_was_withdrawn(own: Play) -> None:
    for _ in range(2):
        give_consent(case=own.case, actor=own.owner_actor())
        with pytest.raises(CaseError, match="同意"):
            give_consent(case=own.case, actor=own.owner_actor())
        withdraw_consent(case=own.case, actor=own.owner_actor())
    with pytest.raises(CaseError, match="同意"):
        withdraw_consent(case=own.case, actor=own.owner_actor())
    assert PublicationConsent.objects.count() == 2


def test_on_paper_it_says_where_the_paper_is_kept(own: Play) -> None:
    with pytest.raises(InvalidInput):
        give_consent(case=own.case, actor=for_him(own))
    with pytest.raises(CaseError, match="扫描"):
        give_consent(case=own.case, actor=for_him(own), record="支部档案盒3号")
    assert not PublicationConsent.objects.exists()


def test_page_speaks_to_whoever_enters_it_for_him(own: Play) -> None:
    member = own.case.owner_person
    member.user.is_active = False
    member.user.save()
    give = reverse("workflows:give_consent", args=[own.case.pk])
    client = client_of(own.town.east.secretary)
    html = client.get(give).content.decode()
    assert "只代录本人已签名的书面同意" in html
    assert ("我同意" in html, "有关您的" in html) == (False, False)
    sent = {"record": "支部档案盒3号", "received_on": today().isoformat()}
    assert client.post(give, sent).status_code == 422
    forged = SimpleUploadedFile("同意书.pdf", b"MZ" + b"0" * 64, "application/pdf")
    assert client.post(give, {**sent, "scan": forged}).status_code == 422
    assert not PaperScan.objects.exists()
    assert client.post(give, {**sent, "scan": pdf("同意书.pdf")}).status_code == 302
    consent = PublicationConsent.objects.get()
    assert (consent.person, consent.how, consent.record) == (member, "paper", "支部档案盒3号")
    kept = PaperScan.objects.get()
    assert (kept.kind, kept.case, kept.entered_by) == ("consent", own.case, own.town.east.secretary)
    # Opened like every paper: by the intake officer alone, from the page of the case.
    opened = reverse("rectification:paper", args=[kept.pk])
    page = reverse("rectification:case", args=[own.case.pk])
    intake = client_of(own.town.intake)
    assert opened in intake.get(page).content.decode()
    assert intake.get(opened).status_code == 200
    for other in (own.town.east.secretary, own.town.officer, own.town.org):
        assert client_of(other).get(opened).status_code == 404


def test_nobody_consents_for_him(own: Play) -> None:
    for other in (own.town.east.secretary, own.town.officer, own.town.east.members[1]):
        with pytest.raises(NotAllowed):
            give_consent(case=own.case, actor=acting_of(own, other))


def acting_of(play: Play, who: Person) -> Actor:
    if who in play.town.east.members:
        return Actor(person=who, role=Role.MEM, organisation=play.town.east.organisation)
    return acting(who)


def test_page_gives_and_withdraws(own: Play) -> None:
    client = client_of(own.case.owner_person)
    give = reverse("workflows:give_consent", args=[own.case.pk])
    withdraw = reverse("workflows:withdraw_consent", args=[own.case.pk])
    page = reverse("rectification:case", args=[own.case.pk])
    assert give in client.get(page).content.decode()
    assert client.get(give).status_code == 200
    assert client.post(give).status_code == 302
    assert withdraw in client.get(page).content.decode()
    assert client.post(give).status_code == 409
    assert client.post(withdraw).status_code == 302
    assert not PublicationConsent.objects.filter(withdrawn_at=None).exists()
    assert client_of(own.town.officer).get(give).status_code == 404
