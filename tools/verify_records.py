#!/usr/bin/env python3
"""Prove an exported bundle of records without the server: Python alone, this file alone.

    python3 verify_records.py BUNDLE.zip [--key HEX] [--checkpoints FOLDER] [--language zh|en]

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
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    CHECKS_SIGNATURES = True
except ImportError:
    CHECKS_SIGNATURES = False

Bundle = dict[str, bytes]
Hashes = dict[int, dict[int, str]]
"""Of each case the hash of each event."""

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
        "order": "检查点 {at} 与上一检查点不衔接",
        "file": "文件 {at} 与清单所列的哈希值不符",
        "case": "案件 {case}：",
        "bundle": "导出包：",
        "sound": "已核对 {cases} 个案件、{events} 条记录：未发现改动。",
        "broken": "已核对 {cases} 个案件、{events} 条记录：发现 {faults} 处问题。",
        "words": "文字内容：{kept} 条与记录相符，{gone} 条未附或已依规清除（其哈希值仍在）。",
        "unsealed": "检查点之后尚未封存的记录：{unsealed} 条。这些记录被截尾或重编时无法发现。",
        "checkpoints": "检查点：{count} 个；另行保存的检查点文件：{outside} 个。",
        "no_signature": "本机未安装 cryptography，未核对签名。",
        "own_key": "签名由导出包自带的公钥核对：{key}。请与另行保存的公钥比对。",
        "pinned": "签名由您给出的公钥核对。",
        "proves": "能证明：上述记录自封存之后未被修改、删除、插入、调换或重新编造。",
        "not": "不能证明：记录写入时内容真实；没有被导出的案件；封存之前的改动。",
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
        "order": "checkpoint {at} does not follow the one before",
        "file": "the file {at} is not the one of the manifest",
        "case": "case {case}: ",
        "bundle": "bundle: ",
        "sound": "{cases} cases, {events} events: nothing was changed.",
        "broken": "{cases} cases, {events} events: {faults} faults found.",
        "words": "Words: {kept} match their events, {gone} are not here or were lawfully erased "
        "(their hashes are).",
        "unsealed": "Events after the last checkpoint: {unsealed}. If these were cut off or made "
        "anew nothing shows it.",
        "checkpoints": "Checkpoints: {count}; kept elsewhere: {outside}.",
        "no_signature": "The package cryptography is not installed: signatures were not checked.",
        "own_key": "Signatures were checked with the key of the bundle: {key}. Compare it with the "
        "one kept elsewhere.",
        "pinned": "Signatures were checked with the key that you gave.",
        "proves": "This proves that since they were sealed these events were not changed, deleted, "
        "put in, moved or made anew.",
        "not": "It does not prove that what was written was true, nor anything of cases that are "
        "not here, nor of changes before sealing.",
    },
}


class Findings:
    """What is wrong, as (kind, case or None, where), and what was counted."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, int | None, object]] = []
        self.counts: Counter[str] = Counter()
        self.keys: set[str] = set()

    def add(self, kind: str, case: int | None = None, at: object = "") -> None:
        self.faults.append((kind, case, at))


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def verify(bundle: Bundle, key: str = "", outside: Sequence[Any] = ()) -> Findings:
    """`bundle` maps names to bytes; `outside` are checkpoint files that were kept elsewhere."""
    found = Findings()
    verify_files(bundle, found)
    hashes = verify_chains(lines_of(bundle, "events.txt"), found)
    words = [json.loads(line) for line in lines_of(bundle, "payloads.jsonl")]
    verify_words(words, lines_of(bundle, "events.txt"), found)
    sealed: dict[int, int] = {}
    checkpoints = [json.loads(line) for line in lines_of(bundle, "checkpoints.jsonl")]
    for checkpoint in checkpoints:
        verify_signature(checkpoint, key, found)
        verify_proofs(checkpoint, hashes, sealed, found)
    verify_order(checkpoints, found)
    for checkpoint in outside:
        verify_signature(checkpoint, key, found)
        verify_outside(checkpoint, hashes, sealed, found)
    found.counts["cases"] = len(hashes)
    found.counts["checkpoints"] = len(checkpoints)
    found.counts["outside"] = len(outside)
    found.counts["unsealed"] = sum(
        sequence > sealed.get(case, 0) for case, chain in hashes.items() for sequence in chain
    )
    return found


