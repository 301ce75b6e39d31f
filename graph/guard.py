"""Which Cypher statements of users may run: reading ones, told by their tokens.

``read_only`` alone keeps nobody from files: the embedded database reads them by ``LOAD FROM`` and writes them by
``COPY … TO`` all the same. So a statement is cut into tokens, with strings, comments and back-quoted names set aside,
and passes only where each word is known: a keyword of a reading clause, a function of the list, or a name that stands
where an operand must stand. A clause that is not on the list begins with a word that either stands behind an operand,
or is followed by one, or by a bracket: each of these is refused. Words that begin such clauses are refused everywhere,
so that there are always two reasons.

What runs is put together from the tokens anew, without comments: engines differ in where a comment ends.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from liantu.errors import QueryError

__all__ = ["FUNCTIONS", "LONGEST", "REFUSED", "checked"]

LONGEST: Final = 20_000
_DEEPEST: Final = 60

_STARTS: Final = frozenset("MATCH OPTIONAL UNWIND WITH RETURN".split())
# Keywords that end an operand or stand for one; nothing but an operator or a keyword may follow.
_ENDING: Final = frozenset("TRUE FALSE NULL END ASC DESC ASCENDING DESCENDING".split())
_KEYWORDS: Final = _STARTS | _ENDING | frozenset(
    "WHERE ORDER BY SKIP LIMIT UNION ALL DISTINCT AS AND OR XOR NOT IN IS CONTAINS STARTS ENDS CASE WHEN THEN ELSE"
    " SHORTEST TRAIL ACYCLIC".split())
# Behind these a clause could begin, or a keyword would read as a name, if anything else were let through.
_NEXT: Final = {
    "OPTIONAL": frozenset(["MATCH"]), "ORDER": frozenset(["BY"]),
    "STARTS": frozenset(["WITH"]), "ENDS": frozenset(["WITH"]),
    "UNION": _STARTS | {"ALL", "DISTINCT"}, "ALL": _STARTS | {"(", "SHORTEST"},
}

_WRITES: Final = "它会修改图,这里只能查询。请去掉这一部分,改用 MATCH … RETURN"
_FILES: Final = "它会读写图以外的文件。请只查询图中的内容"
_CALLS: Final = "这里不能调用过程。请改用 MATCH … RETURN"
_RUNS: Final = "这里只执行查询本身。请去掉它"
_RULES: Final = "它会改动数据库的设置或权限。请去掉它"
# Words that begin what must not run, on either engine, with the reason and the way out.
REFUSED: Final = {word: why for words, why in (
    ("CREATE MERGE SET DELETE REMOVE DETACH DROP ALTER INSERT FOREACH RENAME TRUNCATE COMMENT", _WRITES),
    ("LOAD COPY EXPORT IMPORT ATTACH INSTALL UNINSTALL EXTENSION CSV GLOB HEADERS", _FILES),
    ("CALL YIELD", _CALLS),
    ("EXPLAIN PROFILE ANALYZE CHECKPOINT BEGIN COMMIT ROLLBACK TRANSACTION CYPHER", _RUNS),
    ("USE GRANT DENY REVOKE SHOW TERMINATE UPDATE FORCE", _RULES),
) for word in words.split()}

# Functions that only compute on what they are given; what any engine knows beyond them is of no use for questions here.
FUNCTIONS: Final = frozenset((
    "COUNT SUM AVG MIN MAX COLLECT STDEV STDEVP PERCENTILECONT PERCENTILEDISC EXISTS ANY NONE SINGLE REDUCE "
    "SIZE COALESCE NULLIF IFNULL HEAD LAST TAIL RANGE REVERSE KEYS LABELS LABEL TYPE TYPEOF ID ELEMENTID PROPERTIES "
    "NODES RELS RELATIONSHIPS LENGTH STARTNODE ENDNODE START_NODE END_NODE "
    "IS_TRAIL IS_ACYCLIC SHORTESTPATH ALLSHORTESTPATHS "
    "LOWER UPPER TOLOWER TOUPPER TRIM LTRIM RTRIM REPLACE SPLIT STRING_SPLIT SUBSTRING LEFT RIGHT CONCAT LEVENSHTEIN "
    "STARTS_WITH ENDS_WITH CONTAINS REGEXP_MATCHES REGEXP_FULL_MATCH REGEXP_EXTRACT CHAR_LENGTH "
    "CAST STRING TOSTRING TOINTEGER TOFLOAT TOBOOLEAN TO_INT64 TO_DOUBLE TO_STRING "
    "ABS CEIL CEILING FLOOR ROUND SIGN SQRT EXP LN LOG LOG10 POW "
    "DATE DATE_PART DATE_TRUNC YEAR MONTH DAY "
    "LIST_CONTAINS LIST_DISTINCT LIST_SORT LIST_EXTRACT LIST_ELEMENT LIST_SUM LIST_UNIQUE LIST_CONCAT LIST_TO_STRING"
).split())

_TOKEN: Final = re.compile(
    r"""(?P<gap>(?:\s+|//[^\n\r]*|/\*.*?\*/)+)
    |(?P<string>'(?:[^'\\]|\\[\\'"bfnrt])*'|"(?:[^"\\]|\\[\\'"bfnrt])*")
    |(?P<name>`[^`]+`)
    |(?P<parameter>\$[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
    |(?P<word>[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*)
    |(?P<sign>\.\.|/(?![*/])|[-()\[\]{},.:|&!<>=+*%^~])""",
    re.VERBOSE | re.DOTALL)
# One engine decodes these before it knows where a string ends, the other after.
_ESCAPE: Final = re.compile(r"\\[uUxX]")
_CONTROL: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_FULL_WIDTH: Final = "，。：；、（）【】｛｝“”‘’！？＝＞＜"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}


class _Token(NamedTuple):
    kind: str
    text: str
    spaced: bool
    word: str

    @property
    def keyword(self) -> bool:
        return self.kind == "word" and self.word in _KEYWORDS

    @property
    def named(self) -> bool:
        return self.kind == "name" or (self.kind == "word" and self.word not in _KEYWORDS)


_EDGE: Final = _Token("edge", "", False, "")


def checked(statement: str, *, rows: int | None = None) -> str:
    """Return a user's statement as it may run, or say why it may not.

    Parameters
    ----------
    statement : str
        One Cypher statement.
    rows : int, optional
        Ask the engine for no more rows than this where the statement itself asks for more.

    Returns
    -------
    str
        The same statement without comments and without a semicolon at its end.

    Raises
    ------
    QueryError
        It holds a clause or function that is not on the list, more than one statement, or nothing that returns rows.

    Examples
    --------
    >>> checked("MATCH (t:Task) /* all */ RETURN count(t) AS n;")
    'MATCH (t:Task) RETURN count(t) AS n'
    >>> checked("LOAD FROM 'a.csv' RETURN *")
    Traceback (most recent call last):
    liantu.errors.QueryError: 语句中的 LOAD 不能使用:它会读写图以外的文件。请只查询图中的内容。
    """
    if len(statement) > LONGEST:
        raise QueryError(f"语句有 {len(statement)} 个字符,最多 {LONGEST} 个。请把长的名单放进 $参数。")
    tokens = _tokens(statement)
    if not tokens:
        raise QueryError("语句是空的。请写一条 MATCH … RETURN 语句。")
    for token in tokens:
        if token.kind == "word" and token.word in REFUSED:
            raise QueryError(f"语句中的 {token.text} 不能使用:{REFUSED[token.word]}。")
    if tokens[0].word not in _STARTS:
        raise QueryError(f"语句不能以 {tokens[0].text} 开头。请以 MATCH、OPTIONAL MATCH、UNWIND、WITH 或 RETURN 开头。")
    _check(tokens)
    if not any(token.word == "RETURN" for token in tokens):
        raise QueryError("语句没有 RETURN。请写明要返回什么。")
    return _text(tokens if rows is None else _limited(tokens, rows))


def _tokens(statement: str) -> list[_Token]:
    if found := _CONTROL.search(statement):
        raise QueryError(f"语句中有看不见的控制字符 U+{ord(found[0]):04X}。请删去后重试。")
    if found := _ESCAPE.search(statement):
        raise QueryError(f"语句中不能用 {found[0]} 转义。请直接写出字符,或放进 $参数。")
    tokens: list[_Token] = []
    at, spaced, end = 0, False, len(statement.rstrip().rstrip(";"))
    while at < end:
        found = _TOKEN.match(statement, at, end)
        if found is None:
            raise QueryError(_unknown(statement[at]))
        kind = found.lastgroup or ""
        if kind == "gap":
            spaced = True
        else:
            tokens.append(_Token(kind, found[0], spaced, found[0].upper() if kind in ("word", "sign") else ""))
            spaced = False
        at = found.end()
    return tokens


def _unknown(char: str) -> str:
    if char == ";":
        return "一次只能执行一条语句。请去掉分号,分开执行。"
    if char in "'\"":
        return f"语句中从 {char} 开始的文字没有结束,或其中的反斜杠有误。请补全引号;反斜杠本身写成两个。"
    if char == "`":
        return "语句中的反引号没有配对,或其中没有名称。请补全。"
    if char == "/":
        return "语句中的注释没有结束。请补上 */,或去掉注释。"
    if char in _FULL_WIDTH:
        return f"语句中有中文标点 {char}。请换成半角标点,或放进引号。"
    return f"语句中的 {char}(U+{ord(char):04X})不能使用。请用普通字母和半角标点;名称可放进引号或反引号。"


def _check(tokens: list[_Token]) -> None:
    """Walk through the tokens, knowing at each whether an operand has just ended."""
    ended, before = False, [_EDGE, _EDGE]
    brackets: list[str] = []
    for token, after in zip(tokens, [*tokens[1:], _EDGE], strict=True):
        if token.kind == "sign":
            ended = _sign(token, before, brackets, ended=ended)
        elif token.keyword and before[-1].text != ".":
            _keyword(token, before[-1], after, ended=ended)
            ended = token.word in _ENDING
        else:
            # Two operands side by side: how every clause that is not known begins.
            if ended:
                raise _misplaced(token, before[-1])
            ended = True
        before = [before[-1], token]
        if len(brackets) > _DEEPEST:
            raise QueryError(f"括号套得太深,最多 {_DEEPEST} 层。请把语句写得简单些。")
    if brackets:
        raise QueryError(f"语句中的 {brackets[-1]} 没有配对。请补全括号。")


def _misplaced(token: _Token, before: _Token) -> QueryError:
    return QueryError(f"语句在 {before.text} {token.text} 处看不懂:{token.text} 不是可用的关键字。"
                      "请核对写法;名称中有空格时用反引号括起。")


def _keyword(token: _Token, before: _Token, after: _Token, *, ended: bool) -> None:
    allowed = _NEXT.get(token.word)
    if allowed is not None and after.word not in allowed:
        raise _misplaced(after if after.text else token, token if after.text else before)
    if token.word in ("TRUE", "FALSE", "NULL") and ended:
        raise _misplaced(token, before)
    if token.word in ("SHORTEST", "TRAIL", "ACYCLIC") and before.word not in ("*", "ALL"):
        raise _misplaced(token, before)


def _sign(token: _Token, before: list[_Token], brackets: list[str], *, ended: bool) -> bool:
    """Check a sign and return whether an operand has ended with it."""
    sign, last = token.text, before[-1]
    if sign in _PAIRS:
        if not brackets or brackets.pop() != _PAIRS[sign]:
            raise QueryError(f"语句中的 {sign} 没有配对。请核对括号。")
        return True
    if sign == "(":
        _opening(before, ended=ended)
    elif sign == "{":
        _brace(last, brackets, ended=ended)
    elif sign == "." and (not ended or last.kind == "number"):
        raise _misplaced(token, last)
    if sign in "([{":
        brackets.append(sign)
    if sign == "*":
        # All columns, or all rows, or all properties: not a product.
        return last.text in ("(", ".") or last.word in ("WITH", "RETURN", "DISTINCT")
    return ended and sign == "!"


def _opening(before: list[_Token], *, ended: bool) -> None:
    owner, last = before
    if last.named:
        if owner.text == "." or last.word not in FUNCTIONS:
            name = last.text if owner.text != "." else f"….{last.text}"
            raise QueryError(f"没有可用的函数 {name}。可用的有 count、collect、sum、coalesce、size、toLower 等;"
                             "过程和扩展函数不能使用。")
    elif ended and last.kind != "number":
        raise _misplaced(_Token("sign", "(", False, "("), last)


def _brace(last: _Token, brackets: list[str], *, ended: bool) -> None:
    if last.word in ("EXISTS", "COUNT"):
        return
    # Properties in a pattern: (n {…}), (:Label {…}), [r:TYPE {…}], [*1..3 {…}].
    inside = bool(brackets) and brackets[-1] in "(["
    if ended and not (inside and (last.named or last.kind == "number")):
        raise _misplaced(_Token("sign", "{", False, "{"), last)


def _limited(tokens: list[_Token], rows: int) -> list[_Token]:
    """Have the engine stop early: it makes all rows before it gives the first."""
    depth, returns, limits, unions = 0, -1, -1, 0
    for at, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in _PAIRS) if token.kind == "sign" else 0
        if depth or token.kind != "word" or (at and tokens[at - 1].text == "."):
            continue
        returns = at if token.word == "RETURN" else returns
        limits = at if token.word == "LIMIT" else limits
        unions += token.word == "UNION"
    if unions or returns < 0:
        return tokens
    if limits < returns:
        return [*tokens, _Token("word", "LIMIT", True, "LIMIT"), _Token("number", str(rows), True, "")]
    if limits == len(tokens) - 2 and tokens[-1].text.isdecimal():
        least = min(int(tokens[-1].text), rows)
        return [*tokens[:-1], tokens[-1]._replace(text=str(least))]
    return tokens


def _text(tokens: list[_Token]) -> str:
    return "".join((" " if token.spaced else "") + token.text for token in tokens).strip()
