"""Words are put together by the signs of the reader's language."""

import pytest
from django.utils.translation import override

from rectification.imports.remarks import Remark
from rectification.wording import bracketed, labelled, listed, listed_apart


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["东篱村, 西渚村", "secretary; clerk", "Office: 闻思远", "闻思远 (since May)"]),
        (
            "zh-hans",
            ["东篱村、西渚村", "secretary；clerk", "Office：闻思远", "闻思远（since May）"],
        ),
    ],
)
def test_signs_are_those_of_the_language(language: str, words: list[str]) -> None:
    with override(language):
        assert [
            listed(["东篱村", "西渚村"]),
            listed_apart(["secretary", "clerk"]),
            labelled("Office", "闻思远"),
            bracketed("闻思远", "since May"),
        ] == words


def test_remark_is_read_by_people_in_their_language_and_by_scripts_always_alike() -> None:
    remark = Remark("E-ORG", "单位不明。")
    for language, words in (("en", "E-ORG: 单位不明。"), ("zh-hans", "E-ORG：单位不明。")):
        with override(language):
            assert (str(remark), remark.reason) == (words, "E-ORG: 单位不明。")
