#!/usr/bin/env python3
"""Prove an exported bundle of records without the server: Python alone, this file alone.

    python3 verify_records.py BUNDLE.zip [--key HEX]... [--checkpoints FOLDER] [--code CODE]...
                              [--document CODE [--file PAPER]] [--language zh|en]

What a bundle holds stands in docs/how-to/prove-records.md. Ends with 0 when nothing is wrong, with
1 when something was changed, with 2 when the bundle cannot be read. Signatures are checked where
the package `cryptography` is installed; the report says so where it is not.

Read from top to bottom: the words of the report; what is read; what is verified, from the single
event to the checkpoints; the report; the command.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    CHECKS_SIGNATURES = True
except ImportError:
    CHECKS_SIGNATURES = False

Bundle = dict[str, bytes]
Hashes = dict[int, dict[int, str]]
"""Of each case the hash of each event."""

FORMAT = 1
REGISTER = 0
"""In place of a case: the register of papers that are of none."""
ERASED = "erased"
"""The verb by which a chain says that what was written in its case went lawfully."""
NEEDED = {"events.txt", "evidence.jsonl", "versions.jsonl", "checkpoints.jsonl", "links.txt"}
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, EOFError)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of a code of a checkpoint: no letter that could be taken for another sign."""
ALIKE = str.maketrans("OIL", "011", " -")
CODE_BYTES = 15
DOCUMENT_BYTES = 10
VOIDED, SIGNED = "document_voided", "signed_copy_attached"
"""Verbs of events, of a paper that is void and of one that came back signed."""

# --- the words of the report ----------------------------------------------------------------------

