"""Before anything is posted its pages are searched for what would give somebody away (4.6)."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from rectification.enums import CaseStage, PublicationStatus
from rectification.exceptions import CaseError
from rectification.models import Case, Notice, Organisation, PublicationDecision
from rectification.redaction.faces import Face
from rectification.services import notices
from rectification.services.identities import seal_identity
from rectification.services.leak_test import Show
from rectification.web.shown import faces_of, neutral_of
from tests.days import at
from tests.factories import Township, acting, case_in, opinion_of
from tests.published import TEXT, approved

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")
WORDS = "腊月廿三晚上在村口老槐树下看见两辆外地货车卸下整整一车水泥"


@pytest.fixture
def case(town: Township) -> Case:
    case = case_in(town, CaseStage.NOTICE_PREP, description=f"{WORDS}，联系电话13812345678。")
    approved(town, case)
    return case


def post(town: Township, case: Case, show: Show = faces_of) -> None:
    channels = [("board_online", timezone.localdate(), "")]
    notices.post_notice(case=case, actor=acting(town.pub), channels=channels, show=show)


def written(case: Case, **fields: Any) -> None:
    """Into the approved text behind the backs of all who read it."""
    PublicationDecision.objects.filter(case=case).update(**fields)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"text": f"{TEXT}由石 守\u200b信负责。"}, "公示文本"),
        ({"title": "关于石守信的公示"}, "公示标题"),
        ({"text": f"{TEXT}电话１３８-１２３４-５６７８。"}, "公示文本"),
        ({"text": f"{TEXT}{WORDS}。"}, "公示文本"),
    ],
)
def test_a_leak_stops_the_posting(
    town: Township, case: Case, fields: dict[str, str], place: str
) -> None:
    written(case, **fields)

    with pytest.raises(CaseError) as refused:
        post(town, case)

    message = str(refused.value)
    assert refused.value.rule == "4.6"
    assert message == (
        f"发布前泄露检查未通过：{place}、公示页面、公示栏、张贴件、打印的张贴稿、公示屏中有不得公开的内容。"
        "请退回修改，删去姓名、号码和原反映材料的原话。"
    )


def test_a_reporter_is_not_betrayed_by_the_refusal(town: Township, case: Case) -> None:
    seal_identity(name="欧阳霁月", contact="", opinion=opinion_of(case))
    written(case, text=f"{TEXT}歐陽霽月反映。")
    with pytest.raises(CaseError) as of_reporter, transaction.atomic():
        post(town, case)

    written(case, text=f"{TEXT}石守信反映。")
    with pytest.raises(CaseError) as of_member:
        post(town, case)

    assert str(of_reporter.value) == str(of_member.value)


def test_a_name_beside_the_text_is_found_in_the_page(town: Township, case: Case) -> None:
    def with_contact(notice: Notice) -> list[Face]:
        return [*faces_of(notice), Face("附件", "作者：石守信")]

    with pytest.raises(CaseError, match="附件"):
        post(town, case, with_contact)


def test_whoever_hands_over_no_page_posts_nothing(town: Township, case: Case) -> None:
    with pytest.raises(CaseError):
        post(town, case, lambda notice: [])


def test_the_frame_is_taken_from_a_notice_of_no_case(town: Township, case: Case) -> None:
    written(case, title="关于石守信的公示")
    decision = PublicationDecision.objects.get(case=case)
    notice = Notice(
        pk=1,
        token="t",
        case=case,
        decision=decision,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
    )
    neutral = neutral_of(notice)

    held = {field.name: field.value_from_object(neutral.case) for field in case._meta.fields}
    filled = {
        name for name, value in held.items() if value != case._meta.get_field(name).get_default()
    }
    assert filled - {"owner_organisation"} == set()
    assert (neutral.decision.title, neutral.decision.text) == ("", "")
    faces = faces_of(notice)
    assert all("石守信" in face.text and "石守信" not in face.frame for face in faces)
    assert all(case.owner_organisation.name in face.frame for face in faces)


def test_words_of_the_page_itself_stop_nothing(town: Township, case: Case) -> None:
    town.gen.name = "于公"
    town.gen.save()
    Organisation.objects.filter(pk=case.owner_organisation_id).update(name="关于公示支部")

    post(town, case)

    assert PublicationDecision.objects.get(case=case).status == PublicationStatus.CARRIED_OUT
