"""What only a whole build tells: short names that one long name of the city explains, and pairs that may be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from liantu.graph.names import Registry
from liantu.graph.spool import Spool
from liantu.graph.whole import Asked, Doubt, resolve_all

__all__ = ["unify"]


def unify(spool: Spool, asked: Mapping[Asked, str], registry: Registry) -> None:
    """Join names that the other names of their city explain; put pairs that may be one on the review list.

    Parameters
    ----------
    spool : Spool
        Holds all documents of the build.
    asked : mapping
        From kind, name and city to the node that the name meant in its own document.
    registry : Registry
        What is known of units.
    """
    seen = resolve_all(asked, registry=registry)
    present = set(asked.values())
    joined = {asked[one]: found.entity_id for one, found in seen.found.items()
              if found.rule.endswith("-in-build") and found.entity_id != asked[one] and found.entity_id in present}
    if joined:
        spool.rename(joined)
    for doubt in seen.doubts:
        one, two = joined.get(doubt.one, doubt.one), joined.get(doubt.two, doubt.two)
        if one in present and two in present and one != two:
            for document, record in _records(spool, doubt, one, two):
                spool.add_records("review", document, [record])


def _records(spool: Spool, doubt: Doubt, one: str, two: str) -> Iterator[tuple[str, dict[str, object]]]:
    first, second = spool.first_mention(one), spool.first_mention(two)
    if first and second:
        document, start, end, name = first
        yield document, {
            "document": document, "kind": doubt.kind, "name": name, "entity": one, "reason": doubt.reason, "rivals": [two], "start": start, "end": end,
            "other": {"document": second[0], "name": second[3], "start": second[1], "end": second[2]},
        }
