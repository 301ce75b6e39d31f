"""Small questions to the XML of Office files, whose two flavours differ in their namespaces alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["attribute", "children", "first", "tag", "whole"]


def tag(element: etree._Element) -> str:
    """Return the name of an element without its namespace, which differs between the two flavours of the format."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children of that name."""
    return (child for child in element if tag(child) == name) if element is not None else iter(())


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element at the end of a path of names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute by its name without namespace, or None."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def whole(text: str | None) -> int | None:
    """Return the whole number that a text is, or None for any other text and for numbers beyond nine digits.

    Examples
    --------
    >>> whole("12"), whole("-1"), whole(None), whole("9" * 10)
    (12, None, None, None)
    """
    return int(text) if text and len(text) < 10 and text.isdecimal() else None
