"""Receipt codes: nobody guesses one, and no table gives one away."""

from typing import Any

from rectification.policies.receipts import ALPHABET, hash_of, hashes_of, random_code


def test_code_is_random_and_can_be_copied_by_hand() -> None:
    codes = {random_code() for _turn in range(200)}
    assert len(codes) == 200
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4, 4, 4]
        assert set("".join(groups)) <= set(ALPHABET)


def test_hash_tells_nothing_of_the_code_and_forgives_how_it_is_typed(settings: Any) -> None:
    code = "7KQM-2XWD-H9AB"
    found = hash_of(code)
    assert len(found) == 64
    assert not any(group in found.upper() for group in code.split("-"))
    assert found == hash_of(" 7kqm 2xwd h9ab")
    assert found != hash_of("7KQM-2XWD-H9AC")
    assert found != hash_of(code, key="another key")


def test_code_stays_good_when_the_key_is_replaced(settings: Any) -> None:
    old = hash_of("7KQM-2XWD-H9AB")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the key that came after it and is long enough to be one"
    found = hashes_of("7KQM-2XWD-H9AB")
    assert found == [hash_of("7KQM-2XWD-H9AB"), old]
    assert found[0] != old
