"""Ops without a kernel for CPUs stand in graphs and refuse to run."""

from typing import Any

import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import Op
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import object_tensor
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops import refused
from tensorbrook._src.ops.constant import constant
from tests.ops import roads

_VALUES: dict[str, Any] = {
    "int": 4,
    "float": 1.0,
    "bool": True,
    "string": "",
    "shape": (),
}


def _names() -> list[str]:
    """The ops whose kernels refuse."""
    Op.registry.load()
    made = refused.refused.__code__.co_consts
    kernels = [part for part in made if hasattr(part, "co_name")]
    return sorted(
        name
        for name, op in Op.registry.items()
        if getattr(op.reference, "__code__", None) in kernels
    )


def _tensor(dtype: dtypes.DType) -> Any:
    if dtype.holds_objects:
        return object_tensor(None, dtype)
    return constant("" if dtype is dtypes.string else 0, dtype)


def _arguments(op: Op) -> tuple[list[Any], dict[str, Any]]:
    """One tensor for each input, and values for the attributes without a default."""
    attrs: dict[str, Any] = {}
    for name, attr in op.signature.attrs.items():
        if attr.kind == "type":
            attrs[name] = attr.allowed[0] if attr.allowed else dtypes.float32
        elif not attr.has_default:
            value = attr.allowed[0] if attr.allowed else _VALUES.get(attr.kind, name)
            attrs[name] = value
        if attr.is_list:
            attrs[name] = []
    inputs = []
    for arg in op.signature.inputs:
        dtype = arg.dtype or attrs.get(arg.type_attr or "", dtypes.float32)
        if arg.type_list_attr is not None:
            inputs.append([])
        elif arg.number_attr is not None:
            inputs.append([_tensor(dtype)] * 4)
        else:
            inputs.append(_tensor(dtype))
    given = {key: attrs[key] for key in attrs if key in op.signature.explicit}
    return inputs, given


