"""Whether a new wording only leaves something out (docs/rules.md 4.6, T25)."""

from rectification.redaction.mask import SOMEBODY


def is_narrower(before: str, after: str) -> bool:
    """True when `after` comes from `before` by leaving out, or by masking with 某, alone."""
    kept = iter(before)
    return bool(after.strip()) and all(
        character in kept for character in after if character != SOMEBODY
    )
