"""A checklist edition as the calculations in `trends` need it."""

from functools import cache

from alliance.catalogue.load import checklist
from alliance.trends.layout import Layout


@cache
def layout_of(edition: int) -> Layout:
    asked = checklist(edition)
    domains: dict[str, list[str]] = {domain.id: [] for domain in asked.domains}
    for item in asked.items:
        if item.domain is not None:
            domains[item.domain].append(item.id)
    return Layout(
        domains={domain: tuple(items) for domain, items in domains.items()},
        core=frozenset(asked.core_ids),
        reversed_items=frozenset(asked.reversed_ids),
    )
