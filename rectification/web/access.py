"""What every page of a logged-in reader shares: his authority, the gate, and no trace in caches."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.views.generic import View

from rectification.acting import acting_as
from rectification.calendar import WorkingCalendar
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, Person, User
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.selectors.cases import visible_to
from rectification.selectors.lights import with_marks
from rectification.selectors.orders import with_orders
from rectification.selectors.referrals import with_referrals
from rectification.selectors.retention import tombstone_of

READING: Final = ["get", "head", "options"]
FORM: Final = ["get", "post", "head", "options"]
"""The methods of a page that shows, and of one that takes something in as well."""


def account(request: HttpRequest) -> User:
    """The account behind a request that `login_required` has let through."""
    return cast(User, request.user)


class UncachedMixin(View):
    """What is shown here is never kept by browser or proxy."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class OwnPageMixin(LoginRequiredMixin, UncachedMixin):
    """A page for people with an account; what they may not see is a 404, whatever the reason."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """The frame of the page shows offices too and takes them from the request."""
        request.authority = SimpleLazyObject(lambda: authority_of(request.user))
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotVisible as hidden:
            raise Http404 from hidden

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def authority(self) -> Authority:
        """Loaded when it is first asked for, once a request."""
        return cast(Any, self.request).authority

    @property
    def person(self) -> Person:
        return self.authority.person

    @cached_property
    def today(self) -> date:
        return today()

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return current_calendar()

    def attempt(self, act: Callable[[], object], told: str = "") -> bool:
        """Call a service; what became of it, or why it refused, is told on the page that follows.

        Without `told` the page itself shows that it is done.
        """
        try:
            with acting_as(self.user.pk):
                act()
        except CaseError as error:
            messages.error(self.request, str(error.message))
            return False
        if told:
            messages.success(self.request, told)
        return True

    def visible_case(self, pk: int) -> Case:
        """The case, if the gate lets this reader in and it was not erased; raises NotVisible."""
        case = self.found_case(pk)
        if tombstone_of(case) is not None:
            raise NotVisible
        return case

    def found_case(self, pk: int) -> Case:
        """The same, erased or not: of an erased one its tombstone alone is shown (rules 10)."""
        case = (
            with_referrals(
                with_orders(with_marks(visible_to(self.user, self.authority).filter(pk=pk)))
            )
            .select_related("owner_organisation", "owner_person", "author")
            .first()
        )
        if case is None:
            raise NotVisible
        return case


class LimitedPageMixin(OwnPageMixin):
    """A page for some alone; for everybody else with an account it is not there."""

    @abstractmethod
    def is_open(self) -> bool:
        """Whether the reader may open it by what he holds today."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.is_open():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def before_of(request: HttpRequest) -> int | None:
    """The key after which the next page of a list begins; nonsense begins at the start."""
    return row_key(request.GET.get("before", ""))


def row_key(value: str) -> int | None:
    """The key of a row as an address or a form brings it; None for nonsense."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def same_page(request: HttpRequest, **query: str) -> str:
    """The address of the page that is open, with this query."""
    return f"{request.path}?{urlencode(query)}" if query else request.path


def address(name: str, *args: Any) -> str:
    """The address of a page of the house above, empty where it is not served."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
