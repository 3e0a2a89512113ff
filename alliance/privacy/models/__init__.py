"""What is kept of requests about what is kept, and who may read in an absence."""

from alliance.privacy.models.emergencies import EmergencyAccess, Lead, Will
from alliance.privacy.models.erasures import Erasure
from alliance.privacy.models.packages import Disclosure, Purpose, SubjectPackage
from alliance.privacy.models.retention import Kind, RetentionRun

__all__ = [
    "Disclosure",
    "EmergencyAccess",
    "Erasure",
    "Kind",
    "Lead",
    "Purpose",
    "RetentionRun",
    "SubjectPackage",
    "Will",
]
