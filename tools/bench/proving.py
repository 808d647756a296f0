"""Events a second that the verifier proves, beside reading and hashing the same lines once.

Fifty thousand are promised.
"""

import json
import statistics
import time
from collections.abc import Iterator
from typing import Final

from tools.bench.measuring import Result, compare, tell

PROVED: Final = 5_000
"""Events in the chain that is proved."""
PROMISED: Final = 50_000


def measure() -> Iterator[Result]:
    from rectification.hashing import hash_of, line_of  # noqa: PLC0415
    from tools import verify_records  # noqa: PLC0415

    lines, previous = [], ""
    for sequence in range(1, PROVED + 1):
        codes = {"actor": 12, "case": 1, "payload_hash": "0" * 64, "previous": previous}
        codes |= {"files": [], "format": 1, "versions": [f"case {sequence} {'0' * 64}"]}
        line = line_of({**codes, "sequence": sequence, "step": "carry_out", "verb": "progress"})
        previous = hash_of(line)
        lines.append(f"{previous} {line}")

    bundle = {"events.txt": "\n".join(lines).encode()}

    def floor() -> None:
        for line in lines:
            content = line.partition(" ")[2]
            json.loads(content)
            hash_of(content)

    taken: list[float] = []

    def prove() -> None:
        started = time.perf_counter()
        verify_records.verify_chains(verify_records.events_of(bundle), verify_records.Findings())
        taken.append(time.perf_counter() - started)

    result = compare("records proved", floor, prove)
    rate = round(PROVED / statistics.median(taken))
    tell("events proved", f"{rate} a second, {PROMISED} are promised")
    yield {**result, "events_a_second": rate}
