"""Where each node stands: forces in numpy, started from known cells, the same positions on every run.

The physics are those of ForceAtlas2 (Jacomy et al. 2014): edges pull as far as they are long, nodes push by their
degree. Pushing is summed on a grid by a fast Fourier transform, so a step costs as much as its nodes and edges, and a
hundred thousand nodes take seconds. Positions are worked out once, in Python: everyone sees the same picture, and it
stands still.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["layout"]

Points: TypeAlias = NDArray[np.floating[Any]]
Numbers: TypeAlias = NDArray[np.floating[Any]]
Indices: TypeAlias = NDArray[np.int64]

# Room that a node has on the finished picture, in its own units.
SPACE: Final = 40.0
_PUSH: Final = 10.0
_GOLDEN: Final = np.pi * (3 - np.sqrt(5))
_FEW: Final = 2_000


@dataclass(slots=True)
class _Pace:
    """How far a step may go: shorter while nodes swing to and fro, longer while they all head somewhere."""

    speed: float = 1.0
    trust: float = 1.0

    def steps(self, force: Points, before: Points, mass: Numbers) -> Numbers:
        """Return how far along its force each node may go."""
        count = len(mass)
        swing = np.sqrt(((force - before) ** 2).sum(1))
        swinging = float((mass * swing).sum()) + 1e-12
        heading = float((mass * np.sqrt(((force + before) ** 2).sum(1)) / 2).sum()) + 1e-12
        base = 0.05 * np.sqrt(count)
        tolerance = min(10.0, max(np.sqrt(base), base * heading / count**2))
        if swinging / heading > 2.0:
            self.trust = max(0.05, self.trust * 0.5)
            tolerance = max(tolerance, 1.0)
        target = tolerance * self.trust * heading / swinging
        if swinging > tolerance * heading:
            self.trust = max(0.05, self.trust * 0.7)
        elif self.speed < 1000:
            self.trust *= 1.3
        self.speed += min(target - self.speed, 0.5 * self.speed)
        return np.asarray(self.speed / (1 + np.sqrt(self.speed * swing)))


def layout(count: int, source: Indices, target: Indices, *, cell: Indices | None = None, steps: int | None = None) -> Points:
    """Return a position for each node.

    Parameters
    ----------
    count : int
        Number of nodes.
    source, target : array of int
        The ends of the edges, as numbers of nodes. Which end is which does not matter, nor how often two are joined.
    cell : array of int, optional
        The cell of each node, numbered from 0. Cells are laid out first, then their nodes around their middle.
    steps : int, optional
        How many steps to go; by default fewer for big graphs.

    Returns
    -------
    array of float, shape (count, 2)
        Positions around the origin, about `SPACE` apart.

    Examples
    --------
    >>> places = layout(3, np.array([0, 1]), np.array([1, 2]))
    >>> places.shape, bool((places == layout(3, np.array([0, 1]), np.array([1, 2]))).all())
    ((3, 2), True)
    """
    if count == 0:
        return np.zeros((0, 2))
    source, target = _simple(count, source, target)
    start = _disc(count) if cell is None else _around_cells(count, source, target, cell)
    if steps is None:
        steps = 250 if count <= _FEW else int(np.clip(1_400_000 / count, 50, 160))
    placed = _relax(start, source, target, steps)
    placed = _apart(_scaled(_turned(placed)))
    return np.asarray(placed - (placed.min(0) + placed.max(0)) / 2)


def _turned(place: Points) -> Points:
    """Return positions turned so that they are widest across: screens and paper are."""
    away = place - place.mean(0)
    (xx, xy), (_, yy) = away.T @ away
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    return np.asarray(away @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]))


def _simple(count: int, source: Indices, target: Indices) -> tuple[Indices, Indices]:
    low, high = np.minimum(source, target), np.maximum(source, target)
    pair = np.unique(low[low != high].astype(np.int64) * count + high[low != high])
    return pair // count, pair % count


def _disc(count: int) -> Points:
    """Return points spread evenly over a disc: the seeds of a sunflower."""
    number = np.arange(count)
    radius, angle = np.sqrt(number + 0.5), number * _GOLDEN
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _around_cells(count: int, source: Indices, target: Indices, cell: Indices) -> Points:
    cells = int(cell.max()) + 1
    sizes = np.bincount(cell, minlength=cells)
    ends = _simple(cells, cell[source], cell[target])
    middles = _relax(_disc(cells), *ends, 200) if cells > 2 else _disc(cells)
    middles = _apart(_scaled(middles), size=np.sqrt(sizes)) / SPACE * np.sqrt(count / max(1, len(sizes)))
    order = np.argsort(cell, kind="stable")
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count) - np.repeat(np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    radius, angle = np.sqrt(rank + 0.5), rank * _GOLDEN
    return np.asarray(middles[cell] * 2.0 + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))


def _relax(place: Points, source: Indices, target: Indices, steps: int) -> Points:
    count = len(place)
    mass = np.bincount(source, minlength=count) + np.bincount(target, minlength=count) + 1.0
    grid = int(2 ** np.clip(np.round(np.log2(np.sqrt(count))), 6, 8))
    place, pace, before = place.copy(), _Pace(), np.zeros_like(place)
    for _ in range(steps):
        force = _push(place, mass, grid)
        along = place[target] - place[source]
        for axis in (0, 1):
            force[:, axis] += np.bincount(source, along[:, axis], minlength=count)
            force[:, axis] -= np.bincount(target, along[:, axis], minlength=count)
        middle = place - place.mean(0)
        force -= (mass / (np.sqrt((middle**2).sum(1)) + 1e-9))[:, None] * middle
        place += force * pace.steps(force, before, mass)[:, None]
        before = force
    return place


def _push(place: Points, mass: Numbers, grid: int) -> Points:
    """Return how all others push each node: masses put on a grid, the field read off it again."""
    low = place.min(0)
    width = float((place.max(0) - low).max()) * 1.0001 / (grid - 2) + 1e-9
    inside = (place - low) / width
    corner = inside.astype(np.int64)
    (column, row), (x, y) = corner.T, (inside - corner).T
    shares = ((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)
    squares = (column * grid + row, (column + 1) * grid + row, column * grid + row + 1, (column + 1) * grid + row + 1)
    density = np.zeros(grid * grid)
    for share, square in zip(shares, squares, strict=True):
        density += np.bincount(square, share * mass, minlength=grid * grid)
    spectrum = np.fft.rfft2(density.reshape(grid, grid), (2 * grid, 2 * grid))
    force = np.empty_like(place)
    for axis, kernel in enumerate(_kernels(grid)):
        field = np.fft.irfft2(spectrum * kernel)[:grid, :grid].ravel()
        force[:, axis] = sum(share * field[square] for share, square in zip(shares, squares, strict=True))
    return np.asarray(force * (_PUSH / width * mass)[:, None])


@lru_cache(maxsize=4)
def _kernels(grid: int) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the spectra of 1/distance along x and along y, on a grid twice as wide so that it does not wrap."""
    offset = np.fft.fftfreq(2 * grid, 1 / (2 * grid))
    across, along = np.meshgrid(offset, offset, indexing="ij")
    square = across**2 + along**2
    square[0, 0] = np.inf
    square = np.maximum(square, 0.5)
    return np.fft.rfft2(across / square), np.fft.rfft2(along / square)


