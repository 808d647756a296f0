"""Templates an office hands in: what they may hold, and every way to make the server do more."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from docx import Document

from rectification.documents.papers import LAYOUTS
from rectification.documents.templates import judge_template, template_for
from rectification.documents.typesetting import TemplateRefused
from rectification.enums import DocumentKind

KIND = DocumentKind.SUPERVISION_ORDER


@cache
def house() -> bytes:
    return template_for(KIND)


def with_lines(*lines: str) -> bytes:
    """That of the house with these paragraphs at its end."""
    document = Document(io.BytesIO(house()))
    for line in lines:
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def with_part(name: str, change: Callable[[str], str]) -> bytes:
    """One part of it rewritten, or put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house())) as old, zipfile.ZipFile(out, "w") as new:
        parts = {each: old.read(each) for each in old.namelist()}
        parts[name] = change(parts.get(name, b"").decode()).encode()
        for each, content in parts.items():
            new.writestr(each, content)
    return out.getvalue()


def refusal_of(content: bytes) -> str:
    with pytest.raises(TemplateRefused) as refused:
        judge_template(content, KIND)
    assert (refused.value.field, refused.value.rule) == ("file", "5")
    return str(refused.value)


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_template_of_the_house_passes(kind: DocumentKind) -> None:
    judge_template(template_for(kind), kind)


def test_every_paper_but_the_case_file_has_a_template() -> None:
    assert {*LAYOUTS} == {*DocumentKind} - {DocumentKind.CASE_FILE}


def test_own_words_and_lines_that_leave_out_or_repeat_pass() -> None:
    judge_template(
        with_lines(
            "（本件存档）",
            "{%p if about %}",
            "{{ about }}",
            "{%p endif %}",
            "{%p for block in body %}",
            "{{ block.text }}",
            "{%p endfor %}",
        ),
        KIND,
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["{{ ''.__class__.__mro__ }}"],
        ["{{ title.__class__ }}"],
        ["{{ title|attr('__class__') }}"],
        ["{{ title.format(1) }}"],
        ["{{ 9 ** 9 ** 9 }}"],
        ["{{ title * 1000000000 }}"],
        ["{%p for n in range(1000000000) %}", "x", "{%p endfor %}"],
        ["{%p for a in 'aaaaaaaa' %}", "x", "{%p endfor %}"],
        ["{%p set a = 1 %}"],
        ["{%p macro a() %}", "x", "{%p endmacro %}"],
        ["{%p include 'settings' %}"],
        ["{%p import 'os' as os %}"],
        ["{{ lipsum() }}"],
        ["{{ cycler.__init__.__globals__ }}"],
        ["{%p for a in body recursive %}", "{{ loop(a) }}", "{%p endfor %}"],
        ["{{ title"],
        ["{%p if title %}"],
    ],
)
def test_what_may_not_be_said_is_refused(lines: list[str]) -> None:
    assert refusal_of(with_lines(*lines))


def test_repetitions_of_the_same_thing_within_one_another_are_refused() -> None:
    told = refusal_of(
        with_lines(
            "{%p for a in body %}", "{%p for b in body %}", "x", "{%p endfor %}", "{%p endfor %}"
        )
    )
    assert "body" in told


@pytest.mark.parametrize("inner", ["a.text", "a.rows"])
def test_the_same_part_repeated_within_itself_is_refused(inner: str) -> None:
    """Three times over two thousand signs would keep the server at work for hours."""
    told = refusal_of(
        with_lines(
            "{%p for a in body %}",
            "{%p for b in a.rows %}",
            f"{{%p for c in {inner} %}}",
            "x",
            *["{%p endfor %}"] * 3,
        )
    )
    assert "for … in a" in told


