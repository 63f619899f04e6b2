"""Where the attention of several heads may look."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


def merged_mask(
    query: Any,
    value: Any,
    query_mask: Any,
    value_mask: Any,
    key_mask: Any,
    attention_mask: Any,
    use_causal_mask: bool,
    sliding_window: int | None,
) -> Any:
    """Returns all masks as one (batch, length, other length), or None.

    Args:
        query: (batch, length, ...).
        value: (batch, other length, ...).
        query_mask: (batch, length), or None.
        value_mask: (batch, other length), or None.
        key_mask: (batch, other length), or None.
        attention_mask: (batch, length, other length), or None.
        use_causal_mask: whether to look at earlier places only.
        sliding_window: how far to look, or None.
    """
    parts = []
    if query_mask is not None:
        parts.append(tf.expand_dims(tf.cast(query_mask, tf.bool), -1))
    parts.extend(
        tf.expand_dims(tf.cast(mask, tf.bool), -2)
        for mask in (value_mask, key_mask)
        if mask is not None
    )
    rows = tf.range(tf.shape(query)[1])[None, :, None]
    columns = tf.range(tf.shape(value)[1])[None, None, :]
    if use_causal_mask:
        parts.append(columns <= rows)
    if sliding_window is not None:
        parts.append(tf.abs(rows - columns) < sliding_window)
    if attention_mask is not None:
        parts.append(tf.cast(attention_mask, tf.bool))
    if not parts:
        return None
    result = parts[0]
    for part in parts[1:]:
        result = result & part
    return result


def masked_softmax(scores: Any, mask: Any, axes: list[int]) -> Any:
    """Returns the shares of scores; what the mask hides gets nothing.

    Args:
        scores: the scores.
        mask: where to look, or None; it broadcasts to the scores.
        axes: the axes whose shares sum to one.
    """
    if mask is not None:
        far = -3e4 if scores.dtype.name == "float16" else -1e9
        scores = tf.where(mask, scores, tf.cast(far, scores.dtype))
    if len(axes) == 1:
        shares = tf.nn.softmax(scores, axis=axes[0])
    else:
        shares = tf.exp(scores - tf.reduce_logsumexp(scores, axes, keepdims=True))
    return shares if mask is None else shares * tf.cast(mask, shares.dtype)
