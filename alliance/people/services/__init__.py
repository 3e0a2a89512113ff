"""What happens to users, clinics, memberships and supervisions."""

from alliance.people.services.members import (
    LastAdmin,
    Roles,
    RolesMissing,
    add_member,
    change_roles,
    change_settings,
    choose_theme,
    deactivate,
    reactivate,
    remember_log_form,
)
from alliance.people.services.practices import (
    free_slug,
    key_of_clinic,
    open_practice,
    pseudonym_key_of,
)
from alliance.people.services.supervisions import end_supervision, start_supervision

__all__ = [
    "LastAdmin",
    "Roles",
    "RolesMissing",
    "add_member",
    "change_roles",
    "change_settings",
    "choose_theme",
    "deactivate",
    "end_supervision",
    "free_slug",
    "key_of_clinic",
    "open_practice",
    "pseudonym_key_of",
    "reactivate",
    "remember_log_form",
    "start_supervision",
]