WORDS = {
    "zh": {
        "sequence": "第 {at} 条记录前后序号不连续：有记录被删除、插入或调换",
        "link": "第 {at} 条记录与上一条不衔接",
        "changed": "第 {at} 条记录被改动",
        "payload": "第 {at} 条记录的文字内容被改动",
        "truncated": "检查点显示应有 {at} 条记录，现已缺失",
        "rechained": "第 {at} 条记录与检查点不符：整条记录链被重新编造",
        "proof": "检查点的证明与其根值不符",
        "signature": "检查点 {at} 的签名无效",
        "key": "检查点 {at} 不是用您给出的公钥签名的",
        "fork": "检查点 {at} 有两个不同的版本：数据库曾被重做或恢复",
        "order": "检查点 {at} 与上一检查点不衔接",
        "file": "文件 {at} 与清单不符：内容不同、缺少或多出",
        "evidence": "佐证材料 {at} 与记录链中的哈希值不符",
        "evidence_missing": "记录链中的佐证材料 {at} 在清单中缺失",
        "version": "字段历史 {at} 与记录链中的哈希值不符",
        "version_missing": "记录链中的字段历史 {at} 缺失",
        "version_extra": "字段历史 {at} 不在任何记录中",
        "values": "字段历史 {at} 的字段值被改动",
        "code": "检查码 {at} 与任何检查点都不相符：抄写有误，或检查点被重新编造",
        "statement": "公文 {at} 的登记事项与其验证码不符",
        "document": "记录中没有验证码为 {at} 的公文：抄写有误、不在本导出包内，或非本系统印发",
        "document_file": "所给文件既不是公文 {at} 印发时的文件，也不是附回的签字件",
        "empty": "其中没有任何记录",
        "found": "公文 {code}：{number}，{kind}（{variant}），{day} 印发，事项编号 {case}。",
        "found_report": "公文 {code}：{number}，{kind}（{variant}），{day} 印发，"
        "单位 {place}，{year} 年度。",
        "void": "公文 {code} 已作废（第 {at} 条记录），不再有效。",
        "valid": "公文 {code} 未作废。",
        "same_pdf": "所给文件与印发时的 PDF 文件一致。",
        "same_docx": "所给文件与印发时的 Word 文件一致。",
        "same_signed": "所给文件与附回的签字件一致。",
        "no_file": "未给出文件，只核对了登记事项；纸面内容请与印发时的文件比对。",
        "document_open": "公文 {code} 的记录尚未封存，或未经另行保存的检查点证明。",
        "plan_approval": "整改方案审批表",
        "publication_approval": "公开审批表",
        "posting": "公示（张贴稿）",
        "objection_answer": "异议答复书",
        "closing_sheet": "验收（销号）单",
        "supervision_order": "督办单",
        "circular": "情况通报",
        "annual_report": "年度整改报告",
        "case_file": "案卷",
        "internal": "内部版",
        "public": "公开版",
        "case": "案件 {case}：",
        "register": "公文登记簿：",
        "lines": "公文登记簿（不属任何事项的公文）：{lines} 条记录。",
        "register_open": "公文登记簿的记录没有任何检查点封存过，无从证明。",
        "bundle": "导出包：",
        "sound": "已核对 {cases} 个案件、{events} 条记录：未发现改动。",
        "broken": "已核对 {cases} 个案件、{events} 条记录：发现 {faults} 处问题。",
        "words": "文字内容：{kept} 条与记录相符，{erased} 条已依规清除（链中有清除记录），"
        "{gone} 条未附（链中没有清除记录）；其哈希值都在。",
        "lawful": "链中记有依规清除的案件：{cases}。",
        "files": "佐证材料：{files} 份的哈希值与记录链相符；{loose} 份不在任何记录中，无从证明。",
        "versions": "字段历史：{versions} 个版本与记录链相符，其中 {values} 个附有字段值；"
        "其余未附或已依规清除（其哈希值仍在）。",
        "unsealed": "检查点之后尚未封存的记录：{unsealed} 条。这些记录被截尾或重编时无法发现。",
        "open": "没有任何检查点封存过的案件：{cases}。这些案件的记录无从证明。",
        "checkpoints": "检查点：{checkpoints} 个；另行保存的检查点文件：{outside} 个。",
        "newest": "最新的检查点：第 {number} 号，{at}（世界协调时）。",
        "missing": "另行保存的检查点文件缺号：{numbers}。缺号处封存的内容未经核对。",
        "cut_off": "未给出另行保存的检查点文件：结尾的记录连同其检查点一并删去的，无法发现。",
        "no_signature": "本机未安装 cryptography，未核对签名。",
        "own_key": "签名由导出包自带的公钥核对：{key}。请与另行保存的公钥比对。",
        "by_code": "检查码与第 {number} 号检查点相符；第 {first} 号至第 {number} 号由它证明。",
        "pinned": "签名由您给出的公钥核对。",
        "proves": "能证明：上述记录自封存之后未被修改、删除、插入、调换或重新编造。",
        "within": "只能说明：导出包前后一致。要证明封存之后未被改动，请用 --checkpoints "
        "给出另行保存的检查点文件，用 --key 给出另行保存的公钥，"
        "或用 --code 给出纸质封存周报上的检查码。",
        "not": "不能证明：记录写入时内容真实；没有被导出的案件和公文登记簿；封存之前的改动；"
        "没有写进任何记录的材料和字段历史。",
    },
    "en": {
        "sequence": "event {at} is out of sequence: something was deleted, put in or moved",
        "link": "event {at} does not follow the one before",
        "changed": "event {at} was changed",
        "payload": "the words of event {at} were changed",
        "truncated": "a checkpoint has {at} events, the last of them are missing",
        "rechained": "event {at} is not the one of the checkpoint: the chain was made anew",
        "proof": "a checkpoint does not lead to its root",
        "signature": "the signature of checkpoint {at} is not valid",
        "key": "checkpoint {at} was not signed with a key that you gave",
        "fork": "there are two versions of checkpoint {at}: the database was made anew or restored",
        "order": "checkpoint {at} does not follow the one before",
        "file": "the file {at} is not as in the manifest: other, missing or too many",
        "evidence": "the file {at} has another hash than the chain has",
        "evidence_missing": "the file {at} of the chain is not in the list",
        "version": "the version {at} has another hash than the chain has",
        "version_missing": "the version {at} of the chain is missing",
        "version_extra": "the version {at} is named by no event",
        "values": "the values of the version {at} were changed",
        "code": "no checkpoint has the code {at}: mistyped, or the checkpoints were made anew",
        "statement": "what is on record of the document {at} does not fit its code",
        "document": "no document on record has the code {at}: mistyped, not of a case in this "
        "bundle, or not issued here",
        "document_file": "the file given is neither the document {at} as it was issued nor a "
        "signed copy of it",
        "empty": "there is no event in it",
        "found": "Document {code}: {number}, {kind} ({variant}), issued on {day}, case {case}.",
        "found_report": "Document {code}: {number}, {kind} ({variant}), issued on {day}, of "
        "organisation {place} and the year {year}.",
        "void": "The document {code} is void (event {at}) and holds no more.",
        "valid": "The document {code} is not void.",
        "same_pdf": "The file given is the PDF that was issued.",
        "same_docx": "The file given is the Word file that was issued.",
        "same_signed": "The file given is a signed copy that was attached.",
        "no_file": "No file was given: what stands on the paper was not compared with what was "
        "issued.",
        "document_open": "The record of the document {code} is not sealed yet, or by no checkpoint "
        "kept elsewhere.",
        "plan_approval": "approval form of a plan",
        "publication_approval": "approval form of a publication",
        "posting": "notice to be posted",
        "objection_answer": "answer to an objection",
        "closing_sheet": "closing sheet",
        "supervision_order": "supervision order",
        "circular": "circular",
        "annual_report": "annual report",
        "case_file": "case file",
        "internal": "internal",
        "public": "public",
        "case": "case {case}: ",
        "register": "register of papers: ",
        "lines": "Register of papers that are of no case: {lines} lines.",
        "register_open": "No checkpoint sealed the register of papers. Of its lines nothing is "
        "proved.",
        "bundle": "bundle: ",
        "sound": "{cases} cases, {events} events: nothing was changed.",
        "broken": "{cases} cases, {events} events: {faults} faults found.",
        "words": "Words: {kept} match their events, {erased} were lawfully erased (the chain says "
        "so), {gone} are not here (the chain says of no erasure); the hashes of all are.",
        "lawful": "Cases of which the chain says that they were lawfully erased: {cases}.",
        "files": "Files of proof: {files} have the hash that the chain has; {loose} are named by "
        "no event and not proved.",
        "versions": "Field history: {versions} versions have the hash that the chain has, "
        "{values} of them with their values; the others are not here or were lawfully erased "
        "(their hashes are).",
        "unsealed": "Events after the last checkpoint: {unsealed}. If these were cut off or made "
        "anew nothing shows it.",
        "open": "Cases that no checkpoint sealed: {cases}. Of their events nothing is proved.",
        "checkpoints": "Checkpoints: {checkpoints}; kept elsewhere: {outside}.",
        "newest": "The newest checkpoint: number {number}, {at} (UTC).",
        "missing": "Checkpoint files missing among those kept elsewhere: {numbers}. What they "
        "sealed was not checked.",
        "cut_off": "No checkpoint files kept elsewhere were given: if the last events were cut off "
        "together with their checkpoints nothing shows it.",
        "no_signature": "The package cryptography is not installed: signatures were not checked.",
        "own_key": "Signatures were checked with the key of the bundle: {key}. Compare it with the "
        "one kept elsewhere.",
        "by_code": "The code is that of checkpoint {number}; it proves checkpoints {first} to "
        "{number}.",
        "pinned": "Signatures were checked with the key that you gave.",
        "proves": "This proves that since they were sealed these events were not changed, deleted, "
        "put in, moved or made anew.",
        "within": "This shows only that the bundle agrees with itself. To prove that nothing was "
        "changed since it was sealed, give checkpoint files kept elsewhere (--checkpoints), the "
        "public key kept elsewhere (--key) or the code on the printed weekly sheet (--code).",
        "not": "It does not prove that what was written was true, nor anything of cases or of a "
        "register of papers that are not here, nor of changes before sealing, nor of files and "
        "versions that no event names.",
    },
}


