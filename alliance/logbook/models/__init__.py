"""What clinicians keep: clients, session logs and what hangs on them."""

from alliance.logbook.models.absences import Absence
from alliance.logbook.models.clients import Client, ClientKey
from alliance.logbook.models.drafts import Draft
from alliance.logbook.models.handovers import Handover
from alliance.logbook.models.holds import LegalHold
from alliance.logbook.models.logs import LogVersion, SessionLog, SharedLog
from alliance.logbook.models.offline import OfflineKey
from alliance.logbook.models.reflections import Reflection, ReflectionVersion
from alliance.logbook.models.ruptures import Rupture, RuptureStep
from alliance.logbook.models.signals import Signal
from alliance.logbook.models.suggestions import CardMark, Suggestion

__all__ = [
    "Absence",
    "CardMark",
    "Client",
    "ClientKey",
    "Draft",
    "Handover",
    "LegalHold",
    "LogVersion",
    "OfflineKey",
    "Reflection",
    "ReflectionVersion",
    "Rupture",
    "RuptureStep",
    "SessionLog",
    "SharedLog",
    "Signal",
    "Suggestion",
]
