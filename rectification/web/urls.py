"""Pages that read a case, and what surrounds them."""

from django.urls import path

from rectification.web.bodies import takes_files, takes_little
from rectification.web.views import (
    account_links,
    accounts,
    administration,
    appointments,
    board,
    cases,
    messages,
    organisations,
    own_account,
    people,
    receipts,
    roster,
    work,
)

app_name = "rectification"
urlpatterns = [
    path("", work.Inbox.as_view(), name="inbox"),
    path("done/", work.Done.as_view(), name="done"),
    path("submitted/", work.Submitted.as_view(), name="submitted"),
    path("copies/", work.Copies.as_view(), name="copies"),
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/<int:pk>/", cases.CaseDetail.as_view(), name="case"),
    path("cases/<int:pk>/due/<int:item>/", cases.DueDay.as_view(), name="due"),
    path("evidence/<int:pk>/", cases.EvidenceFile.as_view(), name="evidence"),
    path("board/", board.Board.as_view(), name="board"),
    path("board/<int:pk>/", board.NoticePage.as_view(), name="notice"),
    path("n/<slug:token>/", board.Sheet.as_view(), name="sheet"),
    path("receipt/", takes_little(receipts.Receipt.as_view()), name="receipt"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("organisations/", organisations.OrganisationTree.as_view(), name="organisations"),
    path(
        "organisations/<int:pk>/",
        organisations.OrganisationPage.as_view(),
        name="organisation",
    ),
    path("people/", people.PeopleList.as_view(), name="people"),
    path("people/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("appointments/", appointments.Pending.as_view(), name="pending_appointments"),
    path("appointments/new/", appointments.NewAppointment.as_view(), name="new_appointment"),
    path("appointments/<int:pk>/", appointments.Decision.as_view(), name="appointment"),
    path("roster/", takes_files(roster.RosterUpload.as_view()), name="roster"),
    path("roster/<int:pk>/", roster.RosterPreview.as_view(), name="roster_file"),
    path("roster/<int:pk>/refused/", roster.RefusedRows.as_view(), name="roster_refused"),
    path("login/", takes_little(accounts.Login.as_view()), name="login"),
    path("login/code/", accounts.EnterCode.as_view(), name="enter_code"),
    path("logout/", accounts.Logout.as_view(), name="logout"),
    path("links/<slug:token>/", account_links.AccountLinkPage.as_view(), name="account_link"),
    path("account/", own_account.Account.as_view(), name="account"),
    path("account/password/", own_account.ChangePassword.as_view(), name="change_password"),
    path("account/factor/", own_account.SetUpFactor.as_view(), name="set_up_factor"),
    path("account/factor/codes/", own_account.RenewCodes.as_view(), name="renew_codes"),
    path("account/factor/remove/", own_account.RemoveFactor.as_view(), name="remove_factor"),
    path("account/logout/", own_account.LogOutElsewhere.as_view(), name="log_out_elsewhere"),
    path("accounts/", administration.Accounts.as_view(), name="accounts"),
    path("accounts/<int:pk>/", administration.AccountPage.as_view(), name="account_of"),
    path("accounts/roles/", administration.RoleSecurityPage.as_view(), name="role_security"),
]
