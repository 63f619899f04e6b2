"""Input pipelines of queues: producers of names and numbers, and batches."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import queues
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.training.queue_runner import (
    QueueRunner,
    add_queue_runner,
)
from tensorbrook._src.compat_v1.variable import VariableV1, count_up_to
from tensorbrook._src.control_flow import conditional
from tensorbrook._src.core.scopes import control_dependencies, name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, files, gather, random, shape
from tensorbrook._src.ops.constant import convert_to_tensor, identity, no_op


def limit_epochs(
    tensor: Any, num_epochs: int | None = None, name: str | None = None
) -> Any:
    """A tensor that can be read `num_epochs` times, then ends the input.

    Args:
        tensor: The tensor.
        num_epochs: How often; None means always.
        name: Name scope of the nodes.

    Returns:
        The tensor, which raises `errors.OutOfRangeError` after that.

    Raises:
        ValueError: `num_epochs` isn't positive.
    """
    if num_epochs is None:
        return tensor
    if num_epochs <= 0:
        raise ValueError(f"num_epochs must be > 0 not {num_epochs}.")
    with name_scope(name or "limit_epochs"):
        epochs = VariableV1(
            array_creation.zeros([], "int64"),
            trainable=False,
            collections=[GraphKeys.LOCAL_VARIABLES],
            name="epochs",
        )
        with control_dependencies([count_up_to(epochs, num_epochs)]):
            return identity(tensor, name=name)


def input_producer(
    input_tensor: Any,
    element_shape: Any = None,
    num_epochs: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    capacity: int = 32,
    shared_name: str | None = None,
    summary_name: str | None = None,
    name: str | None = None,
    cancel_op: Any = None,
) -> Any:
    """A queue of the rows of a tensor, again and again.

    Args:
        input_tensor: The tensor.
        element_shape: The shape of a row, where it isn't known.
        num_epochs: How often all rows come; None means always.
        shuffle: Whether each round has another order.
        seed: Seed of the order.
        capacity: How many elements the queue holds.
        shared_name: Accepted for compatibility.
        summary_name: Accepted for compatibility.
        name: Name scope of the nodes.
        cancel_op: Accepted for compatibility.

    Returns:
        The queue, which a queue runner fills.

    Raises:
        ValueError: The shape of a row isn't known.
    """
    with name_scope(name or "input_producer"):
        input_tensor = convert_to_tensor(input_tensor, name="input_tensor")
        row = input_tensor.shape[1:].merge_with(element_shape)
        if not row.is_fully_defined():
            raise ValueError(
                "input_producer: either `input_tensor` must have a fully defined shape or "
                "`element_shape` must be specified."
            )
        if shuffle:
            input_tensor = random.shuffle(input_tensor, seed=seed)
        input_tensor = limit_epochs(input_tensor, num_epochs)
        queue = queues.FIFOQueue(
            capacity, [input_tensor.dtype.base_dtype], [row], shared_name=shared_name
        )
        add_queue_runner(
            QueueRunner(
                queue, [queue.enqueue_many([input_tensor])], cancel_op=cancel_op
            )
        )
        return queue


def string_input_producer(
    string_tensor: Any,
    num_epochs: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    capacity: int = 32,
    shared_name: str | None = None,
    name: str | None = None,
    cancel_op: Any = None,
) -> Any:
    """A queue of strings, such as file names, again and again.

    Args:
        string_tensor: A vector of strings.
        num_epochs: How often all come; None means always. The count is a local variable.
        shuffle: Whether each round has another order.
        seed: Seed of the order.
        capacity: How many elements the queue holds.
        shared_name: Accepted for compatibility.
        name: Name scope of the nodes.
        cancel_op: Accepted for compatibility.

    Returns:
        The queue, which a queue runner fills.

    Raises:
        ValueError: There is no string.
    """
    if not isinstance(string_tensor, Tensor) and not len(string_tensor):
        raise ValueError(
            "string_input_producer requires a non-null input tensor: got an empty list."
        )
    with name_scope(name or "input_producer"):
        names = convert_to_tensor(string_tensor, dtype="string")
        return input_producer(
            names, [], num_epochs, shuffle, seed, capacity, shared_name, None, name
        )


def range_input_producer(
    limit: Any,
    num_epochs: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    capacity: int = 32,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """A queue of the integers below `limit`; arguments as `string_input_producer`."""
    with name_scope(name or "input_producer"):
        numbers = array_creation.range(limit)
        return input_producer(
            numbers, [], num_epochs, shuffle, seed, capacity, shared_name, None, name
        )


def slice_input_producer(
    tensor_list: Any,
    num_epochs: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    capacity: int = 32,
    shared_name: str | None = None,
    name: str | None = None,
) -> list[Any]:
    """Rows of several tensors that belong together, one after another.

    Args:
        tensor_list: Tensors with as many rows each.
        num_epochs: How often all come; None means always.
        shuffle: Whether each round has another order.
        seed: Seed of the order.
        capacity: How many elements the queue holds.
        shared_name: Accepted for compatibility.
        name: Name scope of the nodes.

    Returns:
        A row of each tensor.

    Raises:
        ValueError: There is no tensor.
    """
    with name_scope(name or "input_producer"):
        tensors = [convert_to_tensor(tensor) for tensor in tensor_list]
        if not tensors:
            raise ValueError("Expected at least one tensor in slice_input_producer().")
        rows = tensors[0].shape[0]
        count = getattr(rows, "value", rows)
        count = shape.shape(tensors[0])[0] if count is None else count
        queue = range_input_producer(
            count, num_epochs, shuffle, seed, capacity, shared_name
        )
        place = queue.dequeue()
        return [gather.gather(tensor, place) for tensor in tensors]


def match_filenames_once(pattern: Any, name: str | None = None) -> Any:
    """The names of files, looked up once and kept in a local variable."""
    with name_scope(name or "matching_filenames"):
        return VariableV1(
            files.matching_files(pattern),
            trainable=False,
            validate_shape=False,
            collections=[GraphKeys.LOCAL_VARIABLES],
            name="matching_filenames",
        )


def _components(tensors: Any) -> tuple[list[Any], Any]:
    """The tensors of a list or dict, and what makes that of them again."""
    if isinstance(tensors, dict):
        names = sorted(tensors)
        return (
            [convert_to_tensor(tensors[name]) for name in names],
            lambda found: dict(zip(names, _listed(found), strict=True)),
        )
    if not isinstance(tensors, list | tuple):
        return [convert_to_tensor(tensors)], lambda found: found
    return [convert_to_tensor(tensor) for tensor in tensors], lambda found: found


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, list | tuple) else [found]


def _run(
    queue: Any,
    tensor_lists: list[list[Any]],
    enqueue_many: bool,
    num_threads: int,
    keep_input: Any,
) -> None:
    """Adds a runner that fills a queue."""
    ops = []
    for tensors in tensor_lists:
        add = queue.enqueue_many if enqueue_many else queue.enqueue
        vals = tensors if len(tensors) > 1 else tensors[0]
        if keep_input is True:
            ops.append(add(vals))
        elif enqueue_many and convert_to_tensor(keep_input).shape.ndims == 1:
            kept = [gather.boolean_mask(tensor, keep_input) for tensor in tensors]
            ops.append(add(kept if len(kept) > 1 else kept[0]))
        else:
            chosen = conditional.cond(
                keep_input,
                lambda add=add, vals=vals: _done(add(vals)),  # type: ignore[misc]
                lambda: _done(no_op()),
            )
            ops.append(getattr(chosen, "op", chosen))
    if len(ops) == 1:
        ops *= num_threads
    add_queue_runner(QueueRunner(queue, ops))


def _done(op: Any) -> Any:
    with control_dependencies([op]):
        return identity(convert_to_tensor(True))


def _shapes(tensors: list[Any], shapes: Any, enqueue_many: bool) -> list[Any]:
    if shapes is not None:
        return list(shapes) if len(tensors) > 1 or _nested(shapes) else [shapes]
    return [tensor.shape[1:] if enqueue_many else tensor.shape for tensor in tensors]


def _nested(shapes: Any) -> bool:
    return bool(shapes) and not isinstance(shapes[0], int | None)


def _batched(
    tensors_list: Any,
    batch_size: Any,
    options: dict[str, Any],
    num_threads: int = 1,
    reserve: int | None = None,
    keep_input: Any = True,
) -> Any:
    """Batches from one or several sources, through a queue."""
    pairs = [_components(tensors) for tensors in tensors_list]
    lists = [tensors for tensors, _ in pairs]
    again = pairs[0][1]
    many = options["enqueue_many"]
    kinds = [tensor.dtype.base_dtype for tensor in lists[0]]
    dims = _shapes(lists[0], options["shapes"], many)
    with name_scope(
        options["name"] or ("batch" if reserve is None else "shuffle_batch")
    ):
        if reserve is not None:
            queue: Any = queues.RandomShuffleQueue(
                options["capacity"], reserve, kinds, dims, seed=options["seed"]
            )
        elif options["dynamic_pad"]:
            queue = queues.PaddingFIFOQueue(options["capacity"], kinds, dims)
        else:
            queue = queues.FIFOQueue(options["capacity"], kinds, dims)
        _run(queue, lists, many, num_threads, keep_input)
        take = queue.dequeue_many
        if options["allow_smaller_final_batch"]:
            take = queue.dequeue_up_to
        return again(take(batch_size))


def batch(
    tensors: Any,
    batch_size: Any,
    num_threads: int = 1,
    capacity: int = 32,
    enqueue_many: bool = False,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """Collects tensors into batches, through a queue.

    Args:
        tensors: Tensors of one element, as a list or dict.
        batch_size: How many elements a batch has.
        num_threads: How many threads fill the queue.
        capacity: How many elements the queue holds.
        enqueue_many: Whether `tensors` hold several elements already.
        shapes: The shapes of the tensors, where they aren't known.
        dynamic_pad: Whether elements of different shapes are padded with zeros.
        allow_smaller_final_batch: Whether the last batch may be smaller.
        shared_name: Accepted for compatibility.
        name: Name scope of the nodes.

    Returns:
        The batches, in the structure of `tensors`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     number = tf.train.range_input_producer(4, shuffle=False).dequeue()
        ...     pair = tf.train.batch([number, number * number], 3)
        ...     coord = tf.train.Coordinator()
        ...     threads = tf.train.start_queue_runners(sess, coord)
        ...     print(sess.run(pair)[1])
        ...     coord.request_stop()
        ...     coord.join(threads)
        [0 1 4]
    """
    return maybe_batch(
        tensors,
        True,
        batch_size,
        num_threads,
        capacity,
        enqueue_many,
        shapes,
        dynamic_pad,
        allow_smaller_final_batch,
        name=name,
    )


def maybe_batch(
    tensors: Any,
    keep_input: Any,
    batch_size: Any,
    num_threads: int = 1,
    capacity: int = 32,
    enqueue_many: bool = False,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`batch` of those elements for which `keep_input` is true."""
    options = {
        "capacity": capacity,
        "enqueue_many": enqueue_many,
        "shapes": shapes,
        "dynamic_pad": dynamic_pad,
        "allow_smaller_final_batch": allow_smaller_final_batch,
        "name": name,
    }
    return _batched([tensors], batch_size, options, num_threads, keep_input=keep_input)