def test_repetition_written_as_references_is_refused_too() -> None:
    inner = "".join(f"&#{ord(sign)};" for sign in "{%p for b in body %}")
    lines = ["{%p for a in body %}", "=", "x", "{%p endfor %}", "{%p endfor %}"]
    content = with_part(
        "word/document.xml",
        lambda text: text.replace(
            "<w:body>",
            "<w:body>" + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines),
        ).replace("=<", f"{inner}<", 1),
    )
    assert "body" in refusal_of(content)


@pytest.mark.parametrize("name", ["tittle", "settings", "parts"])
def test_unknown_field_is_named_with_its_place(name: str) -> None:
    told = refusal_of(with_lines(f"{{{{ {name} }}}}"))
    assert name in told
    assert "正文" in told


def test_unknown_field_of_a_block_is_named() -> None:
    told = refusal_of(with_lines("{%p for block in body %}", "{{ block.secret }}", "{%p endfor %}"))
    assert "secret" in told


@pytest.mark.parametrize("name", ["number", "code", "title"])
def test_template_without_what_it_must_show_is_refused(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith("word/") and part.endswith(".xml"):
                content = content.replace(f"{{{{ {name} }}}}".encode(), b"")
            new.writestr(part, content)
    assert name in refusal_of(out.getvalue())


@pytest.mark.parametrize("condition", ["void", "receiver"])
def test_what_is_shown_only_sometimes_is_not_enough(condition: str) -> None:
    shown = f"{{% if {condition} %}}{{{{ number }}}}{{% endif %}}"
    content = with_part("word/document.xml", lambda text: text.replace("{{ number }}", shown))
    refusal_of(content)


def test_what_not_every_paper_has_is_refused_at_once() -> None:
    """Else it fails on the day on which a paper is issued."""
    refusal_of(with_lines("{{ body[1].text }}"))


def test_what_a_public_form_has_not_is_refused_at_once() -> None:
    """It has words beneath its title like others, and a form at the head of its body."""
    refusal_of(with_lines("{%p if about %}", "{{ body[0].text.level }}", "{%p endif %}"))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/attachedTemplate" Target="http://a.b/c.dotm" TargetMode="External"/>'
            "</Relationships>",
        ),
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/oleObject" Target="x.bin"/></Relationships>',
        ),
        (
            "word/document.xml",
            "<w:body>",
            "<w:body><w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p>",
        ),
        (
            "word/document.xml",
            "<w:body>",
            "<w:body><w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r>"
            "<w:r><w:instrText>TEXT http://a.b</w:instrText></w:r></w:p>",
        ),
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="x" Type="http://a/image" Target="http://a.b/c.png" '
            'TargetMode="&#69;xternal"/></Relationships>',
        ),
        *(
            ("word/document.xml", "<w:body>", f"<w:body><w:p><w:r>{field}</w:r></w:p>")
            for field in (
                "<w:instrText>&#68;&#68;&#69;&#65;&#85;&#84;&#79; c:</w:instrText>",
                "<w:instrText><!-- -->DDEAUTO c:</w:instrText>",
                "<w:instrText><![CDATA[DDEAUTO c:]]></w:instrText>",
                '<x:instrText xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/'
                'main">DDEAUTO c:</x:instrText>',
                "<w:instrText>{{ 'D' }}{{ 'D' }}{{ 'E' }}</w:instrText>",
                "<w:instrText>D</w:instrText><w:instrText> </w:instrText>",
                '<w:fldSimple w:instr="&#68;&#68;&#69;"/>',
            )
        ),
        (
            "word/other.dat",
            "",
            '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:instrText>DDEAUTO c:</w:instrText></w:p>",
        ),
        ("docProps/app.xml", "<?xml", '<!DOCTYPE a [<!ENTITY b "c">]><?xml'),
    ],
)
def test_what_reaches_out_is_refused_with_its_part(part: str, old: str, new: str) -> None:
    content = with_part(part, lambda text: text.replace(old, new, 1) if text else new)
    assert part in refusal_of(content)


def test_bomb_and_no_document_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (21 * 1024 * 1024))
    for content in (bomb.getvalue(), b"%PDF-1.4", b""):
        refusal_of(content)
