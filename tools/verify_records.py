#!/usr/bin/env python3
"""Prove an exported bundle of records without the server: Python alone, this file alone.

    python3 verify_records.py BUNDLE.zip [--key HEX]... [--checkpoints FOLDER] [--language zh|en]

What a bundle holds stands in docs/how-to/prove-records.md. Ends with 0 when nothing is wrong, with
1 when something was changed, with 2 when the bundle cannot be read. Signatures are checked where
the package `cryptography` is installed; the report says so where it is not.
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
from typing import IO, Any

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
NEEDED = {"events.txt", "evidence.jsonl", "checkpoints.jsonl"}
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, EOFError)

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
        "empty": "其中没有任何记录",
        "case": "案件 {case}：",
        "bundle": "导出包：",
        "sound": "已核对 {cases} 个案件、{events} 条记录：未发现改动。",
        "broken": "已核对 {cases} 个案件、{events} 条记录：发现 {faults} 处问题。",
        "words": "文字内容：{kept} 条与记录相符，{gone} 条未附或已依规清除（其哈希值仍在）。",
        "unsealed": "检查点之后尚未封存的记录：{unsealed} 条。这些记录被截尾或重编时无法发现。",
        "open": "没有任何检查点封存过的案件：{cases}。这些案件的记录无从证明。",
        "checkpoints": "检查点：{checkpoints} 个；另行保存的检查点文件：{outside} 个。",
        "newest": "最新的检查点：第 {number} 号，{at}（世界协调时）。",
        "missing": "另行保存的检查点文件缺号：{numbers}。缺号处封存的内容未经核对。",
        "cut_off": "未给出另行保存的检查点文件：结尾的记录连同其检查点一并删去的，无法发现。",
        "no_signature": "本机未安装 cryptography，未核对签名。",
        "own_key": "签名由导出包自带的公钥核对：{key}。请与另行保存的公钥比对。",
        "pinned": "签名由您给出的公钥核对。",
        "proves": "能证明：上述记录自封存之后未被修改、删除、插入、调换或重新编造。",
        "within": "只能说明：导出包前后一致。要证明封存之后未被改动，请用 --checkpoints "
        "给出另行保存的检查点文件，或用 --key 给出另行保存的公钥。",
        "not": "不能证明：记录写入时内容真实；没有被导出的案件；封存之前的改动；"
        "佐证文件清单（evidence.jsonl），它不在记录链内。",
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
        "empty": "there is no event in it",
        "case": "case {case}: ",
        "bundle": "bundle: ",
        "sound": "{cases} cases, {events} events: nothing was changed.",
        "broken": "{cases} cases, {events} events: {faults} faults found.",
        "words": "Words: {kept} match their events, {gone} are not here or were lawfully erased "
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
        "pinned": "Signatures were checked with the key that you gave.",
        "proves": "This proves that since they were sealed these events were not changed, deleted, "
        "put in, moved or made anew.",
        "within": "This shows only that the bundle agrees with itself. To prove that nothing was "
        "changed since it was sealed, give checkpoint files kept elsewhere (--checkpoints) or the "
        "public key kept elsewhere (--key).",
        "not": "It does not prove that what was written was true, nor anything of cases that are "
        "not here, nor of changes before sealing, nor of the list of files (evidence.jsonl), "
        "which is in no chain.",
    },
}


class Findings:
    """What is wrong, as (kind, case or None, where), and what was counted."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, int | None, object]] = []
        self.counts: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.open: list[int] = []
        self.missing: list[str] = []
        self.newest: dict[str, Any] = {}
        self.is_anchored = False
        """Held against something that does not come from the bundle itself."""

    def add(self, kind: str, case: int | None = None, at: object = "") -> None:
        self.faults.append((kind, case, at))


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def verify(bundle: Bundle, keys: Collection[str] = (), outside: Sequence[Any] = ()) -> Findings:
    """`bundle` maps names to bytes; `outside` are checkpoint files that were kept elsewhere."""
    found = Findings()
    verify_files(bundle, found)
    hashes = verify_chains(lines_of(bundle, "events.txt"), found)
    verify_words(lines_of(bundle, "payloads.jsonl"), lines_of(bundle, "events.txt"), found)
    checkpoints = [json.loads(line) for line in lines_of(bundle, "checkpoints.jsonl")]
    own: Counter[int] = Counter()
    kept: Counter[int] = Counter()
    for checkpoint in checkpoints:
        verify_proofs(checkpoint, hashes, own, found)
    for checkpoint in outside:
        verify_outside(checkpoint, hashes, kept, found)
    for checkpoint in [*checkpoints, *outside]:
        verify_signature(checkpoint, keys, found)
    verify_order([*checkpoints, *outside], found)
    found.missing = gaps_in(statement_of(checkpoint)["number"] for checkpoint in outside)
    found.counts["checkpoints"] = len(checkpoints)
    found.counts["outside"] = len(outside)
    signed = bool(keys) and CHECKS_SIGNATURES
    found.is_anchored = bool(outside) or (signed and bool(checkpoints))
    count_sealed(hashes, kept if outside and not signed else own | kept, found)
    return found


