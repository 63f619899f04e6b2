"""Callbacks."""

from tensorbrook._src.keras.callbacks.backup_and_restore import (
    BackupAndRestore as BackupAndRestore,
)
from tensorbrook._src.keras.callbacks.callback import Callback as Callback
from tensorbrook._src.keras.callbacks.callback_list import CallbackList as CallbackList
from tensorbrook._src.keras.callbacks.csv_logger import CSVLogger as CSVLogger
from tensorbrook._src.keras.callbacks.early_stopping import (
    EarlyStopping as EarlyStopping,
)
from tensorbrook._src.keras.callbacks.history import History as History
from tensorbrook._src.keras.callbacks.lambda_callback import (
    LambdaCallback as LambdaCallback,
)
from tensorbrook._src.keras.callbacks.learning_rate_scheduler import (
    LearningRateScheduler as LearningRateScheduler,
)
from tensorbrook._src.keras.callbacks.model_checkpoint import (
    ModelCheckpoint as ModelCheckpoint,
)
from tensorbrook._src.keras.callbacks.orbax_checkpoint import (
    OrbaxCheckpoint as OrbaxCheckpoint,
)
from tensorbrook._src.keras.callbacks.progbar_logger import (
    ProgbarLogger as ProgbarLogger,
)
from tensorbrook._src.keras.callbacks.reduce_lr_on_plateau import (
    ReduceLROnPlateau as ReduceLROnPlateau,
)
from tensorbrook._src.keras.callbacks.remote_monitor import (
    RemoteMonitor as RemoteMonitor,
)
from tensorbrook._src.keras.callbacks.swap_ema_weights import (
    SwapEMAWeights as SwapEMAWeights,
)
from tensorbrook._src.keras.callbacks.tensorboard import TensorBoard as TensorBoard
from tensorbrook._src.keras.callbacks.terminate_on_nan import (
    TerminateOnNaN as TerminateOnNaN,
)
