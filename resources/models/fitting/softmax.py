"""Conditional logistic regression: the belief in the right candidates of each name, made as large as can be."""

# ruff: noqa: INP001 - a part of scripts

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instances import Table
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_STEPS = 250


def fitted(
    table: Table, start: Mapping[str, float], within: Mapping[str, tuple[float | None, float | None]], strength: float
) -> dict[str, float]:
    """The weights under which the right candidates have the most belief, less what large weights cost.

    Args:
        table: the names with their candidates.
        start: where to begin.
        within: between what each weight lies.
        strength: what the sum of the squared weights costs.
    """
    values, firsts, right, counts = table.arrays()
    transposed = values.T.tocsr()
    lengths = np.diff(np.append(firsts, values.shape[0]))
    owner = np.repeat(np.arange(len(firsts)), lengths)
    free = np.array([within[name][0] is None or within[name][0] != within[name][1] for name in table.features])

    def cost(weights: Array) -> tuple[float, Array]:
        scores = values @ weights
        masses = np.exp(scores - np.maximum.reduceat(scores, firsts)[owner])
        all_mass = np.add.reduceat(masses, firsts)
        right_mass = np.maximum(np.add.reduceat(masses * right, firsts), 1e-300)
        loss = -(counts * (np.log(right_mass) - np.log(all_mass))).sum()
        slope = transposed @ ((masses / all_mass[owner] - masses * right / right_mass[owner]) * counts[owner])
        return loss + strength * (weights**2).sum(), np.where(free, slope + 2 * strength * weights, 0.0)

    bounds = [within[name] for name in table.features]
    first = np.array([_held(start.get(name, 0.0), *within[name]) for name in table.features])
    best: Any = minimize(
        cost, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS, "ftol": 1e-7}
    )
    return dict(zip(table.features, (float(weight) for weight in best.x), strict=True))


def _held(value: float, least: float | None, most: float | None) -> float:
    """A value within its limits."""
    value = value if least is None else max(least, value)
    return value if most is None else min(most, value)
