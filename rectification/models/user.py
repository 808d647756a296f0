"""The account of a person. It opens nothing by itself: rights come from appointments."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rectification.models.history import history
from rectification.models.people import Person


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        username: str,
        password: str | None,
        person: Person,
        *,
        must_change_password: bool = False,
    ) -> "User":
        user = self.model(
            username=username, person=person, must_change_password=must_change_password
        )
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.select_related("person").get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """`is_superuser` exists because the framework wants it; it opens nothing here.

    Sessions carry a hash of password and `session_epoch`: raising the epoch ends them all with
    their next request, whatever holds them (`services.sessions`).
    """

    username = models.CharField(_("user name"), max_length=32, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user")
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    history = history(exclude=("password", "last_login", "session_epoch"))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("account")
        default_permissions = ()

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.person.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The framework's own hash covers the password only."""
        value = f"{self.password}:{self.session_epoch}"
        salt = "rectification.models.User.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()
