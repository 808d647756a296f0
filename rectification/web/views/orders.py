"""督办单: the list of those in cases one sees, and the sheet of one, to be printed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.models import SupervisionOrder
from rectification.policies.orders import reads_orders, talking_office, why_not_note_talk
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.orders import ORDERS_SHOWN, orders_of
from rectification.selectors.sight import sight_of
from rectification.services.reading import log_case_read
from rectification.web.access import LimitedPageMixin, OwnPageMixin, address
from rectification.web.lights import Lights
from rectification.web.office_tabs import supervision_tabs
from rectification.web.orders import facts_of, order_row
from rectification.web.parts import Act, Crumb


class Orders(LimitedPageMixin, TemplateView):
    """Open ones first, then those that are over."""

    http_method_names = ["get", "head", "options"]
    template_name = "rectification/orders.html"

    def is_open(self) -> bool:
        return reads_orders(self.authority)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lights = Lights(self.today, self.calendar)
        found = list(orders_of(self.user, self.authority)[:ORDERS_SHOWN])
        return super().get_context_data(
            tabs=supervision_tabs(self.authority, "rectification:orders"),
            open_rows=[order_row(order, lights) for order in found if order.is_open],
            over_rows=[order_row(order, lights) for order in found if not order.is_open],
            **kwargs,
        )


class OrderPage(OwnPageMixin, TemplateView):
    """Whoever sees the case and how its procedure stands reads its orders."""

    http_method_names = ["get", "head", "options"]
    template_name = "rectification/order.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = orders_of(self.user, self.authority).filter(pk=kwargs["pk"]).first()
        if order is None:
            raise NotVisible
        sight = sight_of(order.case, self.authority, casefile.open_items(order.case))
        if Field.PLAN not in sight.fields:
            raise NotVisible
        log_case_read(
            case=order.case,
            person=self.person,
            what=f"order:{order.pk}",
            capacity=sight.capacity(self.authority),
        )
        return super().get_context_data(
            order=order,
            act=self._talk_act(order),
            # What was said in a talk is a word of the record.
            talk_note=order.talk_note if Field.RECORD in sight.fields else "",
            facts=facts_of(order, Lights(self.today, self.calendar), sight.named),
            list_url=address("rectification:orders") if reads_orders(self.authority) else "",
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(order.case.number or "", address("rectification:case", order.case_id)),
            ],
            **kwargs,
        )

    def _talk_act(self, order: SupervisionOrder) -> Act | None:
        """For the liaison leader, as long as he has something to note."""
        if talking_office(order, self.authority) is None or why_not_note_talk(order) is not None:
            return None
        return Act(_("Note the talk"), address("workflows:note_talk", order.pk), due=True)