def batch_join(
    tensors_list: Any,
    batch_size: Any,
    capacity: int = 32,
    enqueue_many: bool = False,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`batch` of several sources, each with a thread of its own."""
    return maybe_batch_join(
        tensors_list,
        True,
        batch_size,
        capacity,
        enqueue_many,
        shapes,
        dynamic_pad,
        allow_smaller_final_batch,
        name=name,
    )


def maybe_batch_join(
    tensors_list: Any,
    keep_input: Any,
    batch_size: Any,
    capacity: int = 32,
    enqueue_many: bool = False,
    shapes: Any = None,
    dynamic_pad: bool = False,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`batch_join` of those elements for which `keep_input` is true."""
    options = {
        "capacity": capacity,
        "enqueue_many": enqueue_many,
        "shapes": shapes,
        "dynamic_pad": dynamic_pad,
        "allow_smaller_final_batch": allow_smaller_final_batch,
        "name": name,
    }
    return _batched(tensors_list, batch_size, options, keep_input=keep_input)


def shuffle_batch(
    tensors: Any,
    batch_size: Any,
    capacity: int,
    min_after_dequeue: int,
    num_threads: int = 1,
    seed: int | None = None,
    enqueue_many: bool = False,
    shapes: Any = None,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """Collects tensors into batches in random order.

    Args:
        tensors: Tensors of one element, as a list or dict.
        batch_size: How many elements a batch has.
        capacity: How many elements the queue holds.
        min_after_dequeue: How many stay in the queue, so that it can shuffle.
        num_threads: How many threads fill the queue.
        seed: Seed of the order.
        enqueue_many: Whether `tensors` hold several elements already.
        shapes: The shapes of the tensors, where they aren't known.
        allow_smaller_final_batch: Whether the last batch may be smaller.
        shared_name: Accepted for compatibility.
        name: Name scope of the nodes.

    Returns:
        The batches, in the structure of `tensors`.
    """
    return maybe_shuffle_batch(
        tensors,
        batch_size,
        capacity,
        min_after_dequeue,
        True,
        num_threads,
        seed,
        enqueue_many,
        shapes,
        allow_smaller_final_batch,
        name=name,
    )


def maybe_shuffle_batch(
    tensors: Any,
    batch_size: Any,
    capacity: int,
    min_after_dequeue: int,
    keep_input: Any,
    num_threads: int = 1,
    seed: int | None = None,
    enqueue_many: bool = False,
    shapes: Any = None,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`shuffle_batch` of those elements for which `keep_input` is true."""
    options = {
        "capacity": capacity,
        "enqueue_many": enqueue_many,
        "shapes": shapes,
        "seed": seed,
        "allow_smaller_final_batch": allow_smaller_final_batch,
        "name": name,
    }
    return _batched(
        [tensors], batch_size, options, num_threads, min_after_dequeue, keep_input
    )


def shuffle_batch_join(
    tensors_list: Any,
    batch_size: Any,
    capacity: int,
    min_after_dequeue: int,
    seed: int | None = None,
    enqueue_many: bool = False,
    shapes: Any = None,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`shuffle_batch` of several sources, each with a thread of its own."""
    return maybe_shuffle_batch_join(
        tensors_list,
        batch_size,
        capacity,
        min_after_dequeue,
        True,
        seed,
        enqueue_many,
        shapes,
        allow_smaller_final_batch,
        name=name,
    )


def maybe_shuffle_batch_join(
    tensors_list: Any,
    batch_size: Any,
    capacity: int,
    min_after_dequeue: int,
    keep_input: Any,
    seed: int | None = None,
    enqueue_many: bool = False,
    shapes: Any = None,
    allow_smaller_final_batch: bool = False,
    shared_name: str | None = None,
    name: str | None = None,
) -> Any:
    """`shuffle_batch_join` of those elements for which `keep_input` is true."""
    options = {
        "capacity": capacity,
        "enqueue_many": enqueue_many,
        "shapes": shapes,
        "seed": seed,
        "allow_smaller_final_batch": allow_smaller_final_batch,
        "name": name,
    }
    return _batched(tensors_list, batch_size, options, 1, min_after_dequeue, keep_input)
