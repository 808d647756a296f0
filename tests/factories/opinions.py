"""The on-line channel of a township, switched on."""

from rectification.models import OnlineIntake
from tests.factories.cast import Township


def takes_opinions(town: Township) -> Township:
    """The office of the township has switched the public page on."""
    OnlineIntake.objects.create(township=town.committee, is_open=True)
    return town
