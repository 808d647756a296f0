"""Which annual report of an organisation the address of a page asks for."""

from django.http import Http404, HttpRequest
from django.utils.http import urlencode

from rectification.enums import DocumentVariant
from rectification.models import Organisation
from rectification.policies.days import today
from rectification.selectors.annual import years_of
from rectification.web.access import row_key


def wanted_report(request: HttpRequest, place: Organisation) -> tuple[int, DocumentVariant]:
    """Year and variant; without a word of which, the present year's internal one. Raises Http404
    where there is none such."""
    this_year = today().year
    year = row_key(request.GET.get("year", str(this_year)))
    variant = request.GET.get("variant", DocumentVariant.INTERNAL)
    if year is None or year not in years_of(place, this_year):
        raise Http404
    if variant not in DocumentVariant.values:
        raise Http404
    return year, DocumentVariant(variant)


def of_report(url: str, year: int, variant: DocumentVariant, **more: str) -> str:
    """The address of a page about this one."""
    query = {"year": str(year), "variant": variant.value, **more}
    return f"{url}?{urlencode(query)}"
