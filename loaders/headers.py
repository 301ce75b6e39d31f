"""What the columns of a table hold, by their headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from liantu.loaders.role_rules import ROLES, labels, read_rules

__all__ = ["is_header", "kind_of_header"]

_NOISE = re.compile(r"[\s*:：　]+")
_BRACKET = re.compile(r"[(（〔\[【][^()（）]*[)）〕\]】]")
# Headers made of a word that alone would fit too much: 完成节点, 招商产业, 2025年目标.
_SHORT_FORM = re.compile(
    r"(?P<due>(?:计划|预计|拟|要求|实际|规定|办结|完成|整改|交付|推进|建成|竣工|投产|办理|任务)+(?:时间|时限|期限|节点|日期|年限|年月)+(?:要求|安排|节点)?)"
    r"|(?P<section>所属(?:产业|领域|行业|板块|链条)|[一二三]级(?:指标|任务))"
    r"|(?P<other>(?:立项|开工|开始|启动|下达|交办|申报|发布|印发|填报|更新|上报|报送|登记|受理|签约)(?:时间|日期|年月)"
    r"|(?:存在|主要|面临|需协调|需要协调)(?:解决)?的?(?:主要)?(?:问题|困难)(?:及|和)?(?:原因|困难|问题|事项)?|(?:滞后|未完成)(?:的)?原因"
    r"|(?:20[0-9]{2}年|上年)(?:度)?(?:完成|实际|基础|基期)(?:值|数))"
    r"|(?P<subject>(?:招商|主导|重点|特色|优势|支柱|首位|培育|细分|发展|目标|产业)(?:产业|集群|赛道|领域)(?:名称|方向)?)"
    r"|(?P<detail>20[0-9]{2}年(?:度)?(?:年度|主要|工作|发展|预期|建设|攻坚)*(?:目标|指标|计划|目标值|预期值|计划目标|目标任务|计划任务)"
    r"|第?[一二三四1-4]季度(?:序时|工作|形象|计划|进度|节点)*(?:目标|任务|计划|安排|要求|进度目标|节点)"
    r"|(?:上半年|下半年|[1-9][0-9]?月(?:底|份)?)(?:序时|工作|计划|进度|形象)*(?:目标|任务|计划|安排|要求|进度目标|节点)"
    r"|(?:项目)?(?:主要)?建设(?:规模|内容|性质|地点)(?:(?:及|和|与|、)(?:主要)?(?:建设)?(?:规模|内容))?"
    r"|序时(?:目标|任务|计划|安排|进度目标|进度要求)|(?:下一?步|下阶段|后续)(?:工作)?(?:打算|安排|计划|措施|举措|工作|思路|重点)*)"
    r"|(?P<progress>第?[一二三四1-4]季度(?:完成|推进|工作|进展|落实)+(?:进展|情况)?|[1-9][0-9]?月(?:份)?(?:进展|完成)(?:情况)?"
    r"|(?:截至|截止)?(?:目前|当前|20[0-9]{2}年)?(?:完成|实际完成|累计完成|推进|进展|工作进展|形象进度)(?:情况|值|量|进度|数|投资)?)")


@cache
def _kinds() -> dict[str, str]:
    """Return the kind of each header; a row here goes before a label of the same name."""
    # What only ends a label's value in running text says nothing of a column: 下一步打算.
    kinds = {word: ("detail" if role == "content" else str(role)) for word, role in labels().items()
             if not _SHORT_FORM.fullmatch(word) or role != "other"}
    for row in read_rules("table_headers.toml")["header"]:
        words = row["words"]
        if isinstance(words, list):
            kinds.update({str(word): str(row["kind"]) for word in words})
    return kinds


@cache
def kind_of_header(text: str) -> str:
    """Return what a column with this header holds; empty if that is not known.

    Examples
    --------
    >>> [kind_of_header(text) for text in ("序 号", "市级牵头部门", "责任单位（排第一的为牵头单位）", "三季度进展情况", "港航")]
    ['number', 'lead', 'responsible', 'progress', '']
    """
    text = _NOISE.sub("", text)
    if not text or len(text) > 30:
        return ""
    kinds = _kinds()
    bare = _BRACKET.sub("", text) or text
    for word in (text, bare):
        if word in kinds:
            return kinds[word]
    if len(bare) > 14 or re.search(r"[，,。；;]", bare):
        return ""
    if short := _SHORT_FORM.fullmatch(bare):
        return short.lastgroup or ""
    for size in range(min(len(bare) - 1, 10), 1, -1):
        kind = kinds.get(bare[-size:])
        vague = size == 2 and (kind in {"section", "subject", "detail"} or (kind == "responsible" and len(bare) > 6))
        if kind and not vague:
            return kind
    # 责任单位及责任人: the units come first.
    heads = (kinds.get(bare[:size], "") for size in range(min(len(bare) - 1, 8), 3, -1))
    return next((kind for kind in heads if kind in ROLES), "")


def is_header(texts: Sequence[str]) -> bool:
    """Return whether a row of cells is the header of a task table: it names roles beside what is to be done."""
    kinds = [kind_of_header(text) if len(text) < 31 else "" for text in texts]
    if not any(kinds):
        return False
    known = {kind for kind in kinds if kind}
    filled = sum(bool(text.strip()) for text in texts)
    if filled < 2 or sum(map(bool, kinds)) * 2 < filled:
        return False
    what = bool(known & {"task", "detail", "subject", "section", "number"})
    return (bool(known & ROLES) and what) or len(known & {"number", "task", "due", "progress"}) >= 3
