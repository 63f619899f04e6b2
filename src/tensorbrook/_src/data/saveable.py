"""Positions of iterators in the checkpoints of sessions."""

from __future__ import annotations

from typing import Any, NamedTuple

from tensorbrook._src.core.op import find
from tensorbrook._src.data.iterator import restore_position, saved_position


class _Saved(NamedTuple):
    """A tensor in a checkpoint, with its name and its slice."""

    tensor: Any
    slice_spec: str
    name: str


class IteratorSaveable:
    """What a `tf.compat.v1.train.Saver` needs to save an iterator."""

    def __init__(self, resource: Any) -> None:
        self.op = resource
        self.name = f"{resource.op.name}-state"
        self.specs = [_Saved(saved_position(resource), "", self.name)]

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        """An operation that gives the iterator its position back."""
        del restored_shapes
        return restore_position(self.op, restored_tensors[0])


def make_saveable_from_iterator(
    iterator: Any, external_state_policy: Any = None
) -> IteratorSaveable:
    """Lets a `tf.compat.v1.train.Saver` save the position of an iterator.

    Args:
        iterator: An iterator of a graph. Its initializer must have run before it is
            restored.
        external_state_policy: Accepted; a position that depends on more than the
            pipeline can't be saved.

    Returns:
        An object for the list of variables of a saver, or for the collection
        `tf.compat.v1.GraphKeys.SAVEABLE_OBJECTS`.

    Raises:
        AttributeError: Executing eagerly; use `tf.train.Checkpoint`.

    Example:
        >>> import tempfile, tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     iterator = tf.data.make_initializable_iterator(tf.data.Dataset.range(5))
        ...     saveable = tf.data.experimental.make_saveable_from_iterator(iterator)
        ...     saver, following = tf.train.Saver([saveable]), iterator.get_next()
        ...     sess.run(iterator.initializer)
        ...     print(sess.run(following), sess.run(following))
        ...     path = saver.save(sess, tempfile.mkdtemp() + "/model")
        ...     sess.run(iterator.initializer)
        ...     saver.restore(sess, path)
        ...     print(sess.run(following))
        0 1
        2
    """
    del external_state_policy
    return IteratorSaveable(iterator._resource)


def get_model_proto(iterator: Any) -> Any:
    """The model by which TensorFlow tunes the parallelism of a pipeline.

    Args:
        iterator: An iterator.

    Raises:
        errors.NotFoundError: Always: parallelism isn't tuned by a model here.
    """
    content = find("IteratorGetModelProto")(iterator._resource)
    return content.numpy()
