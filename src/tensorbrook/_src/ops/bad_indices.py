"""What becomes of positions outside a tensor: `bad_indices_policy`."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import ShapeContext

_POLICIES = ("", "DEFAULT", "ERROR", "IGNORE")


def check_policy(c: ShapeContext) -> None:
    """Refuses a policy that doesn't exist."""
    policy = c.attrs.get("bad_indices_policy", "")
    if policy not in _POLICIES:
        raise c.fail(
            f"Unknown bad indices handling attribute: {policy}. There are "
            f"{list(_POLICIES[1:])}."
        )


def outside(xp: Any, indices: Any, dims: Any) -> Any:
    """Which rows of `indices` name a position outside a tensor of these dims."""
    limits = xp.array(dims[: indices.shape[-1]], indices.dtype)
    return ((indices < 0) | (indices >= limits)).any(axis=-1)


def ignored(xp: Any, indices: Any, updates: Any, dims: Any) -> tuple[Any, Any]:
    """Indices and updates less those that are outside.

    XLA knows no shapes that depend on values: there such an index becomes one past the
    end, which its scatter leaves out.
    """
    wrong = outside(xp, indices, dims)
    if xp is np:
        return np.atleast_2d(indices)[~np.atleast_1d(wrong)], _rows(
            updates, wrong.ndim
        )[~np.atleast_1d(wrong)]
    limits = xp.array(dims[: indices.shape[-1]], indices.dtype)
    return xp.where(wrong[..., None], limits, indices), updates


def _rows(updates: Any, rank: int) -> Any:
    return updates if rank else updates[None]
