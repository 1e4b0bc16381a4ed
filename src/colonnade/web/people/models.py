"""People, organisations, roles, one-time links, and the audit log's tables."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    is_made_up = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    FACILITATOR = "facilitator", _("facilitator")
    REVIEWER = "reviewer", _("reviewer")
    VIEWER = "viewer", _("viewer")


FACILITATES = (Role.OWNER, Role.FACILITATOR)
SCORES = (Role.OWNER, Role.FACILITATOR, Role.REVIEWER)


class Membership(models.Model):
    """A person's role in an organisation; without one nothing of it exists for them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "organisation"], name="one_role_each")]

    @property
    def facilitates(self) -> bool:
        return self.role in FACILITATES

    @property
    def owns(self) -> bool:
        return self.role == Role.OWNER


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.REVIEWER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None),
                name="one_open_invitation_each",
            )
        ]


class FirstLink(models.Model):
    """The one-time link by which the first owner sets the place up."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class SignInLink(models.Model):
    """A link that signs one person in, once. The program's own hand makes it, never a page."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="sign_in_link")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class AuditHead(models.Model):
    """The end of one chain of the audit log: how many entries it has, and the last one's hash."""

    stream = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditEntry(models.Model):
    """One act. Triggers in the database refuse to change or delete it; each entry's hash covers the one before."""

    stream = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "number"], name="one_entry_a_number")]
