"""Every resource is held to the published model before it is written.

R4B is what fhir.resources has beside R5; for the four resources used here it differs from R4 in
nothing that is written. The library takes a while to import, so it is, only when it is needed.
"""

from functools import cache
from importlib import import_module
from typing import Any, cast

from alliance.reports.fhir.resources import Resource


class NotFhir(Exception):
    """A resource that does not hold to its model. Says which kind, never what was in it."""


def check(resource: Resource) -> Resource:
    """The resource as it is. Raises NotFhir."""
    kind = resource["resourceType"]
    try:
        _model(kind).model_validate(resource)
    except ValueError:
        pass
    else:
        return resource
    # Outside the handler: the library's error quotes values.
    raise NotFhir(kind)


@cache
def _model(kind: str) -> Any:
    module = import_module(f"fhir.resources.R4B.{kind.lower()}")
    return cast("Any", getattr(module, kind))
