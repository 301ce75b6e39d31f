"""What the readers of names share: trimming a chunk to the name in it, and the mention that is made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.graph.model import Mention, make
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.phrases import Chunk
from liantu.loaders.text import View

__all__ = ["LAYOUT", "Name", "compound_start", "counted", "counted_behind", "is_sited", "labelled", "left_edge", "line_start", "mention", "owner_end"]

# Flat start, flat end, and the rule that read it.
Name = tuple[int, int, str]

_COUNT: Final = re.compile(
    r"(?:[\d.]+(?:[-~至][\d.]+)?|[一二两三四五六七八九十百]+)(?:余|多)?(?:个|家|项|条|座|处|批|类|套|艘|所|支|种|张|户)(?:以上|左右)?|首[个家批座]|[一三][个批大类]|"
    r"多[个家]"
)
_BEHIND: Final = re.compile(
    r"(?:[\d.]+(?:[-~至][\d.]+)?|[一二两三四五六七八九十]+)(?:余|多)?(?:个|家|项|条|座|处|批|台|套|艘|户)|(?:数量|总数|总量|建设标准|管理办法)"
)
# What a count can begin with.
_COUNTING: Final = frozenset("0123456789.一二两三四五六七八九十百首多")
_LABELS: Final = ("企业:", "链主:", "实施主体:", "业主:", "龙头:")
_TITLES: Final = frozenset({"国际", "全球", "世界", "区域", "区域性"})


def counted(flat: str, start: int, end: int) -> re.Match[str] | None:
    """Return the count that opens a stretch: 3个, 一批, 首家."""
    return _COUNT.match(flat, start, end)


def counted_behind(flat: str, end: int) -> bool:
    """Whether a count follows a name, so that it is a kind of thing and no name: 小微企业园18个."""
    return _BEHIND.match(flat, end) is not None


def labelled(flat: str, start: int) -> bool:
    """Whether a list stands behind a label that says it is one of companies: 链主企业:甲、乙."""
    return flat[start - 1:start] == ":" and flat.endswith(_LABELS, max(start - 6, 0), start)


def left_edge(flat: str, chunk: Chunk, limit: int, *, proper: bool = True) -> int:
    """Return where the name in a chunk begins: behind counts and words such as 全市, 重点, 一流.

    The own city and 国际 are a part of a proper name, and none of that of an industry.
    """
    start, kind = chunk.start, chunk.shape[0]
    if kind not in "qZ_" or kind == "_" and flat[start] not in _COUNTING:
        return start
    for part in chunk.parts:
        if part.end > limit:
            break
        if part.kind == "q" and proper and flat[part.start:part.end] in _TITLES:
            break
        if part.kind == "q" or part.kind == "Z" and not proper:
            start = part.end
            continue
        count = _COUNT.match(flat, part.start, part.end) if part.kind == "_" else None
        if count is None:
            break
        start = count.end()
        if start < part.end:
            break
    return start


# Verbs that are nouns inside a name: 路网提升改造工程, 航运发展担保公司.
_NOMINAL: Final = frozenset(
    "升级改造 扩能改造 扩建改造 改造升级 提质改造 技术改造 增建 扩能 搬迁改造 搬迁升级 综合治理 综合开发 综合利用 研发生产 生产加工 处理处置 回收利用 资源化利用 循环利用 保护利用 保护修复 "
    "提升 改造 提升改造 改造提升 扩建 新建 迁建 重建 修建 改建 整治 治理 配套 建设 管理 服务 保护 开采 收购 监测 检测 培育 加工 维修 转化 融合 合作 发展 投资 开发 生产 制造 运营 "
    "经营 研发 研制 交易 试点 创新 交流 评价 利用 处理 处置 回收 修复 推广 培养 展示 运行 维护 循环 保障 支撑 应用 采购 销售 供应 融资 担保 调度 评估 监控 追溯 使用 控制 延伸 升级 "
    "转型 提质 集中 统一 质量 监管 科学 开放发展 创新发展 融合发展 协同发展 联动发展 绿色发展 集聚发展 高质量发展 可持续发展 技改 优化 优化提升 搬迁 入口 连接 引进 转移 承接 集聚 引领 示范 测试 制备 排放 储备 推进 促进".split()
)


# Right in front of the word for a carrier or a work these are nouns, and verbs everywhere else.
_CLOSE: Final = frozenset(
    "扩容 更新 更新改造 恢复 延链 补链 强链 延伸 拓展 替代 替换 整合 腾退 盘活 加装 迭代升级 勘探 防控 防治 疏通 贯通 协同 联动 对接 衔接 适配 攻关 测算 核算 巡检 结算 清算 推介 招聘 辅导 "
    "归集 汇聚 管控 排查 督查 孵化 组装 包装 输送 监管 输出 输入".split()
)
_ENDINGS: Final = frozenset({"_p", "np"})
_QUALIFIED: Final = frozenset({"is", "ws", "ip", "wp"})
# Whoever does something is no part of what he does.
_DOERS: Final = ("企业", "单位", "机构", "部门", "高校", "院所", "园区")


def _is_close(word: str, before: Chunk, chunk: Chunk) -> bool:
    """Whether a verb stands right in front of the word for a carrier or a work, or behind a brand."""
    if word not in _CLOSE and not (len(word) == 4 and word[:2] in _NOMINAL and (word[2:] in _CLOSE or word[2:] in _NOMINAL)):
        return False
    shape = chunk.shape
    return shape[0] in "spx" or shape[:2] in _ENDINGS or before.shape[-1] == "Q" and shape[:2] in _QUALIFIED


# Of these, the ones that are more often a verb: behind a place, or at the head of a clause, they are one.
_ACTIVE: Final = frozenset("建设 发展 推进 促进 培育 引进 推广 新建 投资 开发 应用 创新 升级 集聚 引领".split())


_VERBS: Final = frozenset("vudD")
_PREPOSITIONS: Final = frozenset("在以为对将由把的从向")
_BUILT: Final = ("学校", "幼儿园", "校区", "院区", "小学", "中学", "医院", "路", "街", "桥", "厂", "港", "站")


def compound_start(flat: str, found: Sequence[Chunk], i: int, start: int) -> int:
    """Return the chunk where the compound name ends in chunk ``i`` begins: 路网 + 提升改造 + 工程 is one name.

    The verb in between is a noun when another verb governs the whole, or a clause begins with the name.
    """
    first = i
    while first > start and len(found[first].before) < 3:
        before = found[first - 1]
        word = flat[before.end:found[first].start]
        if word not in _NOMINAL and not _is_close(word, before, found[first]) or flat.endswith(_DOERS, 0, before.end):
            break
        governed = before.before[-1:] in _VERBS and flat[before.start - 1:before.start] not in _PREPOSITIONS
        built = before.shape[-1] in "xosS" and (found[first].shape[0] in "px" or word not in _ACTIVE) or flat.endswith(_BUILT, before.start, before.end)
        if found[first].shape == "c" and flat.startswith(_FORMS, found[first].start):
            # 甲现代农业发展有限公司
            first -= 1
            continue
        if before.shape[-1] in "sS" and word[:2] in _ACTIVE and found[first].shape[0] not in "px":
            # 甲交易所建设乙平台
            break
        if word in _ACTIVE and not governed and not built or before.before[-1:] == "&":
            break
        edge = before.shape[-1]
        if edge in "rzZc" or edge == "q" and not flat.endswith(_WIDE, 0, before.end) or edge == "k" and word in _ACTIVE:
            break
        if not set(before.shape) & _PROPER:
            break
        if flat[before.end - 1] in "区县市镇乡省" and flat[before.end - 2:before.end] not in _SITES:
            break
        if governed and word in _DONE_BY and found[first].shape[0] not in "px" and not _GOODS.issuperset(before.shape) and (
                flat.endswith(_CAUSES, 0, before.start)):
            # 支持甲研究院建设乙基地: somebody is supported in what he does.
            break
        first -= 1
    return first


# Behind a verb these can only be the end of a name.
_FORMS: Final = ("有限", "股份", "集团有限", "集团股份")
_PROPER: Final = frozenset("r_kxsSZQiwn")
_GOODS: Final = frozenset("iwqn")
_CAUSES: Final = ("依托", "利用", "借助", "发挥", "支持", "推动", "鼓励", "引导", "指导", "帮助", "协助", "督促", "协调")
_DONE_BY: Final = frozenset("建设 新建 开发 引进 培育 投资 推广 应用".split())
_WIDE: Final = tuple(_TITLES)
# Sites that end as the names of divisions do.
_SITES: Final = frozenset("景区 灌区 库区 矿区 校区 院区 街区 片区 港区 厂区 林区 垦区 滩区".split())


# Between the halves of a name in a line of its own.
_BETWEEN: Final = frozenset("投资 研发 生产 制造 服务 运营 开发 检测 测试 加工 综合利用 及 与 和 及其 研发及 研发与 生产及 制造及 检测及 加工及 研发和 生产和".split())


def line_start(flat: str, found: Sequence[Chunk], i: int, start: int, end: int) -> int:
    """Return the first chunk of the name that ends in chunk ``i``, if the name is a whole line; else ``i``."""
    if i == start or i > start + 3 or flat[end:end + 1] != "\n" or flat[found[start].start - 1:found[start].start] not in ("\n", ""):
        return i
    whole = end - found[start].start < 40 and found[start].shape not in ("r", "Z") and all(
        flat[found[at - 1].end:found[at].start] in _BETWEEN for at in range(start + 1, i + 1))
    return start if whole else i


# Words that begin the name of no company.
_NO_OWNER: Final = re.compile(r"老旧|落后|现有|重点|一般|传统|现代|新型|高端|大型|中小|全部|部分|相关|城市|城镇|农村|县域|乡镇|工业|产业|企业|园区|国家|全国|[\d“”]")


def owner_end(flat: str, chunk: Chunk, lexicon: Lexicon) -> int:
    """Return the end of the company that a chunk begins with, before what it makes; 0 if none: 甲化学|草铵膦产线."""
    parts = chunk.parts
    if chunk.shape[0] == "k":
        return parts[0].end
    if len(parts) < 3 or parts[0].kind not in "_r" or not 1 < parts[0].end - parts[0].start < 5 or parts[1].kind not in "wifn":
        return 0
    if not lexicon.trades.fullmatch(flat, parts[1].start, parts[1].end) or _NO_OWNER.match(flat, chunk.start):
        return 0
    return parts[1].end


def is_sited(chunk: Chunk) -> bool:
    """Whether an item is a place with a name of its own behind it, as in 安县甲湖、宁区乙坪等12个园区."""
    return chunk.shape[0] == "r" and len(chunk.shape) > 1 and _SITED.issuperset(chunk.shape) and (
        chunk.end - chunk.parts[0].end < 6)


_SITED: Final = frozenset("r_")
# “一平台多基地”, “三区联动”: how things are laid out, and the name of none.
LAYOUT: Final = re.compile(r"[“\"][一两双二三四五六七八九十百千\d+XN]{1,3}[^“”\"]{0,3}[一两双二三四五六七八九十百千多\d+协联互][^“”\"]{0,4}[”\"]")


def mention(seen: View, start: int, end: int, rule: str) -> Mention:
    """Return the mention of a flat stretch; its name is the flat text, without white space."""
    origin = seen.origin
    return make(Mention, (seen.flat[start:end], origin[start], origin[end - 1] + 1, rule, "explicit", None))
