"""The on-line channel of a township, switched on; who a reporter is, shown to somebody."""

from datetime import timedelta

from django.utils import timezone

from rectification.models import Case, IdentityRequest, OnlineIntake, Opinion, Person
from tests.factories.cast import Township


def takes_opinions(town: Township) -> Township:
    """The office of the township has switched the public page on."""
    OnlineIntake.objects.create(township=town.committee, is_open=True)
    return town


def granted(case: Case, to: Person, by: Person) -> IdentityRequest:
    """The leading group has let him read who sent the opinion of the case."""
    by = by if by != to else Person.objects.exclude(pk=to.pk).earliest("pk")
    return IdentityRequest.objects.create(
        case=case,
        opinion=Opinion.objects.get(case=case),
        requested_by=to,
        requested_at=timezone.now(),
        document_number="云纪函〔2026〕8号",
        decide_by=timezone.localdate() + timedelta(days=7),
        decision="granted",
        decided_by=by,
        decided_at=timezone.now(),
        shown_until=timezone.localdate() + timedelta(days=7),
    )
