import pytest

from rectification.exceptions import CaseError
from rectification.services.secrecy import refuse_secret


@pytest.mark.parametrize(
    "text", ["绝密★", "机密 ★ 5年", "秘密★10年", "涉密事项", "此件涉 密", "秘密☆1年"]
)
def test_refuse_secret_with_mark(text: str) -> None:
    with pytest.raises(CaseError) as refused:
        refuse_secret(False, "标题", text)
    assert text not in str(refused.value.message)


def test_refuse_secret_with_answer_yes() -> None:
    with pytest.raises(CaseError):
        refuse_secret(True, "标题")


def test_refuse_secret_lets_ordinary_text_pass() -> None:
    refuse_secret(False, "保密教育未按期开展", "★★ 评星材料缺两份")
