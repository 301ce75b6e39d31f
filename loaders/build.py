"""Documents in, a graph folder out: the whole way, one document at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from os.path import commonpath
from pathlib import Path

from liantu.errors import ReadError
from liantu.graph import folder
from liantu.graph.model import Document, Span
from liantu.graph.names import Registry, load_registry, registry_edges, registry_nodes, resolver
from liantu.graph.schema import kind_of, node_id
from liantu.graph.spool import Spool
from liantu.graph.whole import Asked
from liantu.loaders.belonging import belonging
from liantu.loaders.chain_facts import chain_edges, chain_nodes, touched_places
from liantu.loaders.chain_names import chain_names, chain_resolver
from liantu.loaders.chains import load_chains
from liantu.loaders.collector import uncollected
from liantu.loaders.facts import read_facts
from liantu.loaders.lexicon import load_lexicon
from liantu.loaders.matching import Matcher
from liantu.loaders.read import read, survey
from liantu.loaders.reading import Reading, read_tasks
from liantu.loaders.records import task_record
from liantu.loaders.unify import unify

__all__ = ["Built", "Found", "build"]

# Kinds whose short names only the other names of a city may explain.
_UNIFIED = frozenset({"Unit", "Platform", "Project", "Enterprise"})


@dataclass(frozen=True, slots=True)
class Found:
    """What one document held."""

    name: str
    title: str
    tasks: int
    without_unit: int
    unread: int


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the folder, what each document held, and the files that could not or need not be read."""

    path: Path
    found: tuple[Found, ...]
    failed: tuple[ReadError, ...]
    skipped: tuple[tuple[Path, str], ...]


def build(
    paths: Iterable[Path | str], out: Path | str, *, city: str | None = None, registry: Registry | None = None,
    chains: Path | None = None, progress: Callable[[int, int, str], None] | None = None,
) -> Built:
    """Read documents and write a graph folder.

    Parameters
    ----------
    paths : iterable of path
        Files, and folders to walk through.
    out : path
        The folder to make; an older graph there is replaced at the end, in one step.
    city : str, optional
        The city of all documents, as ``舟山市``; by default each document says it of itself.
    registry : Registry, optional
        The register of units; by default the one that comes with liantu.
    chains : Path, optional
        A YAML file of the user's own chains, which adds to the reference or replaces chains of it (docs/chains.md).
    progress : callable, optional
        Called with files done, files in all, and the name of the next one.

    Returns
    -------
    Built
        Files that cannot be read are listed in ``failed``, files of a folder that are no documents in ``skipped``; the
        others are in the graph.

    Raises
    ------
    ReadError
        None of the files could be read, or a path does not exist; an older graph stays as it was.
    StoreError
        ``out`` is something else than a graph folder, or cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     file = Path(place) / "a.txt"
    ...     _ = file.write_text("青山市2024年重点工作\\n1.培育海洋电子产业。（市经信局牵头，市科技局配合）", encoding="utf-8")
    ...     built = build([file], Path(place) / "graph")
    ...     with folder.open_graph(built.path) as graph:
    ...         [(fact.edge.kind, fact.quote) for fact in graph.edges() if fact.edge.kind == "LEADS"]
    [('LEADS', '（市经信局牵头，市科技局配合）')]
    """
    surveyed = survey([Path(path) for path in paths])
    files = surveyed.files
    names = _names(files)
    words, register = load_lexicon(chains) if chains else load_lexicon(), registry or load_registry()
    matcher = Matcher(chain_names(load_chains(chains), register))
    found: list[Found] = []
    failed: list[ReadError] = []
    present: set[str] = set()
    doubtful: set[str] = set()
    asked: dict[Asked, str] = {}
    with folder.build(Path(out), options={"city": city}) as spool:
        for done, (path, name) in enumerate(zip(files, names, strict=True)):
            if progress:
                progress(done, len(files), name)
            try:
                document = read(path)
            except ReadError as error:
                failed.append(error)
                continue
            document = Document(name, document.text, document.format, document.tables, document.places)
            with uncollected():
                reading = read_tasks(document, city=city, lexicon=words)
                _add(spool, reading, path, register, matcher, present=present, doubtful=doubtful, asked=asked)
            found.append(_found(reading))
        if failed and not found:
            raise failed[0]
        unify(spool, asked, register)
        _add_register(spool, register, present)
        _add_chains(spool, matcher, present, doubtful)
    if progress:
        progress(len(files), len(files), "")
    return Built(Path(out), tuple(found), tuple(failed), tuple(surveyed.skipped))


def _names(files: Sequence[Path]) -> list[str]:
    """Return the file names, with as much of the folders as tells two files of one name apart."""
    short = [path.name for path in files]
    if len(set(short)) == len(short):
        return short
    top = Path(commonpath([path.resolve().parent for path in files]))
    return [path.resolve().relative_to(top).as_posix() if short.count(path.name) > 1 else path.name for path in files]


def _add(
    spool: Spool, reading: Reading, path: Path, registry: Registry, matcher: Matcher, *,
    present: set[str], doubtful: set[str],
    asked: dict[Asked, str],
) -> None:
    """Put one document into the spool; note the nodes that it names and the chains that it may speak of."""
    document = reading.document
    identity = node_id("Document", document.name)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    resolve = chain_resolver(matcher.names, resolver(registry, city=reading.header.city, date=reading.header.date))
    facts = read_facts(reading, identity, resolve, registry=registry, sha256=digest)
    belongs = belonging(facts, matcher)
    spool.add_input(document.name, digest, len(content), identity)
    spool.add_document(identity, document)
    spool.add_nodes(facts.nodes)
    spool.add_edges([*facts.edges, *belongs.edges])
    spool.add_names(identity, facts.names)
    spool.add_records("tasks", identity, (
        task_record(document, task, entities) for task, entities in zip(reading.tasks, facts.entities, strict=True)))
    spool.add_records("review", identity, ({"document": identity, **one} for one in (*facts.doubts.values(), *belongs.rejected)))
    spool.add_records("unread", identity, (_left(document, span) for span in reading.outline.unread))
    for mention in facts.names:
        if (kind := kind_of(str(mention.entity))) in _UNIFIED:
            asked[kind, mention.name, reading.header.city] = str(mention.entity)
    present.update(node.id for node in facts.nodes)
    present |= belongs.sure
    doubtful |= belongs.doubtful


def _add_chains(spool: Spool, matcher: Matcher, present: set[str], doubtful: set[str]) -> None:
    """Add the reference chains that the documents touch."""
    touched = touched_places(matcher.names, present, doubtful)
    spool.add_nodes(chain_nodes(matcher.names, touched))
    spool.add_edges(chain_edges(matcher.names, touched))


def _add_register(spool: Spool, registry: Registry, present: set[str]) -> None:
    """Add what the register knows of the units that documents name: what they govern, whom they succeed."""
    edges = [edge for edge in registry_edges(registry) if edge.source in present]
    edges += [edge for edge in registry_edges(registry, present) if edge not in edges]
    spool.add_nodes(registry_nodes(registry, {end for edge in edges for end in (edge.source, edge.target)} - present))
    spool.add_edges(edges)


def _left(document: Document, span: Span) -> dict[str, object]:
    return {"doc": document.name, "start": span.start, "end": span.end, "text": document.quote(span.start, span.end)}


def _found(reading: Reading) -> Found:
    drafts = reading.outline.drafts
    alone = sum(not (draft.leads or draft.participants or draft.responsible) for draft in drafts)
    return Found(reading.document.name, reading.header.title, len(drafts), alone, len(reading.outline.unread))