def lines_of(bundle: Bundle, name: str) -> list[str]:
    return bundle.get(name, b"").decode().splitlines()


def verify_files(bundle: Bundle, found: Findings) -> None:
    for name, digest in json.loads(bundle["manifest.json"])["files"].items():
        if sha256(bundle.get(name, b"")) != digest:
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


def verify_words(words: list[Any], lines: Sequence[str], found: Findings) -> None:
    wanted: dict[tuple[int, int], str] = {}
    if words:
        for line in lines:
            event = json.loads(line.partition(" ")[2])
            wanted[event["case"], event["sequence"]] = event["payload_hash"]
    for each in words:
        salted = {"salt": each["salt"], "text": each["text"]}
        digest = sha256(json.dumps(salted, ensure_ascii=False, sort_keys=True))
        if wanted.get((each["case"], each["sequence"])) != digest:
            found.add("payload", each["case"], each["sequence"])
        else:
            found.counts["kept"] += 1
    found.counts["gone"] = found.counts["events"] - len(words)


def verify_signature(checkpoint: Any, key: str, found: Findings) -> None:
    found.keys.add(checkpoint["public_key"])
    number = json.loads(checkpoint["statement"])["number"]
    if not CHECKS_SIGNATURES:
        return
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key or checkpoint["public_key"]))
    try:
        public.verify(bytes.fromhex(checkpoint["signature"]), checkpoint["statement"].encode())
    except InvalidSignature:
        found.add("signature", at=number)


def verify_proofs(checkpoint: Any, hashes: Hashes, sealed: dict[int, int], found: Findings) -> None:
    root = json.loads(checkpoint["statement"])["root"]
    for proof in checkpoint["proofs"]:
        if root_by(proof["head"], proof["path"]) != root:
            found.add("proof", json.loads(proof["head"])["case"])
        verify_head(proof["head"], hashes, sealed, found)


def verify_outside(
    checkpoint: Any, hashes: Hashes, sealed: dict[int, int], found: Findings
) -> None:
    """A file of a checkpoint holds all its heads: those of other cases are passed over."""
    if root_of(checkpoint["heads"]) != json.loads(checkpoint["statement"])["root"]:
        found.add("proof")
    for head in checkpoint["heads"]:
        if json.loads(head)["case"] in hashes:
            verify_head(head, hashes, sealed, found)


def verify_head(head: str, hashes: Hashes, sealed: dict[int, int], found: Findings) -> None:
    told = json.loads(head)
    case, sequence = told["case"], told["sequence"]
    chain = hashes.get(case, {})
    sealed[case] = max(sequence, sealed.get(case, 0))
    if sequence not in chain:
        found.add("truncated", case, sequence)
    elif chain[sequence] != told["hash"]:
        found.add("rechained", case, sequence)


def verify_order(checkpoints: list[Any], found: Findings) -> None:
    """Those that stand beside each other by number follow each other by hash."""
    statements = {json.loads(c["statement"])["number"]: c["statement"] for c in checkpoints}
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
    yield words["words"].format(kept=counts["kept"], gone=counts["gone"])
    yield words["checkpoints"].format(count=counts["checkpoints"], outside=counts["outside"])
    yield words["unsealed"].format(unsealed=counts["unsealed"])
    if not CHECKS_SIGNATURES:
        yield words["no_signature"]
    elif found.keys:
        keys = ", ".join(sorted(found.keys))
        yield words["pinned"] if pinned else words["own_key"].format(key=keys)
    yield words["proves"]
    yield words["not"]


def read_bundle(path: Path) -> Bundle:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", default="", help="public key kept elsewhere, hexadecimal")
    parser.add_argument("--checkpoints", type=Path, help="folder of checkpoint files")
    parser.add_argument("--language", choices=sorted(WORDS), default="zh")
    options = parser.parse_args(given)
    try:
        bundle = read_bundle(options.bundle)
        folder = sorted(options.checkpoints.glob("*.json")) if options.checkpoints else []
        outside = [json.loads(path.read_text(encoding="utf-8")) for path in folder]
        found = verify(bundle, options.key, outside)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        print(f"{options.bundle}: {error}", file=sys.stderr)
        return 2
    print("\n".join(report(found, options.language, bool(options.key))))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
