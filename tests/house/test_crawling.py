"""Readers who share the pages of a kind overlook none that is a page to one of them."""

from tests.house.crawling import Share, Shares

KIND, OTHER = "sheet", "board"
ADDRESSES = [f"/n/{token}/" for token in ("a", "b", "c", "d")]


def wanted(share: Share) -> list[str]:
    return [address for address in ADDRESSES if share.wants(address)]


def test_each_reads_some_and_each_address_is_read_once() -> None:
    shares = Shares([KIND], each=2)
    first, second = Share(shares), Share(shares)
    for address in ADDRESSES:
        assert first.wants(address)
        first.note(address)
    assert wanted(second) == ADDRESSES
    for address in ADDRESSES[:2]:
        second.note(address)
    assert wanted(second) == []


def test_what_was_no_page_to_one_is_left_to_the_next() -> None:
    shares = Shares([KIND], each=0)
    first, second = Share(shares), Share(shares)
    assert wanted(first) == ADDRESSES
    first.note(ADDRESSES[0])
    assert wanted(second) == ADDRESSES[1:]


def test_what_leads_on_is_read_by_everybody() -> None:
    shares = Shares([OTHER], each=0)
    for share in (Share(shares), Share(shares)):
        assert wanted(share) == ADDRESSES
        for address in ADDRESSES:
            share.note(address)
