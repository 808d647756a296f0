"""Reading the checkpoints: whether what they sealed is still there, and they themselves are."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from rectification.audit.canonical import head_line
from rectification.audit.merkle import root_of
from rectification.audit.paper_register import REGISTER_NAME
from rectification.hashing import hash_of
from rectification.models import CaseEvent, Checkpoint, CheckpointHead, PaperEvent

_AT_ONCE: Final = 2000


class SealFault(StrEnum):
    """Names that `check_invariants` prints."""

    TRUNCATED = "sealed_event_missing"
    RECHAINED = "event_not_as_sealed"
    HEADS = "checkpoint_heads_changed"
    ORDER = "checkpoint_out_of_order"
    SIGNATURE = "checkpoint_signature_wrong"


class BrokenSeal(NamedTuple):
    """`subject` is a case or the register of papers, or a checkpoint by its number."""

    subject: str
    detail: str
    fault: SealFault


def broken_seals() -> Iterator[BrokenSeal]:
    """All that can be told without the files kept elsewhere, which a bundle is held against."""
    yield from _broken_heads()
    yield from _broken_checkpoints()


def _broken_heads() -> Iterator[BrokenSeal]:
    """An end that was cut off, and a chain that was made anew."""
    sealed = CaseEvent.objects.filter(case=OuterRef("case"), sequence=OuterRef("sequence"))
    lines = PaperEvent.objects.filter(sequence=OuterRef("sequence"))
    found = Case(
        When(case=None, then=Subquery(lines.values("hash")[:1])),
        default=Subquery(sealed.values("hash")[:1]),
    )
    wrong = CheckpointHead.objects.annotate(found=found).filter(
        Q(found__isnull=True) | ~Q(found=F("hash"))
    )
    for head in wrong.select_related("case").order_by("case", "sequence").iterator():
        is_gone = head.found is None
        fault = SealFault.TRUNCATED if is_gone else SealFault.RECHAINED
        yield BrokenSeal(str(head.case or REGISTER_NAME), str(head.sequence), fault)


def _broken_checkpoints() -> Iterator[BrokenSeal]:
    rows = CheckpointHead.objects.order_by("checkpoint__number", *CheckpointHead.IN_ORDER)
    by_checkpoint = groupby(rows.iterator(chunk_size=_AT_ONCE), key=attrgetter("checkpoint_id"))
    heads = next(by_checkpoint, None)
    before: Checkpoint | None = None
    for checkpoint in Checkpoint.objects.order_by("number").iterator():
        own: Iterable[CheckpointHead] = ()
        if heads is not None and heads[0] == checkpoint.pk:
            own = list(heads[1])
            heads = next(by_checkpoint, None)
        for fault in _faults(checkpoint, before, own):
            yield BrokenSeal(str(checkpoint), "", fault)
        before = checkpoint


def _faults(
    checkpoint: Checkpoint, before: Checkpoint | None, heads: Iterable[CheckpointHead]
) -> Iterator[SealFault]:
    told = json.loads(checkpoint.statement)
    lines = [head_line(head.case_id, head.sequence, head.hash) for head in heads]
    if not lines or told["root"] != root_of(lines) or told["cases"] != len(lines):
        yield SealFault.HEADS
    number = before.number + 1 if before else 1
    previous = hash_of(before.statement) if before else ""
    if (told["number"], told["previous"]) != (checkpoint.number, previous) or (
        checkpoint.number != number
    ):
        yield SealFault.ORDER
    if not is_signed(checkpoint.statement, checkpoint.signature, checkpoint.public_key):
        yield SealFault.SIGNATURE


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Both in hexadecimal; what is none signs nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
