"""What the layers that change images have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.bounding_boxes.formats import convert_format
from tensorbrook._src.keras.bounding_boxes.moves import clip_to_image_size
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import map_leaves


class BaseImageLayer(Layer):
    """Changes images: one, a batch, or a dict with `"images"` and more.

    A subclass draws its random numbers in `draw` and changes a batch of images
    with channels last in `change`.

    Args:
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `bounding_box_format` if boxes come along, `name`, `dtype` and the
            like.
    """

    always = False
    moves_boxes = False

    def __init__(
        self, seed: Any = None, data_format: str | None = None, **kwargs: Any
    ) -> None:
        bounding_box_format = kwargs.pop("bounding_box_format", None)
        super().__init__(**kwargs)
        self.bounding_box_format = bounding_box_format
        self.seed = seed
        self.data_format = config.standardize_data_format(data_format)
        given = isinstance(seed, SeedGenerator)
        self.generator = seed if given else SeedGenerator(seed)
        self.supports_masking = True
        self.autocast = False
        self.built = True

    @property
    def value_range(self) -> Any:
        """The least and the greatest value of a pixel."""
        return self.__dict__["value_range"]

    @value_range.setter
    def value_range(self, value: Any) -> None:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise ValueError(
                f"{type(self).__name__}: `value_range` must be two numbers. Received: "
                f"value_range={value}."
            )
        self.__dict__["value_range"] = value

    def uniform(self, shape: Any, low: Any = 0.0, high: Any = 1.0) -> Any:
        """Draws from a uniform distribution."""
        return tf.random.stateless_uniform(
            shape, self.generator.next(), low, high, "float32"
        )

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images.

        Args:
            images: (batch, height, width, channels).
        """
        return None

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images.

        Args:
            images: (batch, height, width, channels), of floats.
            drawn: what `draw` returned.
        """
        raise NotImplementedError(f"{type(self).__name__} has no change().")

    def change_labels(self, labels: Any, drawn: Any) -> Any:
        """Returns the labels of changed images."""
        return labels

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return masks

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Draws the random numbers for data as `call` takes it."""
        images = data["images"] if isinstance(data, dict) else data
        values, _ = self._entered(tf.convert_to_tensor(images))
        return self.draw(values) if training else None

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns images changed as the transformation says."""
        values, single = self._entered(tf.convert_to_tensor(images))
        if training or self.always:
            values = self.change(values, transformation)
        return self._left(values, single)

    def transform_labels(
        self, labels: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns the labels of changed images."""
        return self.change_labels(labels, transformation) if training else labels

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns the segmentation masks of changed images."""
        values, single = self._entered(tf.convert_to_tensor(segmentation_masks))
        if training:
            values = self.change_masks(values, transformation)
        return self._left(values, single)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images.

        Args:
            boxes: (batch, boxes, 4): left, top, right, bottom in pixels.
            drawn: what `draw` returned.
            size: the height and the width of the images before the change.
        """
        return boxes

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns boxes, written as shares of the image, in the changed images."""
        if not training:
            return bounding_boxes
        return self._moved_boxes(bounding_boxes, transformation, (1, 1), "rel_xyxy")

    def _moved_boxes(self, boxes: Any, drawn: Any, size: Any, form: Any) -> Any:
        """Returns a dict of boxes and labels that fit the changed images."""
        if form is None:
            raise ValueError(
                f"{type(self).__name__}: data with 'bounding_boxes' needs the argument "
                "`bounding_box_format`, for example 'xyxy'."
            )
        values = tf.cast(boxes["boxes"], "float32")
        single = values.shape.rank == 2
        values = values[None] if single else values
        corners = convert_format(values, form, "xyxy", *size)
        corners = self.change_boxes(corners, drawn, size)
        found = {**boxes, "labels": tf.convert_to_tensor(boxes["labels"])}
        shape = (None, *size, None)
        if self.data_format == "channels_first":
            shape = (None, None, *size)
        after = self.compute_output_shape(shape)
        height, width = after[1:3]
        if self.data_format == "channels_first":
            height, width = after[2:4]
        if self.moves_boxes:
            labels = found["labels"][None] if single else found["labels"]
            cut = clip_to_image_size(
                {"boxes": corners, "labels": labels}, height, width
            )
            corners = cut["boxes"]
            found["labels"] = cut["labels"][0] if single else cut["labels"]
        corners = convert_format(corners, "xyxy", form, height, width)
        found["boxes"] = corners[0] if single else corners
        return found

    def transform_single_image(
        self, image: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns one changed image."""
        return self.transform_images(image, transformation, training)

    def transform_single_label(
        self, label: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns the label of one changed image."""
        return self.transform_labels(label[None], transformation, training)[0]

    def transform_single_segmentation_mask(
        self, segmentation_mask: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns the segmentation mask of one changed image."""
        return self.transform_segmentation_masks(
            segmentation_mask, transformation, training
        )

    def transform_single_bounding_box(
        self, bounding_box: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Returns the boxes of one changed image."""
        return self.transform_bounding_boxes(bounding_box, transformation, training)

    def call(self, data: Any, training: Any = True) -> Any:
        """Computes the changed images."""
        many = isinstance(data, dict)
        images = tf.convert_to_tensor(data["images"] if many else data)
        values, single = self._entered(images)
        if not (training or self.always):
            result, drawn = values, None
        else:
            drawn = self.draw(values)
            result = self.change(values, drawn)
        result = self._left(result, single)
        if not many:
            return result
        found = {**data, "images": result}
        active = training or self.always
        if "bounding_boxes" in data:
            size = tuple(values.shape[1:3])
            boxes = data["bounding_boxes"]
            form = self.bounding_box_format
            if active or form is None:
                boxes = self._moved_boxes(boxes, drawn, size, form)
            found["bounding_boxes"] = boxes
        if active and "labels" in data:
            labels = tf.convert_to_tensor(data["labels"])
            found["labels"] = self.change_labels(labels, drawn)
        if active and "segmentation_masks" in data:
            masks, one = self._entered(tf.convert_to_tensor(data["segmentation_masks"]))
            changed = self.change_masks(masks, drawn)
            found["segmentation_masks"] = self._left(changed, one)
        return found

    def _entered(self, images: Any) -> tuple[Any, bool]:
        """Returns a batch with channels last, of floats."""
        rank = len(images.shape)
        if rank not in (3, 4):
            raise ValueError(
                f"{type(self).__name__}: images must have three dimensions, or four "
                f"with a batch. Received: shape={tuple(images.shape)}."
            )
        values = tf.cast(images, self.compute_dtype)
        values = values[None] if rank == 3 else values
        if self.data_format == "channels_first":
            values = tf.transpose(values, [0, 2, 3, 1])
        return values, rank == 3

    def _left(self, images: Any, single: bool) -> Any:
        """Returns images in the layout that came in."""
        if self.data_format == "channels_first":
            images = tf.transpose(images, [0, 3, 1, 2])
        return images[0] if single else images

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def compute_output_spec(self, data: Any, training: Any = True) -> Any:
        """Returns symbolic outputs."""

        def spec(leaf: Any) -> Any:
            return KerasTensor(
                self.compute_output_shape(leaf.shape), self.compute_dtype
            )

        return map_leaves(spec, data)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {"seed": self.seed, "data_format": self.data_format}
        if self.bounding_box_format is not None:
            own["bounding_box_format"] = self.bounding_box_format
        return {**super().get_config(), **own}


def as_range(value: Any, name: str, low: float, high: float) -> tuple[float, float]:
    """Returns the bounds that a factor means.

    Args:
        value: two bounds, or one number `f` for the range from `-f`, or `low`, to `f`.
        name: the argument's name, for the error.
        low: the least bound.
        high: the greatest bound.

    Raises:
        ValueError: when a bound is out of range.
    """
    problem = (
        f"The `{name}` argument should be a number (or a list of two numbers) in the "
        f"range [{low}, {high}]. Received: {name}={value}."
    )
    if isinstance(value, list | tuple):
        if len(value) != 2 or value[0] > high or value[1] < low:
            raise ValueError(problem)
        first, last = sorted(value)
        return first, last
    if not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(problem)
    size = abs(value)
    return max(-size, low), size


def chosen(flags: Any, changed: Any, images: Any) -> Any:
    """Returns changed images where the flag of the image is set."""
    return tf.where(flags[:, None, None, None], changed, images)


def grey(images: Any) -> Any:
    """Returns the brightness of images, with one channel."""
    return tf.keras.ops.image.rgb_to_grayscale(images, data_format="channels_last")
