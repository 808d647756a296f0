"""Reporting a problem: the draft, handing it in, taking it back, withdrawing it (T1–T3, T8)."""

from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AboutHead, CaseOutcome, PaperGround
from rectification.exceptions import CaseError, StepGone
from rectification.models import Case, Occasion
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.occasions import why_not_raise
from rectification.policies.reporting import is_draft, reporting_office, why_not_report
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.occasions import occasions_for
from rectification.web.access import account, row_key
from rectification.web.drafts import keeps_itself, kept, not_kept
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Tab
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows import intake
from workflows.forms.reporting import ProblemForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.on_paper import on_paper
from workflows.web.pages import Nothing, act_before, confirmation

BEGIN: Final = "begin"
"""Sent by a check: the form opens with what stands beside it, and nothing is stored. Posted and
not linked, so that no address and no log says what a member thinks of reporting."""

BEGUN_WITH: Final = ("organisation", "check_round", "check_item", "negative_item")


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def new_problem(request: HttpRequest) -> HttpResponse:
    """A new draft, and the same one when the page is sent again; who may not report gets a 404."""
    return _edit(request, _case_of_page(request))


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def edit_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's own draft; drafts are nobody else's business."""
    case = Case.objects.filter(pk=pk, author=account(request).person).first()
    if case is None:
        raise Http404
    return _edit(request, case)


def _edit(request: HttpRequest, case: Case | None) -> HttpResponse:
    authority = authority_of(account(request))
    if case is not None and not is_draft(case):
        if keeps_itself(request):
            return not_kept([intake.no_draft_any_more(case).message])
        return _too_late(request, case)
    occasion = case.occasion if case is not None else _occasion_of(request, authority)
    if occasion is None and why_not_report(authority) is not None:
        raise Http404
    form = _form_of(request, authority, case, occasion)
    if form.is_bound and keeps_itself(request):
        return _keep(request, case, form)
    if request.method == "POST" and form.is_valid():
        answer = _take(request, case, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    form.mark_needed()
    context = {
        "form": form,
        "draft": case,
        "tabs": _tabs(form) if len(form.subjects) > 1 else [],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/problem.html", context, status=status)


def _take(request: HttpRequest, case: Case | None, form: ProblemForm) -> HttpResponse | None:
    """Keep or hand in what was written; no answer where it is refused and stays on the page."""
    about = form.occasion.organisation if form.occasion else form.cleaned_data["organisation"]
    if form.head == AboutHead.OVERSEER:
        return on_paper(request, PaperGround.SUPERIOR, about, key=key_of(request))
    try:
        return _save(request, case, form)
    except StepGone:
        return _too_late(request, case or _case_of_page(request))
    except CaseError as error:
        refuse(form, error)
        note_secret(form, error, about, key=key_of(request))
        return None


def _occasion_of(request: HttpRequest, authority: Authority) -> Occasion | None:
    """The record the page was opened from; 404 for one he may not raise a problem from."""
    asked = request.POST.get("occasion") or request.GET.get("occasion", "")
    if not asked:
        return None
    occasion = occasions_for(authority).filter(pk=row_key(asked) or 0).first()
    if occasion is None or why_not_raise(authority.person, occasion) is not None:
        raise Http404
    return occasion


def _form_of(
    request: HttpRequest, authority: Authority, case: Case | None, occasion: Occasion | None
) -> ProblemForm:
    """With what was written, or with what stands beside it in the check that begins it."""
    begun = BEGIN in request.POST
    return ProblemForm(
        None if begun else written(request),
        authority=authority,
        draft=case,
        about=(request.POST if begun else request.GET).get("about", ""),
        occasion=occasion,
        initial={name: request.POST[name] for name in BEGUN_WITH if begun and name in request.POST},
    )


def _case_of_page(request: HttpRequest) -> Case | None:
    """What this very page was stored as, when it is sent a second time."""
    before = act_before(request)
    mine = before is not None and before.case.author_id == account(request).person.pk
    return before.case if before is not None and mine else None


def _too_late(request: HttpRequest, case: Case | None) -> HttpResponse:
    """Handed in or withdrawn in the meantime; the very same page once more gets its answer."""
    if case is None:
        raise Http404
    form = ProblemForm(
        written(request),
        authority=authority_of(account(request)),
        draft=case,
        occasion=case.occasion,
    )
    same = act_before(request) is not None and not form.says_else
    if same and not case.sealed:
        return HttpResponseRedirect(reverse("rectification:case", args=[case.pk]))
    gone = intake.no_draft_any_more(case)
    return refused(request, case=case, what=_("Report a problem"), error=gone)


def _keep(request: HttpRequest, case: Case | None, form: ProblemForm) -> HttpResponse:
    """What the page sends by itself while one writes: kept as a draft as soon as it can be one."""
    if not form.is_valid():
        return not_kept([str(text) for texts in form.errors.values() for text in texts])
    try:
        draft = intake.write_draft(
            user=account(request), case=case, key=key_of(request), **form.cleaned_data
        )
    except CaseError as error:
        return not_kept([error.message])
    return kept(reverse("workflows:edit_problem", args=[draft.pk]))


def _tabs(form: ProblemForm) -> list[Tab]:
    return [Tab(s.label, f"?about={s.value}", s is form.subject) for s in form.subjects]


@transaction.atomic
def _save(request: HttpRequest, case: Case | None, form: ProblemForm) -> HttpResponse:
    """A report that is refused is not stored either: it stays on the page, with what is wrong."""
    user = account(request)
    draft = intake.write_draft(user=user, case=case, key=key_of(request), **form.cleaned_data)
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved. Only you can see the draft."))
        return HttpResponseRedirect(reverse("workflows:edit_problem", args=[draft.pk]))
    if form.head:
        intake.submit_past_offices(user=user, case=draft, actor=author_of(draft, request))
        messages.success(request, _("Handed over. No local office has it or reads it."))
        return HttpResponseRedirect(reverse("rectification:submitted"))
    intake.submit_problem(user=user, case=draft, actor=author_of(draft, request))
    messages.success(request, _("Handed in. The office answers within three working days."))
    return HttpResponseRedirect(reverse("rectification:case", args=[draft.pk]))


def author_of(case: Case, request: HttpRequest) -> Actor:
    """As himself when he reports on himself, else in the office that lets him report."""
    authority, organisation = authority_of(account(request)), case.owner_organisation
    office = None
    if organisation is not None and not case.is_self_report:
        office = reporting_office(authority, organisation, case.source)
    if office is None:
        return Actor(person=authority.person, role=Role.MEM, organisation=organisation)
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report back before the office has opened it (T3)."""
    return _take_away(
        request,
        pk,
        act=intake.take_back,
        title=_("Take back the report"),
        intro=_("It becomes a draft again that only you can see."),
        done=_("Taken back. You can go on writing."),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a self-report before the plan is approved (T8); no reason is asked."""
    return _take_away(
        request,
        pk,
        act=intake.withdraw_problem,
        title=_("Withdraw the self-report"),
        intro=_(
            "No reason is needed. The content is sealed at once and deleted after 30 days; the "
            "withdrawal is not held against you."
        ),
        done=_("Withdrawn. The content is sealed."),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def ask_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """After the plan was approved the office decides on the withdrawal (scenario 8)."""
    return _take_away(
        request,
        pk,
        act=intake.ask_withdrawal,
        title=_("Ask to withdraw the self-report"),
        intro=_("No reason is needed. The office agrees unless others are affected; you are told."),
        done=_("Asked. The office decides; until then everything goes on."),
    )


def _take_away(
    request: HttpRequest, pk: int, *, act: Any, title: str, intro: str, done: str
) -> HttpResponse:
    if act_before(request) is not None:
        return HttpResponseRedirect(reverse("rectification:submitted"))
    case = _own_case(request, pk)
    if case.sealed:
        return refused(request, case=case, what=title, error=intake.no_draft_any_more(case))
    form = Nothing(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
        try:
            act(
                user=account(request),
                case=case,
                actor=author_of(case, request),
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("rectification:submitted"))
    return confirmation(request, case=case, form=form, title=title, intro=intro, button=title)


def _own_case(request: HttpRequest, pk: int) -> Case:
    """What the author still sees, and what he withdrew himself; 404 for everything else."""
    case = Case.objects.filter(pk=pk, author=account(request).person).first()
    if case is None or (
        case.outcome != CaseOutcome.WITHDRAWN
        and not visible_to(account(request)).filter(pk=pk).exists()
    ):
        raise Http404
    return case
