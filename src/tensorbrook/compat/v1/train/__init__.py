"""Training in 1.x programs."""

from tensorbrook._src.checkpoint.checkpoint import (
    CheckpointOptions as CheckpointOptions,
)
from tensorbrook._src.checkpoint.manager import CheckpointManager as CheckpointManager
from tensorbrook._src.checkpoint.meta_graph import (
    export_meta_graph as export_meta_graph,
)
from tensorbrook._src.checkpoint.reader import CheckpointReader as NewCheckpointReader
from tensorbrook._src.checkpoint.reader import list_variables as list_variables
from tensorbrook._src.checkpoint.reader import load_checkpoint as load_checkpoint
from tensorbrook._src.checkpoint.reader import load_variable as load_variable
from tensorbrook._src.checkpoint.saver import Saver as Saver
from tensorbrook._src.checkpoint.saver import import_meta_graph as import_meta_graph
from tensorbrook._src.checkpoint.state import checkpoint_exists as checkpoint_exists
from tensorbrook._src.checkpoint.state import (
    checkpoints_iterator as checkpoints_iterator,
)
from tensorbrook._src.checkpoint.state import (
    generate_checkpoint_state_proto as generate_checkpoint_state_proto,
)
from tensorbrook._src.checkpoint.state import (
    get_checkpoint_mtimes as get_checkpoint_mtimes,
)
from tensorbrook._src.checkpoint.state import (
    get_checkpoint_state as get_checkpoint_state,
)
from tensorbrook._src.checkpoint.state import latest_checkpoint as latest_checkpoint
from tensorbrook._src.checkpoint.state import remove_checkpoint as remove_checkpoint
from tensorbrook._src.checkpoint.state import (
    update_checkpoint_state as update_checkpoint_state,
)
from tensorbrook._src.compat_v1.checkpoint import Checkpoint as Checkpoint
from tensorbrook._src.compat_v1.decays import cosine_decay as cosine_decay
from tensorbrook._src.compat_v1.decays import (
    cosine_decay_restarts as cosine_decay_restarts,
)
from tensorbrook._src.compat_v1.decays import exponential_decay as exponential_decay
from tensorbrook._src.compat_v1.decays import inverse_time_decay as inverse_time_decay
from tensorbrook._src.compat_v1.decays import linear_cosine_decay as linear_cosine_decay
from tensorbrook._src.compat_v1.decays import natural_exp_decay as natural_exp_decay
from tensorbrook._src.compat_v1.decays import (
    noisy_linear_cosine_decay as noisy_linear_cosine_decay,
)
from tensorbrook._src.compat_v1.decays import piecewise_constant as piecewise_constant
from tensorbrook._src.compat_v1.decays import (
    piecewise_constant_decay as piecewise_constant_decay,
)
from tensorbrook._src.compat_v1.decays import polynomial_decay as polynomial_decay
from tensorbrook._src.compat_v1.file_writer import FileWriter as SummaryWriter
from tensorbrook._src.compat_v1.file_writer import summary_iterator as summary_iterator
from tensorbrook._src.compat_v1.global_step import (
    assert_global_step as assert_global_step,
)
from tensorbrook._src.compat_v1.global_step import (
    create_global_step as create_global_step,
)
from tensorbrook._src.compat_v1.global_step import get_global_step as get_global_step
from tensorbrook._src.compat_v1.global_step import (
    get_or_create_global_step as get_or_create_global_step,
)
from tensorbrook._src.compat_v1.global_step import global_step as global_step
from tensorbrook._src.compat_v1.moving_averages import (
    ExponentialMovingAverage as ExponentialMovingAverage,
)
from tensorbrook._src.compat_v1.optimizers.adadelta import (
    AdadeltaOptimizer as AdadeltaOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.adagrad import (
    AdagradOptimizer as AdagradOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.adagrad_da import (
    AdagradDAOptimizer as AdagradDAOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.adam import AdamOptimizer as AdamOptimizer
from tensorbrook._src.compat_v1.optimizers.ftrl import FtrlOptimizer as FtrlOptimizer
from tensorbrook._src.compat_v1.optimizers.gradient_descent import (
    GradientDescentOptimizer as GradientDescentOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.momentum import (
    MomentumOptimizer as MomentumOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer as Optimizer
from tensorbrook._src.compat_v1.optimizers.proximal_adagrad import (
    ProximalAdagradOptimizer as ProximalAdagradOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.proximal_gradient_descent import (
    ProximalGradientDescentOptimizer as ProximalGradientDescentOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.rms_prop import (
    RMSPropOptimizer as RMSPropOptimizer,
)
from tensorbrook._src.compat_v1.training.coordinator import Coordinator as Coordinator
from tensorbrook._src.compat_v1.training.coordinator import LooperThread as LooperThread
from tensorbrook._src.compat_v1.training.device_setter import (
    replica_device_setter as replica_device_setter,
)
from tensorbrook._src.compat_v1.training.hooks import FeedFnHook as FeedFnHook
from tensorbrook._src.compat_v1.training.hooks import FinalOpsHook as FinalOpsHook
from tensorbrook._src.compat_v1.training.hooks import (
    GlobalStepWaiterHook as GlobalStepWaiterHook,
)
from tensorbrook._src.compat_v1.training.hooks import (
    LoggingTensorHook as LoggingTensorHook,
)
from tensorbrook._src.compat_v1.training.hooks import (
    NanLossDuringTrainingError as NanLossDuringTrainingError,
)
from tensorbrook._src.compat_v1.training.hooks import NanTensorHook as NanTensorHook
from tensorbrook._src.compat_v1.training.hooks import ProfilerHook as ProfilerHook
from tensorbrook._src.compat_v1.training.hooks import (
    SecondOrStepTimer as SecondOrStepTimer,
)
from tensorbrook._src.compat_v1.training.hooks import StepCounterHook as StepCounterHook
from tensorbrook._src.compat_v1.training.hooks import StopAtStepHook as StopAtStepHook
from tensorbrook._src.compat_v1.training.inputs import batch as batch
from tensorbrook._src.compat_v1.training.inputs import batch_join as batch_join
from tensorbrook._src.compat_v1.training.inputs import input_producer as input_producer
from tensorbrook._src.compat_v1.training.inputs import limit_epochs as limit_epochs
from tensorbrook._src.compat_v1.training.inputs import (
    match_filenames_once as match_filenames_once,
)
from tensorbrook._src.compat_v1.training.inputs import maybe_batch as maybe_batch
from tensorbrook._src.compat_v1.training.inputs import (
    maybe_batch_join as maybe_batch_join,
)
from tensorbrook._src.compat_v1.training.inputs import (
    maybe_shuffle_batch as maybe_shuffle_batch,
)
from tensorbrook._src.compat_v1.training.inputs import (
    maybe_shuffle_batch_join as maybe_shuffle_batch_join,
)
from tensorbrook._src.compat_v1.training.inputs import (
    range_input_producer as range_input_producer,
)
from tensorbrook._src.compat_v1.training.inputs import shuffle_batch as shuffle_batch
from tensorbrook._src.compat_v1.training.inputs import (
    shuffle_batch_join as shuffle_batch_join,
)
from tensorbrook._src.compat_v1.training.inputs import (
    slice_input_producer as slice_input_producer,
)
from tensorbrook._src.compat_v1.training.inputs import (
    string_input_producer as string_input_producer,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    ChiefSessionCreator as ChiefSessionCreator,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    MonitoredSession as MonitoredSession,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    MonitoredTrainingSession as MonitoredTrainingSession,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    SessionCreator as SessionCreator,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    SingularMonitoredSession as SingularMonitoredSession,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    WorkerSessionCreator as WorkerSessionCreator,
)
from tensorbrook._src.compat_v1.training.queue_runner import QueueRunner as QueueRunner
from tensorbrook._src.compat_v1.training.queue_runner import (
    add_queue_runner as add_queue_runner,
)
from tensorbrook._src.compat_v1.training.queue_runner import (
    start_queue_runners as start_queue_runners,
)
from tensorbrook._src.compat_v1.training.saving_hooks import (
    CheckpointSaverHook as CheckpointSaverHook,
)
from tensorbrook._src.compat_v1.training.saving_hooks import (
    CheckpointSaverListener as CheckpointSaverListener,
)
from tensorbrook._src.compat_v1.training.saving_hooks import (
    SummarySaverHook as SummarySaverHook,
)
from tensorbrook._src.compat_v1.training.scaffold import Scaffold as Scaffold
from tensorbrook._src.compat_v1.training.server import Server as Server
from tensorbrook._src.compat_v1.training.session_manager import (
    SessionManager as SessionManager,
)
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunArgs as SessionRunArgs,
)
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunContext as SessionRunContext,
)
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunHook as SessionRunHook,
)
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunValues as SessionRunValues,
)
from tensorbrook._src.compat_v1.training.supervisor import Supervisor as Supervisor
from tensorbrook._src.compat_v1.training.supervisor import (
    basic_train_loop as basic_train_loop,
)
from tensorbrook._src.compat_v1.training.warm_start import (
    init_from_checkpoint as init_from_checkpoint,
)
from tensorbrook._src.compat_v1.training.warm_start import warm_start as warm_start
from tensorbrook._src.distribute.cluster_spec import ClusterSpec as ClusterSpec
from tensorbrook._src.formats.protos import BytesList as BytesList
from tensorbrook._src.formats.protos import ClusterDef as ClusterDef
from tensorbrook._src.formats.protos import Example as Example
from tensorbrook._src.formats.protos import Feature as Feature
from tensorbrook._src.formats.protos import FeatureList as FeatureList
from tensorbrook._src.formats.protos import FeatureLists as FeatureLists
from tensorbrook._src.formats.protos import Features as Features
from tensorbrook._src.formats.protos import FloatList as FloatList
from tensorbrook._src.formats.protos import Int64List as Int64List
from tensorbrook._src.formats.protos import JobDef as JobDef
from tensorbrook._src.formats.protos import SaverDef as SaverDef
from tensorbrook._src.formats.protos import SequenceExample as SequenceExample
from tensorbrook._src.formats.protos import ServerDef as ServerDef
from tensorbrook._src.graph.write_graph import write_graph as write_graph
from tensorbrook.compat.v1.train import experimental as experimental
from tensorbrook.compat.v1.train import queue_runner as queue_runner