@pytest.mark.covers(
    "QuantizedReluX",
    "GenerateBoundingBoxProposals",
    "BoostedTreesAggregateStats",
    "BoostedTreesBucketize",
    "BoostedTreesCalculateBestFeatureSplit",
    "BoostedTreesCalculateBestFeatureSplitV2",
    "BoostedTreesCalculateBestGainsPerFeature",
    "BoostedTreesCenterBias",
    "BoostedTreesCreateEnsemble",
    "BoostedTreesCreateQuantileStreamResource",
    "BoostedTreesDeserializeEnsemble",
    "BoostedTreesEnsembleResourceHandleOp",
    "BoostedTreesExampleDebugOutputs",
    "BoostedTreesFlushQuantileSummaries",
    "BoostedTreesGetEnsembleStates",
    "BoostedTreesMakeQuantileSummaries",
    "BoostedTreesMakeStatsSummary",
    "BoostedTreesPredict",
    "BoostedTreesQuantileStreamResourceAddSummaries",
    "BoostedTreesQuantileStreamResourceDeserialize",
    "BoostedTreesQuantileStreamResourceFlush",
    "BoostedTreesQuantileStreamResourceGetBucketBoundaries",
    "BoostedTreesQuantileStreamResourceHandleOp",
    "BoostedTreesSerializeEnsemble",
    "BoostedTreesSparseAggregateStats",
    "BoostedTreesSparseCalculateBestFeatureSplit",
    "BoostedTreesTrainingPredict",
    "BoostedTreesUpdateEnsemble",
    "BoostedTreesUpdateEnsembleV2",
    "IsBoostedTreesEnsembleInitialized",
    "IsBoostedTreesQuantileStreamResourceInitialized",
    "ConvertToCooTensor",
    "ConvertToListOfSparseCoreCooTensors",
    "ConvertToSparseCoreCsrWrappedCooTensor",
    "GetMinibatchSplitsWithPhysicalReplica",
    "GetMinibatchesInCsrWithPhysicalReplica",
    "GetStatsFromListOfSparseCoreCooTensors",
    "SortListOfSparseCoreCooTensors",
    "StoreMinibatchStatisticsInFdo",
    "XlaSparseCoreAdagrad",
    "XlaSparseCoreAdagradMomentum",
    "XlaSparseCoreAdam",
    "XlaSparseCoreFtrl",
    "XlaSparseCoreSgd",
    "XlaSparseDenseMatmul",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradAndCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradMomentumAndCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdamAndCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithFtrlAndCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithSgdAndCsrInput",
    "XlaSparseDenseMatmulCustomCombinerOnTcWithCsrInput",
    "XlaSparseDenseMatmulGradWithAdagradAndCsrInput",
    "XlaSparseDenseMatmulGradWithAdagradAndStaticBufferSize",
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndCsrInput",
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndStaticBufferSize",
    "XlaSparseDenseMatmulGradWithAdamAndCsrInput",
    "XlaSparseDenseMatmulGradWithAdamAndStaticBufferSize",
    "XlaSparseDenseMatmulGradWithCsrInput",
    "XlaSparseDenseMatmulGradWithFtrlAndCsrInput",
    "XlaSparseDenseMatmulGradWithFtrlAndStaticBufferSize",
    "XlaSparseDenseMatmulGradWithSgdAndCsrInput",
    "XlaSparseDenseMatmulGradWithSgdAndStaticBufferSize",
    "XlaSparseDenseMatmulWithCsrInput",
    "XlaSparseDenseMatmulWithStaticBufferSize",
    "ConfigureTPUEmbedding",
    "DynamicEnqueueTPUEmbeddingArbitraryTensorBatch",
    "DynamicEnqueueTPUEmbeddingRaggedTensorBatch",
    "EnqueueTPUEmbeddingArbitraryTensorBatch",
    "EnqueueTPUEmbeddingIntegerBatch",
    "EnqueueTPUEmbeddingRaggedTensorBatch",
    "EnqueueTPUEmbeddingSparseBatch",
    "EnqueueTPUEmbeddingSparseTensorBatch",
    "IsTPUEmbeddingInitialized",
    "LoadTPUEmbeddingADAMParameters",
    "LoadTPUEmbeddingAdadeltaParameters",
    "LoadTPUEmbeddingAdagradMomentumParameters",
    "LoadTPUEmbeddingAdagradParameters",
    "LoadTPUEmbeddingCenteredRMSPropParameters",
    "LoadTPUEmbeddingFTRLParameters",
    "LoadTPUEmbeddingFrequencyEstimatorParameters",
    "LoadTPUEmbeddingMDLAdagradLightParameters",
    "LoadTPUEmbeddingMomentumParameters",
    "LoadTPUEmbeddingProximalAdagradParameters",
    "LoadTPUEmbeddingProximalYogiParameters",
    "LoadTPUEmbeddingRMSPropParameters",
    "LoadTPUEmbeddingStochasticGradientDescentParameters",
    "RecvTPUEmbeddingActivations",
    "RetrieveTPUEmbeddingADAMParameters",
    "RetrieveTPUEmbeddingAdadeltaParameters",
    "RetrieveTPUEmbeddingAdagradMomentumParameters",
    "RetrieveTPUEmbeddingAdagradParameters",
    "RetrieveTPUEmbeddingCenteredRMSPropParameters",
    "RetrieveTPUEmbeddingFTRLParameters",
    "RetrieveTPUEmbeddingFrequencyEstimatorParameters",
    "RetrieveTPUEmbeddingMDLAdagradLightParameters",
    "RetrieveTPUEmbeddingMomentumParameters",
    "RetrieveTPUEmbeddingProximalAdagradParameters",
    "RetrieveTPUEmbeddingProximalYogiParameters",
    "RetrieveTPUEmbeddingRMSPropParameters",
    "RetrieveTPUEmbeddingStochasticGradientDescentParameters",
    "SendTPUEmbeddingGradients",
    "TPUEmbeddingActivations",
    "AllToAll",
    "CollectivePermute",
    "ConfigureDistributedTPU",
    "CrossReplicaSum",
    "CudnnRNN",
    "CudnnRNNBackprop",
    "CudnnRNNBackpropV2",
    "CudnnRNNBackpropV3",
    "CudnnRNNCanonicalToParams",
    "CudnnRNNCanonicalToParamsV2",
    "CudnnRNNParamsSize",
    "CudnnRNNParamsToCanonical",
    "CudnnRNNParamsToCanonicalV2",
    "CudnnRNNV2",
    "CudnnRNNV3",
    "InfeedDequeue",
    "InfeedDequeueTuple",
    "InfeedEnqueue",
    "InfeedEnqueuePrelinearizedBuffer",
    "InfeedEnqueueTuple",
    "NcclAllReduce",
    "NcclBroadcast",
    "NcclReduce",
    "OutfeedDequeue",
    "OutfeedDequeueTuple",
    "OutfeedDequeueTupleV2",
    "OutfeedDequeueV2",
    "OutfeedEnqueue",
    "OutfeedEnqueueTuple",
    "Prelinearize",
    "PrelinearizeTuple",
    "ShutdownDistributedTPU",
    "TPUAnnotateTensorsWithDynamicShape",
    "TPUCompilationResult",
    "TPUCopyWithDynamicShape",
    "TPUDummyInput",
    "TPUOrdinalSelector",
    "TPUPartitionedCall",
    "TPUPartitionedInput",
    "TPUPartitionedInputV2",
    "TPUPartitionedOutput",
    "TPUPartitionedOutputV2",
    "TPUReplicateMetadata",
    "TPUReplicatedInput",
    "TPUReplicatedOutput",
    "WorkerHeartbeat",
)
def test_every_one_is_refused() -> None:
    names = _names()
    assert len(names) > 140
    for name in names:
        op = Op.registry[name]
        inputs, attrs = _arguments(op)
        with pytest.raises(errors.NotFoundError, match=f"no kernel of {name} "):
            op(*inputs, **attrs)


def test_graphs_hold_them() -> None:
    op = Op.registry["CrossReplicaSum"]
    graph = FuncGraph("sample", eager)
    with graph.as_default():
        made = op(constant([1.0]), constant([[0]]))
    assert made.dtype is dtypes.float32
    assert made.op.type == "CrossReplicaSum"
    with pytest.raises(errors.NotFoundError):
        graph.outputs = roads.flat(made)
        graph.execute([])
