"""Spellings of one name made equal: width, white space, dashes, quotes, brackets; nothing else is changed here."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "core_key", "dash_key", "is_plain", "name_key", "plain_key", "strip_place"]

# Most names hold nothing that could be written in another way.
_ODD = re.compile("[^一-龥A-Za-z0-9]")
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_DASH = str.maketrans(dict.fromkeys("—–―‐‑−﹣─━ー", "-") | dict.fromkeys("〔［【", "(") | dict.fromkeys("〕］】", ")"))
_DASHES = re.compile("-+")
_QUOTES = re.compile("[\"'“”‘’「」『』《》〈〉`]")
_JOINERS = re.compile("[和与及暨、,]")
# Between Han characters, 一 and 丨 are what a dash becomes when a scan is read.
_DASHLIKE = re.compile("[-一丨|~]")
# What a list entry drags along: it tells a role, and is no part of the name.
_ROLE = re.compile(r"\((?:牵头|主办|协办|配合|参与|负责|汇总|牵头单位|责任单位|配合单位|排名第一|列第一位)\)$|等(?:有关|相关)?(?:部门|单位)?$|(?:各自|分别)?(?:按|按照)(?:各自)?职责(?:分工)?(?:负责|落实|推进|配合)?$|(?<=.{3})(?:牵头负责|牵头|配合|负责)$|[,;。:、.]+$")
_ROLE_ENDS = frozenset(")等门位责工实进合头,;。:、.")


def clean(name: str) -> str:
    """Return a name as people print it: half-width, without white space, quotes kept, dashes as one —.

    Parameters
    ----------
    name : str
        The name as written.

    Returns
    -------
    str
        The cleaned name.

    Examples
    --------
    >>> clean("普陀山－ 朱家尖管委会")
    '普陀山—朱家尖管委会'
    >>> clean("市财政局（市国资委）")
    '市财政局(市国资委)'
    """
    return _DASHES.sub("—", _narrow(name)) if _ODD.search(name) else name


def is_plain(name: str) -> bool:
    """Whether a name holds nothing but Chinese characters, letters and digits, so that it is clean."""
    return _ODD.search(name) is None


def _narrow(name: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", name)).translate(_DASH)


def name_key(name: str) -> str:
    """Return the key under which all spellings of one name are found.

    Parameters
    ----------
    name : str
        The name as written.

    Returns
    -------
    str
        The key: cleaned, lower case, without quotes and without what a list of roles leaves behind.

    Examples
    --------
    >>> name_key("市“菜篮子” 办公室") == name_key("市菜篮子办公室")
    True
    >>> name_key("各县〔区〕政府 等")
    '各县(区)政府'
    """
    return plain_key(_QUOTES.sub("", _DASHES.sub("-", _narrow(name))) if _ODD.search(name) else name)


def plain_key(name: str) -> str:
    """Return the key of a name that `is_plain`, which needs no cleaning.

    Examples
    --------
    >>> plain_key("LNG产业") == name_key("LNG产业")
    True
    """
    text = name.lower()
    while text[-1:] in _ROLE_ENDS and len(stripped := _ROLE.sub("", text)) != len(text) and len(stripped) > 1:
        text = stripped
    return text


def core_key(core: str) -> str:
    """Return a key for the name of an office without its place: 和, 与, 及, 暨 and 、 do not count.

    Examples
    --------
    >>> core_key("海洋与渔业局") == core_key("海洋和渔业局")
    True
    """
    return _JOINERS.sub("", core)


def dash_key(key: str) -> str:
    """Return a key without dashes and without what a scan makes of them.

    Examples
    --------
    >>> dash_key("普一朱管委会") == dash_key("普-朱管委会")
    True
    """
    return _DASHLIKE.sub("", key)


def strip_place(key: str, forms: tuple[str, ...], *, keep: int = 3) -> str:
    """Return a key without the place at its head, where enough of a name is left.

    Parameters
    ----------
    key : str
        A key made by `name_key`.
    forms : tuple of str
        The forms of the place, the longest first.
    keep : int, optional
        How many characters must be left.

    Returns
    -------
    str
        The rest, or the key itself.

    Examples
    --------
    >>> strip_place("舟山绿色石化基地", ("舟山市", "舟山"))
    '绿色石化基地'
    >>> strip_place("舟山港", ("舟山市", "舟山"))
    '舟山港'
    """
    for form in forms:
        if key.startswith(form) and len(key) - len(form) >= keep and key[len(form)] not in _BOUND:
            return key[len(form) :]
    return key


# With one of these behind it, the name of the place is part of a longer name: 舟山市区, 舟山群岛, 舟山本岛.
_BOUND = frozenset("市区县岛港湾群本)-·")
