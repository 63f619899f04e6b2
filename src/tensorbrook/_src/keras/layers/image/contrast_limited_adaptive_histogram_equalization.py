"""Images whose values are equally frequent in each neighbourhood."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.value_range import moved_range

_BINS = 256


class ContrastLimitedAdaptiveHistogramEqualization(BaseImageLayer):
    """Equalizes each tile of an image, without blowing up noise.

    The image is cut into tiles. In each, frequent values are spread, but no value
    counts more than the limit; between the tiles the results are interpolated.

    Args:
        value_range: the least and the greatest value of a pixel.
        clip_limit: how often a value may count, relative to its fair share; zero for
            no limit.
        tile_grid_size: how many tiles stand below and beside each other.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> import tensorbrook as tf
        >>> layer = tf.keras.layers.ContrastLimitedAdaptiveHistogramEqualization(
        ...     clip_limit=0.0, tile_grid_size=(1, 1))
        >>> layer(tf.constant([[[0.0], [10.0]], [[20.0], [20.0]]]))[..., 0].numpy()
        array([[  0.,  85.],
               [255., 255.]], dtype=float32)
    """

    always = True

    def __init__(
        self,
        value_range: Any = (0, 255),
        clip_limit: float = 4.0,
        tile_grid_size: tuple[int, int] = (8, 8),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        if len(tuple(tile_grid_size)) != 2 or min(tile_grid_size) < 1:
            raise ValueError(
                "ContrastLimitedAdaptiveHistogramEqualization: `tile_grid_size` must "
                f"be two positive numbers. Received: tile_grid_size={tile_grid_size}."
            )
        self.value_range = value_range
        self.clip_limit = clip_limit
        self.tile_grid_size = tuple(tile_grid_size)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        rows, columns = images.shape[1], images.shape[2]
        down, across = self.tile_grid_size
        values = moved_range(tf.cast(images, "float32"), self.value_range, (0, 255))
        values = _filled(_filled(values, 1, -rows % down), 2, -columns % across)
        bins = tf.cast(tf.clip_by_value(values, 0.0, 255.0), "int32")
        tables = self._tables(bins)
        found = self._looked_up(tables, bins)[:, :rows, :columns]
        found = moved_range(found, (0, 255), self.value_range)
        return tf.cast(found, images.dtype)

    def _tables(self, bins: Any) -> Any:
        """Returns what becomes of each value: (batch, down, across, channels, 256)."""
        down, across = self.tile_grid_size
        batch, channels = tf.shape(bins)[0], bins.shape[-1]
        tall, wide = bins.shape[1] // down, bins.shape[2] // across
        tiles = tf.reshape(bins, [batch, down, tall, across, wide, channels])
        tiles = tf.transpose(tiles, [0, 1, 3, 5, 2, 4])
        tiles = tf.reshape(tiles, [-1, tall * wide])
        number = tf.shape(tiles)[0]
        places = tiles + tf.range(number)[:, None] * _BINS
        counts = tf.math.unsorted_segment_sum(
            tf.ones_like(places, "float32"), places, number * _BINS
        )
        counts = tf.reshape(counts, [number, _BINS])
        if self.clip_limit > 0:
            limit = self.clip_limit * tall * wide / _BINS
            cut = tf.minimum(counts, limit)
            spare = tf.reduce_sum(counts - cut, 1, keepdims=True)
            counts = cut + spare / _BINS
        sums = tf.cumsum(counts, axis=1)
        first, last = sums[:, :1], sums[:, -1:]
        tables = tf.math.divide_no_nan(sums - first, last - first) * 255.0
        return tf.reshape(tables, [batch, down, across, channels, _BINS])

    def _looked_up(self, tables: Any, bins: Any) -> Any:
        """Returns the new values, between those of the four nearest tiles."""
        down, across = self.tile_grid_size
        batch, channels = tf.shape(bins)[0], bins.shape[-1]
        top, bottom, tall = _neighbours(bins.shape[1], down)
        left, right, wide = _neighbours(bins.shape[2], across)
        flat = tf.reshape(tables, [-1])
        image = tf.range(batch)[:, None, None, None]
        channel = tf.range(channels)[None, None, None, :]

        def value(row: Any, column: Any) -> Any:
            tile = (image * down + row[None, :, None, None]) * across
            tile = tile + column[None, None, :, None]
            return tf.gather(flat, (tile * channels + channel) * _BINS + bins)

        tall, wide = tall[None, :, None, None], wide[None, None, :, None]
        upper = value(top, left) * (1.0 - wide) + value(top, right) * wide
        lower = value(bottom, left) * (1.0 - wide) + value(bottom, right) * wide
        return upper * (1.0 - tall) + lower * tall

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, "value_range", "clip_limit", "tile_grid_size")
        config = {**super().get_config(), **own}
        config.pop("seed")
        return config


def _filled(images: Any, axis: int, missing: int) -> Any:
    """Returns images with reflected rows or columns at the end."""
    while missing > 0:
        size = images.shape[axis]
        part = min(missing, size - 1) if size > 1 else missing
        margins = [[0, 0]] * 4
        margins[axis] = [0, part]
        mode = "REFLECT" if size > 1 else "SYMMETRIC"
        part = min(part, size) if mode == "SYMMETRIC" else part
        margins[axis] = [0, part]
        images = tf.pad(images, margins, mode)
        missing -= part
    return images


def _neighbours(size: int, tiles: int) -> tuple[Any, Any, Any]:
    """Returns the two tiles next to each place, and the share of the second."""
    length = size // tiles
    place = (tf.range(size, dtype="float32") - length / 2) / length
    first = tf.floor(place)
    share = place - first
    first = tf.cast(first, "int32")
    clip = [tf.clip_by_value(first + step, 0, tiles - 1) for step in (0, 1)]
    return clip[0], clip[1], share
