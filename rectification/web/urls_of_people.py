"""Pages of people: organisations, who holds which office and stands in, accounts."""

from typing import Final

from django.urls import path

from rectification.web.bodies import takes_files, takes_little
from rectification.web.nobody import ignores_session
from rectification.web.views import (
    account_links,
    accounts,
    administration,
    appointments,
    calendar_feed,
    calling_off,
    deputies,
    organisations,
    own_account,
    own_mail,
    people,
    roster,
    undelivered,
)

PATHS: Final = (
    path("deputies/", deputies.Deputies.as_view(), name="deputies"),
    path("deputies/new/", deputies.Ask.as_view(), name="ask_deputy"),
    path("deputies/<int:pk>/", deputies.Deputy.as_view(), name="deputy"),
    path("absences/new/", deputies.RecordAbsence.as_view(), name="record_absence"),
    path("absences/<int:pk>/end/", deputies.EndAbsence.as_view(), name="end_absence"),
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
    path("appointments/<int:pk>/call-off/", calling_off.CallOff.as_view(), name="call_off"),
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
    path("account/mail/", own_mail.OwnMail.as_view(), name="own_mail"),
    path("account/calendar/", calendar_feed.CalendarFeedPage.as_view(), name="own_calendar"),
    path(
        "calendar/<slug:token>.ics",
        ignores_session(calendar_feed.CalendarFeedFile.as_view()),
        name="calendar_feed",
    ),
    path("account/logout/", own_account.LogOutElsewhere.as_view(), name="log_out_elsewhere"),
    path("accounts/", administration.Accounts.as_view(), name="accounts"),
    path("accounts/<int:pk>/", administration.AccountPage.as_view(), name="account_of"),
    path("accounts/undelivered/", undelivered.Undelivered.as_view(), name="undelivered"),
    path("accounts/roles/", administration.RoleSecurityPage.as_view(), name="role_security"),
)