# --- what is read ---------------------------------------------------------------------------------


class Event(NamedTuple):
    """`content` is the line over which the hash was computed, `told` what it says."""

    digest: str
    content: str
    told: dict[str, Any]

    @property
    def case(self) -> int:
        return int(self.told["case"])

    @property
    def sequence(self) -> int:
        return int(self.told["sequence"])


class Paper(NamedTuple):
    """An official document somebody asks about: what is typed from it, and the file if he has it.

    `code` is in groups of four, as the records have it.
    """

    code: str
    content: bytes | None = None


class Findings:
    """What is wrong, as (kind, case or None, where), and what was counted."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, int | None, object]] = []
        self.counts: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.open: list[int] = []
        self.missing: list[str] = []
        self.lawful: list[int] = []
        self.newest: dict[str, Any] = {}
        self.by_code: list[tuple[int, int]] = []
        """Which checkpoints each code proves: the first and the last."""
        self.document: list[tuple[str, dict[str, Any]]] = []
        """What is told of the document that was asked about: which words, filled by what."""
        self.sealed: Counter[int] = Counter()
        """The last number that is sealed of each case, by what comes from elsewhere."""
        self.is_anchored = False
        """Held against something that does not come from the bundle itself."""

    def add(self, kind: str, case: int | None = None, at: object = "") -> None:
        self.faults.append((kind, case, at))


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def line_of(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines_of(bundle: Bundle, name: str) -> list[str]:
    """A line feed ends each; what people wrote may hold other signs that end lines."""
    return [line for line in bundle.get(name, b"").decode().split("\n") if line]


def rows_of(bundle: Bundle, name: str) -> list[Any]:
    return [json.loads(line) for line in lines_of(bundle, name)]


def events_of(bundle: Bundle) -> list[Event]:
    """Each line is the hash of an event, a blank, and what it was computed over."""
    events = []
    for line in lines_of(bundle, "events.txt"):
        digest, _, content = line.partition(" ")
        told = json.loads(content)
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        events.append(Event(digest, content, told))
    return events


def statement_of(checkpoint: Any) -> dict[str, Any]:
    return dict(json.loads(checkpoint["statement"]))


def code_of(statement: str, size: int = CODE_BYTES) -> str:
    """What the weekly sheet prints of a checkpoint, or a paper of itself, without its hyphens."""
    number = int.from_bytes(hashlib.sha256(statement.encode()).digest()[:size], "big")
    places = range(size * 8 // 5 - 1, -1, -1)
    return "".join(DIGITS[number >> 5 * place & 31] for place in places)


def grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


# --- the bundle and its events --------------------------------------------------------------------


def verify(
    bundle: Bundle,
    keys: Collection[str] = (),
    outside: Sequence[Any] = (),
    codes: Collection[str] = (),
    paper: Paper | None = None,
) -> Findings:
    """`bundle` maps names to bytes; `outside` are checkpoint files that were kept elsewhere."""
    found = Findings()
    verify_files(bundle, found)
    events = events_of(bundle)
    hashes = verify_chains(events, found)
    if json.loads(bundle["manifest.json"]).get("register"):
        # A register of which every line is gone is held against the checkpoints all the same.
        hashes.setdefault(REGISTER, {})
    verify_words(rows_of(bundle, "payloads.jsonl"), events, found)
    verify_evidence(rows_of(bundle, "evidence.jsonl"), events, found)
    verify_versions(rows_of(bundle, "versions.jsonl"), events, found)
    verify_checkpoints(bundle, hashes, found, keys=keys, outside=outside, codes=codes)
    if paper is not None:
        verify_document(paper, rows_of(bundle, "evidence.jsonl"), events, found)
    found.counts["cases"] = len(hashes.keys() - {REGISTER})
    if REGISTER in hashes:
        found.counts["lines"] = len(hashes[REGISTER])
    if not events:
        found.add("empty")
    return found


def verify_files(bundle: Bundle, found: Findings) -> None:
    manifest = json.loads(bundle["manifest.json"])
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']}")
    listed = manifest["files"]
    for name in sorted({*bundle, *listed, *NEEDED} - {"manifest.json"}):
        if name not in bundle or sha256(bundle[name]) != listed.get(name):
            found.add("file", at=name)


def verify_chains(events: Sequence[Event], found: Findings) -> Hashes:
    hashes: Hashes = {}
    before: dict[int, int] = {}
    for event in events:
        case, sequence = event.case, event.sequence
        chain = hashes.setdefault(case, {})
        if sequence != before.get(case, 0) + 1:
            found.add("sequence", case, sequence)
        if event.told["previous"] != chain.get(before.get(case, 0), ""):
            found.add("link", case, sequence)
        if sha256(event.content) != event.digest:
            found.add("changed", case, sequence)
        chain[sequence], before[case] = event.digest, sequence
    found.counts["events"] = len(events)
    return hashes


def verify_words(words: Sequence[Any], events: Sequence[Event], found: Findings) -> None:
    """Words that are not here were erased where a later event of the chain says so."""
    wanted = {(event.case, event.sequence): event.told["payload_hash"] for event in events}
    lawful = {event.case: event.sequence for event in events if event.told["verb"] == ERASED}
    for each in words:
        salted = {"salt": each["salt"], "text": each["text"]}
        digest = sha256(json.dumps(salted, ensure_ascii=False, sort_keys=True))
        if wanted.pop((each["case"], each["sequence"]), "") != digest:
            found.add("payload", each["case"], each["sequence"])
        else:
            found.counts["kept"] += 1
    gone = [sequence <= lawful.get(case, 0) for case, sequence in wanted]
    found.counts["erased"] = sum(gone)
    found.counts["gone"] = len(gone) - sum(gone)
    found.lawful = sorted(lawful)


def verify_evidence(rows: Sequence[Any], events: Sequence[Event], found: Findings) -> None:
    """An event names what was handed in: its code, its hash as shown, its hash as handed in."""
    named: dict[str, tuple[int, str]] = {}
    for event in events:
        for line in event.told["files"]:
            named[line.partition(" ")[0]] = event.case, line
    for row in rows:
        code = row["file"].partition(" ")[0]
        case, line = named.pop(code, (row["case"], None))
        verify_statement(row, code, found)
        if line is None:
            found.counts["loose"] += 1
        elif (case, line) != (row["case"], row["file"]):
            found.add("evidence", case, code)
        else:
            found.counts["files"] += 1
    for code, (case, _line) in named.items():
        found.add("evidence_missing", case, code)
    found.counts.update(files=0, loose=0)


def verify_statement(row: Any, code: str, found: Findings) -> None:
    """The code of an official document is computed over what it says of itself."""
    is_document = code.startswith("document:")
    if is_document and document_code(row) != code.removeprefix("document:"):
        found.add("statement", row["case"], code)


def document_code(row: Any) -> str:
    return grouped(code_of(row.get("statement", ""), DOCUMENT_BYTES))


def verify_document(
    paper: Paper, rows: Sequence[Any], events: Sequence[Event], found: Findings
) -> None:
    """Which paper the code is of, whether it holds, and whether the file is the one on record.

    Hashes are taken from the chain; the list only says what the code was computed over.
    """
    name = f"document:{paper.code}"
    issued = next((e for e in events if hashes_in(e, name)), None)
    row = next((row for row in rows if row["file"].startswith(f"{name} ")), None)
    if issued is None or row is None or document_code(row) != paper.code:
        found.add("document", at=paper.code)
        return
    about = [e for e in events if e.case == issued.case and e.told["reference"] == name]
    void = next((e for e in about if e.told["verb"] == VOIDED), None)
    told = "found_report" if issued.case == REGISTER else "found"
    found.document.append((told, json.loads(row["statement"]) | {"code": paper.code}))
    at = void.sequence if void else 0
    found.document.append(("void" if void else "valid", {"code": paper.code, "at": at}))
    if found.sealed[issued.case] < max(issued.sequence, at):
        found.document.append(("document_open", {"code": paper.code}))
    if paper.content is None:
        found.document.append(("no_file", {}))
        return
    signed = [e for e in about if e.told["verb"] == SIGNED]
    known = dict.fromkeys((d for e in signed for d in hashes_in(e, "signed_copy:")), "same_signed")
    # A file of a case is printed and has no other form: both hashes are those of the PDF.
    for told, digest in zip(("same_pdf", "same_docx"), hashes_in(issued, name), strict=True):
        known.setdefault(digest, told)
    words = known.get(sha256(paper.content))
    if words is None:
        found.add("document_file", issued.case, paper.code)
    else:
        found.document.append((words, {}))


def hashes_in(event: Event, name: str) -> list[str]:
    """Of the files that the event names so."""
    return [
        digest
        for line in event.told["files"]
        if line.startswith(name)
        for digest in line.split(" ")[1:]
    ]


def verify_versions(rows: Sequence[Any], events: Sequence[Event], found: Findings) -> None:
    """An event names what it wrote: the model, the key of the version, the hash of its facts."""
    named: dict[str, tuple[int, str]] = {}
    for event in events:
        for line in event.told["versions"]:
            name, _, digest = line.rpartition(" ")
            named[name] = event.case, digest
    for row in rows:
        facts = row["version"]
        name = f"{facts['table']} {facts['key']}"
        case, digest = named.pop(name, (None, ""))
        if case is None:
            found.add("version_extra", at=name)
        elif sha256(line_of(facts)) != digest:
            found.add("version", case, name)
        else:
            found.counts["versions"] += 1
            verify_values(row, name, case, found)
    for name, (case, _digest) in named.items():
        found.add("version_missing", case, name)
    found.counts.update(versions=0, values=0)


def verify_values(row: Any, name: str, case: int, found: Findings) -> None:
    """The facts of a version hold a salted hash of its values, which may be here or not."""
    if "salt" not in row:
        return
    digest = sha256(line_of({"salt": row["salt"], "values": row["values"]}))
    if digest != row["version"]["values"]:
        found.add("values", case, name)
    else:
        found.counts["values"] += 1


# --- the checkpoints ------------------------------------------------------------------------------


def verify_checkpoints(
    bundle: Bundle,
    hashes: Hashes,
    found: Findings,
    *,
    keys: Collection[str],
    outside: Sequence[Any],
    codes: Collection[str],
) -> None:
    own = rows_of(bundle, "checkpoints.jsonl")
    sealed = {statement_of(one)["number"]: verify_proofs(one, hashes, found) for one in own}
    kept: Counter[int] = Counter()
    for checkpoint in outside:
        kept |= verify_outside(checkpoint, hashes, found)
    for checkpoint in [*own, *outside]:
        verify_signature(checkpoint, keys, found)
    links = [{"statement": line} for line in lines_of(bundle, "links.txt")]
    statements = verify_order([*own, *links, *outside], found)
    found.missing = gaps_in(statement_of(checkpoint)["number"] for checkpoint in outside)
    found.counts.update(checkpoints=len(own), outside=len(outside))
    found.by_code = [reach for code in codes if (reach := reach_of(code, statements, found))]
    proved: list[Counter[int]] = [kept] if outside else []
    if keys and own and CHECKS_SIGNATURES:
        proved += sealed.values()
    for first, last in found.by_code:
        proved += [heads for number, heads in sealed.items() if first <= number <= last]
    found.is_anchored = bool(proved)
    count_sealed(hashes, proved or list(sealed.values()), found)


def verify_proofs(checkpoint: Any, hashes: Hashes, found: Findings) -> Counter[int]:
    """The last number that it seals of each case."""
    root, sealed = statement_of(checkpoint)["root"], Counter[int]()
    for proof in checkpoint["proofs"]:
        if root_by(proof["head"], proof["path"]) != root:
            found.add("proof", json.loads(proof["head"])["case"])
        sealed |= verify_head(proof["head"], hashes, found)
    return sealed


def verify_outside(checkpoint: Any, hashes: Hashes, found: Findings) -> Counter[int]:
    """A file of a checkpoint holds all its heads: those of other cases are passed over."""
    sealed: Counter[int] = Counter()
    if root_of(checkpoint["heads"]) != statement_of(checkpoint)["root"]:
        found.add("proof")
    for head in checkpoint["heads"]:
        if json.loads(head)["case"] in hashes:
            sealed |= verify_head(head, hashes, found)
    return sealed


def verify_head(head: str, hashes: Hashes, found: Findings) -> Counter[int]:
    told = json.loads(head)
    case, sequence = told["case"], told["sequence"]
    chain = hashes.get(case, {})
    if sequence not in chain:
        found.add("truncated", case, sequence)
    elif chain[sequence] != told["hash"]:
        found.add("rechained", case, sequence)
    return Counter({case: sequence})


def verify_signature(checkpoint: Any, keys: Collection[str], found: Findings) -> None:
    key, number = checkpoint["public_key"], statement_of(checkpoint)["number"]
    found.keys.add(key)
    if keys and key not in keys:
        found.add("key", at=number)
    if not CHECKS_SIGNATURES:
        return
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    try:
        public.verify(bytes.fromhex(checkpoint["signature"]), checkpoint["statement"].encode())
    except InvalidSignature:
        found.add("signature", at=number)


def verify_order(checkpoints: Sequence[Any], found: Findings) -> dict[int, str]:
    """One statement to a number; those that stand beside each other follow each other by hash."""
    statements: dict[int, str] = {}
    for checkpoint in checkpoints:
        number, statement = statement_of(checkpoint)["number"], checkpoint["statement"]
        if statements.setdefault(number, statement) != statement:
            found.add("fork", at=number)
    for number, statement in statements.items():
        before = statements.get(number - 1)
        if before is not None and json.loads(statement)["previous"] != sha256(before):
            found.add("order", at=number)
    if statements:
        found.newest = dict(json.loads(statements[max(statements)]))
    return statements


def reach_of(code: str, statements: dict[int, str], found: Findings) -> tuple[int, int] | None:
    """Each statement holds the hash of the one before: a code proves all that lead up to it."""
    last = next((number for number, told in statements.items() if code_of(told) == code), None)
    if last is None:
        found.add("code", at=grouped(code))
        return None
    first = last
    while first - 1 in statements and (
        json.loads(statements[first])["previous"] == sha256(statements[first - 1])
    ):
        first -= 1
    return first, last


def count_sealed(hashes: Hashes, proved: Iterable[Counter[int]], found: Findings) -> None:
    """By what comes from elsewhere, where anything does."""
    sealed: Counter[int] = Counter()
    for heads in proved:
        sealed |= heads
    found.counts["unsealed"] = sum(
        sequence > sealed[case] for case, chain in hashes.items() for sequence in chain
    )
    found.open = [case for case, chain in hashes.items() if chain and not sealed[case]]
    found.sealed = sealed


def gaps_in(numbers: Iterable[int]) -> list[str]:
    """What is not there before the last of those kept elsewhere."""
    there = sorted({0, *numbers})
    return [f"{one + 1}–{two - 1}" for one, two in pairwise(there) if two > one + 1]


def root_by(head: str, path: Sequence[tuple[bool, str]]) -> str:
    """The root to which a path of (stands to the left, hash) leads."""
    node = hashlib.sha256(b"\x00" + head.encode()).digest()
    for is_left, beside in path:
        other = bytes.fromhex(beside)
        node = hashlib.sha256(b"\x01" + (other + node if is_left else node + other)).digest()
    return node.hex()


def root_of(heads: Sequence[str]) -> str:
    level = [hashlib.sha256(b"\x00" + head.encode()).digest() for head in heads]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0].hex() if level else ""


# --- the report -----------------------------------------------------------------------------------


def report(found: Findings, language: str, pinned: bool) -> Iterator[str]:
    words, counts = WORDS[language], found.counts
    for kind, case, at in found.faults:
        yield where_of(case, words) + words[kind].format(at=at)
    for kind, about in found.document:
        yield words[kind].format_map(worded(about, words))
    verdict = "broken" if found.faults else "sound"
    yield words[verdict].format(
        cases=counts["cases"], events=counts["events"], faults=len(found.faults)
    )
    for name in ("words", "files", "versions", "checkpoints", "unsealed"):
        yield words[name].format_map(counts)
    if "lines" in counts:
        yield words["lines"].format_map(counts)
    yield from limits(found, words)
    if not CHECKS_SIGNATURES:
        yield words["no_signature"]
    elif found.keys:
        yield words["pinned"] if pinned else words["own_key"].format(key=listed(sorted(found.keys)))
    if not found.faults:
        yield words["proves"] if found.is_anchored else words["within"]
    yield words["not"]


def where_of(case: int | None, words: dict[str, str]) -> str:
    if case is None:
        return words["bundle"]
    return words["register"] if case == REGISTER else words["case"].format(case=case)


def worded(about: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """Kind and variant in words; one that a later product added as it stands."""
    coded = {
        name: words.get(about[name], about[name]) for name in ("kind", "variant") & about.keys()
    }
    return about | coded


def limits(found: Findings, words: dict[str, str]) -> Iterator[str]:
    """How far the checkpoints reach, and what lies beyond."""
    if found.newest:
        yield words["newest"].format(**found.newest)
    if found.lawful:
        yield words["lawful"].format(cases=listed(found.lawful))
    if found.missing:
        yield words["missing"].format(numbers=listed(found.missing))
    if REGISTER in found.open:
        yield words["register_open"]
    if cases := [case for case in found.open if case != REGISTER]:
        yield words["open"].format(cases=listed(cases))
    for first, number in found.by_code:
        yield words["by_code"].format(first=first, number=number)
    if not found.counts["outside"]:
        yield words["cut_off"]


def listed(values: Iterable[int] | Iterable[str]) -> str:
    return ", ".join(str(value) for value in values)


# --- the command ----------------------------------------------------------------------------------


def read_bundle(path: Path | IO[bytes]) -> Bundle:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(set(names)) < len(names):
            raise ValueError("one name stands in it twice")
        return {name: archive.read(name) for name in names}


def read_checkpoints(folder: Path) -> list[Any]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ValueError(f"{folder}: no checkpoint files")
    return [json.loads(path.read_text(encoding="utf-8-sig")) for path in paths]


def public_key(given: str) -> str:
    if len(bytes.fromhex(given)) != hashlib.sha256().digest_size:
        raise ValueError
    return given.strip().lower()


def typed_code(given: str, size: int = CODE_BYTES) -> str:
    """As somebody types it from paper: hyphens, blanks and small letters make no difference."""
    code = given.upper().translate(ALIKE)
    if len(code) != size * 8 // 5 or not set(code) <= set(DIGITS):
        raise ValueError
    return code


def typed_document_code(given: str) -> str:
    return grouped(typed_code(given, DOCUMENT_BYTES))


def options_of(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument(
        "--key",
        dest="keys",
        type=public_key,
        action="append",
        default=[],
        help="public key kept elsewhere, hexadecimal; several times where it was changed",
    )
    parser.add_argument("--checkpoints", type=Path, help="folder of checkpoint files")
    parser.add_argument(
        "--code",
        dest="codes",
        type=typed_code,
        action="append",
        default=[],
        help="code of a checkpoint as the weekly sheet prints it; several times for several sheets",
    )
    parser.add_argument(
        "--document",
        type=typed_document_code,
        help="verification code printed on an official document",
    )
    parser.add_argument("--file", type=Path, help="that document, as the file one has of it")
    parser.add_argument("--language", choices=sorted(WORDS), default="zh")
    options = parser.parse_args(given)
    if options.file and not options.document:
        parser.error("--file needs --document")
    return options


def main(given: Sequence[str] | None = None) -> int:
    options = options_of(given)
    try:
        outside = read_checkpoints(options.checkpoints) if options.checkpoints else []
        content = options.file.read_bytes() if options.file else None
        paper = Paper(options.document, content) if options.document else None
        bundle = read_bundle(options.bundle)
        found = verify(bundle, options.keys, outside, options.codes, paper)
    except (*UNREADABLE, zipfile.BadZipFile, zlib.error) as error:
        print(f"{options.bundle}: {error!r}", file=sys.stderr)
        return 2
    print("\n".join(report(found, options.language, bool(options.keys))))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