def _scaled(place: Points) -> Points:
    """Return positions with the room of a node on the average, outliers drawn in."""
    middle = np.median(place, axis=0)
    away = place - middle
    distance = np.sqrt((away**2).sum(1)) + 1e-9
    reach = max(float(np.quantile(distance, 0.9)), 1e-9)
    # Beyond nine tenths of the nodes, distance grows by its root only: lone nodes stay in the picture.
    drawn_in = np.where(distance > reach, reach * np.sqrt(distance / reach), distance)
    scale = SPACE * np.sqrt(len(place)) / (2 * reach)
    return np.asarray(away * (drawn_in / distance * scale)[:, None])


def _apart(place: Points, *, size: Numbers | None = None, rounds: int = 24) -> Points:
    """Move nodes that nearly cover each other apart, a little in each round."""
    count = len(place)
    if count < 2:
        return place
    weight = np.ones(count) if size is None else size / size.mean()
    least, place = SPACE * 0.55, place.copy()
    order_base = np.arange(count)
    for number in range(rounds):
        # Neighbours in a space-filling order of shifted squares: no pair is looked for everywhere.
        shift = (number % 4) * least / 4
        square = np.floor((place + shift) / (least * 2)).astype(np.int64)
        order = np.lexsort((order_base, square[:, 1], square[:, 0]))
        for step in (1, 2, 3, 5):
            one, other = order[:-step], order[step:]
            if not len(one):
                continue
            between = place[other] - place[one]
            distance = np.sqrt((between**2).sum(1))
            near = least * (weight[one] + weight[other]) / 2
            close = distance < near
            one, other, between, distance, near = one[close], other[close], between[close], distance[close], near[close]
            angle = (one + other) * _GOLDEN
            still = distance < 1e-6
            between[still] = np.stack([np.cos(angle[still]), np.sin(angle[still])], axis=1)
            move = between / np.maximum(distance, 1.0)[:, None] * ((near - distance) * 0.25)[:, None]
            for axis in (0, 1):
                place[:, axis] += np.bincount(other, move[:, axis], minlength=count)
                place[:, axis] -= np.bincount(one, move[:, axis], minlength=count)
    return place
