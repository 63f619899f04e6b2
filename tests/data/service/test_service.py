"""The data service: in one process, in several, and where it refuses."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import tensorbrook as tf

D = tf.data.Dataset
S = tf.data.experimental.service


def _worker(dispatcher: Any) -> Any:
    return S.WorkerServer(S.WorkerConfig(dispatcher.target.split("://")[1]))


@pytest.fixture(scope="module")
def target() -> Iterator[str]:
    """A dispatcher with two workers."""
    dispatcher = S.DispatchServer()
    workers = [_worker(dispatcher) for _ in range(2)]
    yield dispatcher.target
    for server in (*workers, dispatcher):
        server.stop()


def _all(dataset: Any) -> list[Any]:
    return sorted(element.numpy().tolist() for element in dataset)


@pytest.mark.parametrize(
    ("mode", "copies"),
    [
        ("parallel_epochs", 2),
        ("distributed_epoch", 1),
        (S.ShardingPolicy.OFF, 2),
        (S.ShardingPolicy.DYNAMIC, 1),
    ],
)
def test_elements_come_from_all_workers(target: str, mode: Any, copies: int) -> None:
    factor = tf.constant(3, tf.int64)
    dataset = D.range(7).map(lambda n: n * factor).apply(S.distribute(mode, target))
    for _ in range(2):
        assert _all(dataset) == sorted(copies * [n * 3 for n in range(7)])
    assert int(dataset.cardinality()) == tf.data.UNKNOWN_CARDINALITY


def test_what_comes_after_runs_here(target: str) -> None:
    served = D.range(6).apply(S.distribute("distributed_epoch", target))
    assert _all(served.map(lambda n: n + 1).batch(6).unbatch()) == [1, 2, 3, 4, 5, 6]
    repeated = D.range(2).repeat(3).apply(S.distribute("distributed_epoch", target))
    assert _all(repeated) == [0, 0, 0, 1, 1, 1]


def test_structures_and_files(target: str, tmp_path: Any) -> None:
    names = []
    for text in ("p", "q", "r"):
        names.append(str(tmp_path / text))
        with open(names[-1], "w") as file:
            file.write(f"{text}\n{text * 2}\n")
    lines = tf.data.TextLineDataset(names).map(lambda line: {"line": line})
    served = lines.apply(S.distribute("distributed_epoch", target))
    found = sorted(element["line"].numpy() for element in served)
    assert found == [b"p", b"pp", b"q", b"qq", b"r", b"rr"]


def test_consumers_of_one_job_share_its_elements(target: str) -> None:
    made = S.distribute("distributed_epoch", target, job_name="shared")
    one, other = (D.range(10).apply(made) for _ in range(2))
    first, second = iter(one), iter(other)
    found = [int(next(first)) for _ in range(2)] + [int(n) for n in second]
    assert sorted(found + [int(n) for n in first]) == list(range(10))


def test_registered_datasets(target: str) -> None:
    name = S.register_dataset(target, D.range(3).map(lambda n: {"a": n}))
    again = S.from_dataset_id("distributed_epoch", target, name)
    assert again.element_spec == {"a": tf.TensorSpec([], tf.int64)}
    assert sorted(int(element["a"]) for element in again) == [0, 1, 2]
    own = S.register_dataset(target, D.range(2), dataset_id="mine")
    assert own.numpy() == b"mine"
    with pytest.raises(tf.errors.InvalidArgumentError, match="mine"):
        S.register_dataset(target, D.range(3), dataset_id="mine")
    with pytest.raises(tf.errors.NotFoundError, match="nothing"):
        S.from_dataset_id("parallel_epochs", target, "nothing")


def test_errors_travel(target: str) -> None:
    failing = D.from_tensor_slices([1, 0]).map(lambda n: 4 // n)
    with pytest.raises(tf.errors.InvalidArgumentError, match="element 1"):
        list(failing.apply(S.distribute("parallel_epochs", target)))
    generated = D.from_generator(
        lambda: iter([1]), output_signature=tf.TensorSpec([], tf.int32)
    )
    with pytest.raises(tf.errors.FailedPreconditionError, match="serialization"):
        generated.apply(S.distribute("parallel_epochs", target))
    with pytest.raises(tf.errors.FailedPreconditionError, match="worker_addresses"):
        list(D.range(3).apply(S.distribute(S.ShardingPolicy.DATA, target)))


def test_static_sharding_needs_the_addresses() -> None:
    config = S.DispatcherConfig(worker_addresses=["localhost:%port%"])
    dispatcher = S.DispatchServer(config)
    worker = _worker(dispatcher)
    served = D.range(4).apply(S.distribute(S.ShardingPolicy.DATA, dispatcher.target))
    assert _all(served) == [0, 1, 2, 3]
    worker.stop()
    dispatcher.stop()


@pytest.mark.parametrize("mode", ["foo", 7])
def test_modes_are_known(target: str, mode: Any) -> None:
    with pytest.raises(ValueError, match="processing mode"):
        S.distribute(mode, target)


def test_what_is_missing_says_so(target: str) -> None:
    for missing in (
        {"consumer_index": 0},
        {"num_consumers": 1},
        {"cross_trainer_cache": S.CrossTrainerCache("a")},
    ):
        with pytest.raises(NotImplementedError, match=next(iter(missing))):
            S.distribute("parallel_epochs", target, **missing)
    with pytest.raises(NotImplementedError, match="fault_tolerant_mode"):
        S.DispatchServer(S.DispatcherConfig(fault_tolerant_mode=True))
    with pytest.raises(NotImplementedError, match="distributed_save"):
        tf.data.experimental.distributed_save(D.range(3), "x", target)
    with pytest.raises(ValueError, match="trainer ID"):
        S.CrossTrainerCache("")
    with pytest.raises(ValueError, match="host:port"):
        S.distribute("parallel_epochs", "")
    with pytest.raises(tf.errors.UnavailableError):
        D.range(3).apply(S.distribute("parallel_epochs", "localhost:1"))


_PROCESS = """
import sys, tensorbrook as tf
service = tf.data.experimental.service
worker = service.WorkerServer(service.WorkerConfig(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
worker.stop()
"""


def test_workers_in_other_processes() -> None:
    dispatcher = S.DispatchServer()
    address = dispatcher.target.split("://")[1]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        squares = D.range(20).map(lambda n: n * n)
        served = squares.apply(S.distribute("distributed_epoch", dispatcher.target))
        assert _all(served) == [n * n for n in range(20)]
    finally:
        for process in processes:
            process.communicate()
        dispatcher.stop()


@pytest.mark.covers(
    "RegisterDataset",
    "RegisterDatasetV2",
    "DataServiceDataset",
    "DataServiceDatasetV2",
    "DataServiceDatasetV3",
    "DataServiceDatasetV4",
)
def test_records(target: str) -> None:
    raw = tf.raw_ops
    place: dict[str, Any] = {"address": target, "protocol": "grpc"}
    given = {"dataset": D.range(3)._variant_tensor, "external_state_policy": 0, **place}
    number = raw.RegisterDataset(**given)
    name = raw.RegisterDatasetV2(**given)
    asked = {
        "job_name": "",
        "max_outstanding_requests": tf.constant(-1, tf.int64),
        "iteration_counter": raw.DummyIterationCounter(),
        "output_types": [tf.int64],
        "output_shapes": [[]],
        **place,
    }
    none = tf.constant(-1, tf.int64)
    several = {"consumer_index": none, "num_consumers": none}
    same = tf.function(
        lambda x: x, input_signature=[tf.TensorSpec([], tf.variant)]
    ).get_concrete_function()
    dynamic = b"\x08\x01"
    made = [
        raw.DataServiceDataset(
            dataset_id=number, processing_mode="distributed_epoch", **asked
        ),
        raw.DataServiceDatasetV2(
            dataset_id=number, processing_mode=dynamic, **several, **asked
        ),
        raw.DataServiceDatasetV3(
            dataset_id=number,
            processing_mode=dynamic,
            uncompress_fn=same,
            **several,
            **asked,
        ),
        raw.DataServiceDatasetV4(
            dataset_id=name,
            processing_mode=dynamic,
            uncompress_fn=same,
            **several,
            **asked,
        ),
    ]
    for each in made:
        dataset = tf.data.experimental.from_variant(each, tf.TensorSpec([], tf.int64))
        assert _all(dataset) == [0, 1, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="processing mode"):
        raw.DataServiceDataset(dataset_id=number, processing_mode="x", **asked)
