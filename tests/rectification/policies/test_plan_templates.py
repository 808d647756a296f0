from rectification.policies.authority import authority_of
from rectification.policies.plan_templates import template_office
from tests.factories import Township


def test_the_organisation_office_alone_keeps_the_templates(town: Township) -> None:
    office = template_office(authority_of(town.org.user))
    assert office is not None
    assert (office.role, office.jurisdiction) == ("ORG", town.committee)
    for other in (town.pse, town.officer, town.east.secretary):
        assert template_office(authority_of(other.user)) is None
