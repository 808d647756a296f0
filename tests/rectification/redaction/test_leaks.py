"""The check before posting: a thousand invented cases, each with something planted in disguise."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from rectification.redaction.faces import Face, text_of_file, text_of_page
from rectification.redaction.folding import SIMPLIFIED
from rectification.redaction.leaks import Leak, LeakKind, Secrets, leaks, numbers_of

CASES = 1000
SURNAMES = [*"张刘陈赵黄吴郑孙马罗韩冯邓许萧邹陆贺", "欧阳", "尉迟", "诸葛"]
GIVEN = "伟丽强军杰娟艳涛超兰飞红玉华凤云龙国庆学义礼东晓霞"
TRADITIONAL = {simple: chr(old) for old, simple in sorted(SIMPLIFIED.items(), reverse=True)}
CLEAN = "问题：连续两个月未按时开展活动。整改：已制定下半年计划，按月开展并公布记录。"
WORDS = "腊月廿三晚上在村口老槐树下看见两辆外地货车卸下整整一车水泥"
SECRETS = Secrets(names=["石守信", "于公"], originals=[WORDS + "，合同号20240117"])


def as_it_is(planted: str, _chance: random.Random) -> str:
    return planted


def full_width(planted: str, _chance: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in planted)


def traditional(planted: str, _chance: random.Random) -> str:
    return "".join(TRADITIONAL.get(c, c) for c in planted)


def spelled_out(planted: str, _chance: random.Random) -> str:
    return planted.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def torn(planted: str, chance: random.Random) -> str:
    """Something between all characters: blanks, dots, line breaks, what nobody sees."""
    return chance.choice([" ", "\u3000", "·", ".", "\n", "\u200b", "\u2060", "\ufeff", "- "]).join(
        planted
    )


def all_at_once(planted: str, chance: random.Random) -> str:
    return torn(full_width(traditional(planted, chance), chance), chance)


def in_the_text(planted: str) -> str:
    return text_of_page(f"<main><p>{CLEAN[:20]}{planted}{CLEAN[20:]}</p></main>")


def in_bold(planted: str) -> str:
    half = len(planted) // 2
    return text_of_page(f"<p>{CLEAN}<b>{planted[:half]}</b><br>{planted[half:]}</p>")


def beside_a_picture(planted: str) -> str:
    return text_of_page(f'<p>{CLEAN}</p><img src="/1.png" alt="{planted}">')


def in_a_comment(planted: str) -> str:
    return text_of_page(f"<p>{CLEAN}</p><!-- {planted} -->")


def as_file_name(planted: str) -> str:
    return text_of_file(f"{planted}.pdf", b"%PDF-")


def in_plain_bytes(planted: str) -> str:
    return text_of_file("1.txt", (CLEAN + planted).encode("gb18030"))


def in_properties(planted: str) -> str:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("docProps/core.xml", f"<dc:creator>{planted}</dc:creator>")
    return text_of_file("1.xlsx", held.getvalue())


def as_author_of_a_document(planted: str) -> str:
    held = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": planted})
    writer.write(held)
    return text_of_file("1.pdf", held.getvalue())


def behind_a_picture(planted: str) -> str:
    held, told = io.BytesIO(), PngInfo()
    told.add_itxt("Author", planted)
    Image.new("RGB", (2, 2)).save(held, "PNG", pnginfo=told)
    return text_of_file("1.png", held.getvalue())


def name_of(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice([1, 2])))


def number_of(chance: random.Random) -> str:
    return chance.choice(
        [
            f"1{chance.choice('3456789')}{chance.randrange(10**9):09}",
            f"3301061990{chance.choice(['0307', '1224'])}{chance.randrange(10**3):03}X",
            f"62220212{chance.randrange(10**10):010}",
            f"9{chance.randrange(10**7):07}",
        ]
    )


DISGUISES = [as_it_is, full_width, traditional, torn, all_at_once]
PLACES: list[Callable[[str], str]] = [
    in_the_text,
    in_bold,
    beside_a_picture,
    in_a_comment,
    as_file_name,
    in_plain_bytes,
    in_properties,
    as_author_of_a_document,
    behind_a_picture,
]


def test_none_of_a_thousand_plants_passes() -> None:
    chance = random.Random(20261127)
    passed = []
    for _case in range(CASES):
        name, number = name_of(chance), number_of(chance)
        secrets = Secrets(names=["石守信", name], originals=[f"{CLEAN}联系人电话{number}。"])
        kind, planted = chance.choice([(LeakKind.NAME, name), (LeakKind.NUMBER, number)])
        disguises = [*DISGUISES, *([spelled_out] if number.isdigit() and kind == "number" else [])]
        place, disguise = chance.choice(PLACES), chance.choice(disguises)
        face = Face("1", place(disguise(planted, chance)))
        if Leak(kind, "1") not in leaks([face], secrets):
            passed.append((place.__name__, disguise.__name__, planted))

    assert passed == []


def test_a_clean_page_passes() -> None:
    assert leaks([Face("1", in_the_text("2026年11月23日共12户。"))], SECRETS) == []


@pytest.mark.parametrize("disguise", DISGUISES)
def test_words_of_the_original_are_found(disguise: Callable[[str, random.Random], str]) -> None:
    face = Face("1", in_the_text(disguise(WORDS, random.Random(1))))

    assert Leak(LeakKind.WORDS, "1") in leaks([face], SECRETS)


def test_what_the_procedure_says_itself_is_no_leak() -> None:
    secrets = Secrets(names=[], originals=[WORDS], own_words=[WORDS])

    assert leaks([Face("1", in_the_text(WORDS))], secrets) == []


def test_what_stands_in_the_frame_is_no_leak_of_the_case() -> None:
    frame = text_of_page("<h1>关于公示</h1>")

    assert leaks([Face("1", frame + CLEAN, frame)], SECRETS) == []
    assert leaks([Face("1", frame + "石守信", frame)], SECRETS) == [Leak(LeakKind.NAME, "1")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("合同号20240117-3", {"202401173"}),
        ("于20261123拨付120000元，共1200亩", set()),
        ("账户 88 0012 34", {"88001234"}),
        ("第12条", set()),
    ],
)
def test_numbers_of_a_report(text: str, numbers: set[str]) -> None:
    assert numbers_of([text]) - {"20240117"} == numbers
