"""Who may do what: one table for roles, and the programs a person may see.

Rows are guarded by ``visible_to`` on their querysets; this table guards the kinds of things.
"""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from athletes.localtime import clinic_day
from athletes.models import Athlete, Enrollment, Role, User
from programs.models import Program
from programs.models.plan import ProgramQuerySet

_VIEW_LIBRARY = {
    "programs.view_exercise",
    "programs.view_equipment",
    "programs.view_caution",
    "programs.view_threshold",
    "programs.view_exercisetranslation",
    # A draft of one's own, which a clinic admin publishes.
    "programs.propose_exercise",
}
_EDIT_LIBRARY = {
    "programs.add_exercise",
    "programs.change_exercise",
    "programs.delete_exercise",
    "programs.add_exercisetranslation",
    "programs.change_exercisetranslation",
    "programs.delete_exercisetranslation",
    "programs.add_equipment",
    "programs.change_equipment",
    "programs.delete_equipment",
    "programs.add_caution",
    "programs.change_caution",
    "programs.delete_caution",
    "programs.change_threshold",
}
_CARE = {
    "programs.view_program",
    "programs.add_program",
    "athletes.view_athlete",
    "athletes.add_athlete",
    "athletes.change_athlete",
    "athletes.view_enrollment",
    "athletes.add_enrollment",
    "athletes.change_enrollment",
    "athletes.view_session",
    "athletes.view_painreport",
    "athletes.view_flag",
    "athletes.view_painprofile",
    "athletes.add_painprofile",
    "athletes.change_painprofile",
    "athletes.delete_painprofile",
    "athletes.view_assessment",
    "athletes.add_assessment",
    "athletes.change_assessment",
    "athletes.view_run",
    "athletes.view_checkin",
    "athletes.view_mail",
    "athletes.view_discoverycall",
    "athletes.view_messagetemplate",
    "athletes.view_billingcode",
}
_PEOPLE = {
    "athletes.view_user",
    "athletes.add_user",
    "athletes.change_user",
    "athletes.delete_discoverycall",
    "athletes.add_messagetemplate",
    "athletes.change_messagetemplate",
    "athletes.delete_messagetemplate",
    "athletes.add_billingcode",
    "athletes.change_billingcode",
    "athletes.delete_billingcode",
    "athletes.view_erasure",
    "clinic.view_accesslog",
}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.ATHLETE: frozenset(),
    Role.THERAPIST: frozenset(_CARE | _VIEW_LIBRARY),
    Role.CLINIC_ADMIN: frozenset(_CARE | _VIEW_LIBRARY | _EDIT_LIBRARY | _PEOPLE),
}


class RoleBackend(BaseBackend):
    """Answers ``user.has_perm`` from the table above, so that the stock admin asks the right question."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: object = None) -> bool:
        return perm in self.get_all_permissions(user_obj)

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: object = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        return set(PERMISSIONS[user_obj.role])

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def programs_visible_to(user: User | AnonymousUser) -> ProgramQuerySet:
    """Templates, programs nobody follows, and programs of athletes that this person may see.

    Athletes see only programs that they follow or followed.
    """
    if not user.is_authenticated or not user.is_active:
        return Program.objects.none()
    followed = Enrollment.objects.visible_to(user).values("program_id")
    if user.is_athlete:
        return Program.objects.filter(pk__in=followed)
    return Program.objects.filter(Q(enrollments__isnull=True) | Q(pk__in=followed)).distinct()


def is_responsible_for(user: User, athlete: Athlete) -> bool:
    """The athlete's own therapist, and clinic admins: they say who covers, and when care ends. Who covers does not."""
    return user.sees_everyone or athlete.therapist_id == user.pk


def may_end_stop(user: User, athlete_id: int) -> bool:
    """The athlete's therapist, and who covers. A clinic admin sees a stop, and says who covers."""
    return Athlete.objects.cared_for_by(user, clinic_day(timezone.now())).filter(pk=athlete_id).exists()


def may_edit_program(user: User, program: Program) -> bool:
    """Whether a person who may see this program may also change it: templates only clinic admins."""
    return user.is_staff and (user.sees_everyone or not program.is_template)
