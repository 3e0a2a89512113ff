"""What is kept of requests about what is kept."""

from alliance.privacy.models.erasures import Erasure
from alliance.privacy.models.packages import Disclosure, Purpose, SubjectPackage
from alliance.privacy.models.retention import Kind, RetentionRun

__all__ = ["Disclosure", "Erasure", "Kind", "Purpose", "RetentionRun", "SubjectPackage"]