def count_sealed(hashes: Hashes, sealed: Counter[int], found: Findings) -> None:
    """Where files kept elsewhere are all there is to trust, by those alone."""
    found.counts["cases"] = len(hashes)
    found.counts["unsealed"] = sum(
        sequence > sealed[case] for case, chain in hashes.items() for sequence in chain
    )
    found.open = [case for case in hashes if not sealed[case]]
    if not hashes:
        found.add("empty")


def gaps_in(numbers: Iterable[int]) -> list[str]:
    """What is not there before the last of those kept elsewhere."""
    there = sorted({0, *numbers})
    return [f"{one + 1}–{two - 1}" for one, two in pairwise(there) if two > one + 1]


def statement_of(checkpoint: Any) -> dict[str, Any]:
    return dict(json.loads(checkpoint["statement"]))


def lines_of(bundle: Bundle, name: str) -> list[str]:
    """A line feed ends each; what people wrote may hold other signs that end lines."""
    return [line for line in bundle.get(name, b"").decode().split("\n") if line]


def verify_files(bundle: Bundle, found: Findings) -> None:
    manifest = json.loads(bundle["manifest.json"])
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']}")
    listed = manifest["files"]
    for name in sorted({*bundle, *listed, *NEEDED} - {"manifest.json"}):
        if name not in bundle or sha256(bundle[name]) != listed.get(name):
            found.add("file", at=name)


def verify_chains(lines: Sequence[str], found: Findings) -> Hashes:
    """Each line is the hash of an event, a blank, and what it was computed over."""
    hashes: Hashes = {}
    before: dict[int, int] = {}
    for line in lines:
        digest, _, content = line.partition(" ")
        event = json.loads(content)
        case, sequence = event["case"], event["sequence"]
        chain = hashes.setdefault(case, {})
        if sequence != before.get(case, 0) + 1:
            found.add("sequence", case, sequence)
        if event["previous"] != chain.get(before.get(case, 0), ""):
            found.add("link", case, sequence)
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            found.add("changed", case, sequence)
        chain[sequence], before[case] = digest, sequence
        found.counts["events"] += 1
    return hashes


def verify_words(words: Sequence[str], lines: Sequence[str], found: Findings) -> None:
    wanted: dict[tuple[int, int], str] = {}
    for line in lines if words else ():
        event = json.loads(line.partition(" ")[2])
        wanted[event["case"], event["sequence"]] = event["payload_hash"]
    for each in map(json.loads, words):
        salted = {"salt": each["salt"], "text": each["text"]}
        digest = sha256(json.dumps(salted, ensure_ascii=False, sort_keys=True))
        if wanted.pop((each["case"], each["sequence"]), "") != digest:
            found.add("payload", each["case"], each["sequence"])
        else:
            found.counts["kept"] += 1
    found.counts["gone"] = found.counts["events"] - len(words)


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


def verify_proofs(checkpoint: Any, hashes: Hashes, sealed: Counter[int], found: Findings) -> None:
    root = statement_of(checkpoint)["root"]
    for proof in checkpoint["proofs"]:
        if root_by(proof["head"], proof["path"]) != root:
            found.add("proof", json.loads(proof["head"])["case"])
        verify_head(proof["head"], hashes, sealed, found)


def verify_outside(checkpoint: Any, hashes: Hashes, sealed: Counter[int], found: Findings) -> None:
    """A file of a checkpoint holds all its heads: those of other cases are passed over."""
    if root_of(checkpoint["heads"]) != statement_of(checkpoint)["root"]:
        found.add("proof")
    for head in checkpoint["heads"]:
        if json.loads(head)["case"] in hashes:
            verify_head(head, hashes, sealed, found)


def verify_head(head: str, hashes: Hashes, sealed: Counter[int], found: Findings) -> None:
    told = json.loads(head)
    case, sequence = told["case"], told["sequence"]
    chain = hashes.get(case, {})
    sealed[case] = max(sequence, sealed[case])
    if sequence not in chain:
        found.add("truncated", case, sequence)
    elif chain[sequence] != told["hash"]:
        found.add("rechained", case, sequence)


def verify_order(checkpoints: Sequence[Any], found: Findings) -> None:
    """One statement to a number; those that stand beside each other follow each other by hash."""
    statements: dict[int, str] = {}
    for told in map(statement_of, checkpoints):
        found.newest = max(found.newest or told, told, key=lambda each: each["number"])
    for checkpoint in checkpoints:
        number, statement = statement_of(checkpoint)["number"], checkpoint["statement"]
        if statements.setdefault(number, statement) != statement:
            found.add("fork", at=number)
    for number, statement in statements.items():
        before = statements.get(number - 1)
        if before is not None and json.loads(statement)["previous"] != sha256(before):
            found.add("order", at=number)


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


def report(found: Findings, language: str, pinned: bool) -> Iterator[str]:
    words, counts = WORDS[language], found.counts
    for kind, case, at in found.faults:
        where = words["bundle"] if case is None else words["case"].format(case=case)
        yield where + words[kind].format(at=at)
    verdict = "broken" if found.faults else "sound"
    yield words[verdict].format(
        cases=counts["cases"], events=counts["events"], faults=len(found.faults)
    )
    yield words["words"].format_map(counts)
    yield words["checkpoints"].format_map(counts)
    yield words["unsealed"].format_map(counts)
    yield from limits(found, words)
    if not CHECKS_SIGNATURES:
        yield words["no_signature"]
    elif found.keys:
        yield words["pinned"] if pinned else words["own_key"].format(key=listed(sorted(found.keys)))
    if not found.faults:
        yield words["proves"] if found.is_anchored else words["within"]
    yield words["not"]


def limits(found: Findings, words: dict[str, str]) -> Iterator[str]:
    """How far the checkpoints reach, and what lies beyond."""
    if found.newest:
        yield words["newest"].format(**found.newest)
    if found.missing:
        yield words["missing"].format(numbers=listed(found.missing))
    if found.open:
        yield words["open"].format(cases=listed(found.open))
    if not found.counts["outside"]:
        yield words["cut_off"]


def listed(values: Iterable[int] | Iterable[str]) -> str:
    return ", ".join(str(value) for value in values)


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


def main(given: Sequence[str] | None = None) -> int:
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
    parser.add_argument("--language", choices=sorted(WORDS), default="zh")
    options = parser.parse_args(given)
    try:
        outside = read_checkpoints(options.checkpoints) if options.checkpoints else []
        found = verify(read_bundle(options.bundle), options.keys, outside)
    except (*UNREADABLE, zipfile.BadZipFile, zlib.error) as error:
        print(f"{options.bundle}: {error!r}", file=sys.stderr)
        return 2
    print("\n".join(report(found, options.language, bool(options.keys))))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
