"""Tensors with a layout over a mesh of devices."""

from tensorbrook._src.distribute.dtensor.layout import MATCH as MATCH
from tensorbrook._src.distribute.dtensor.layout import UNSHARDED as UNSHARDED
from tensorbrook._src.distribute.dtensor.layout import Layout as Layout
from tensorbrook._src.distribute.dtensor.mesh import Mesh as Mesh
from tensorbrook._src.distribute.dtensor.mesh import create_mesh as create_mesh
from tensorbrook._src.distribute.dtensor.mesh import local_devices as local_devices
from tensorbrook._src.distribute.dtensor.mesh import (
    preferred_device_type as preferred_device_type,
)
from tensorbrook._src.distribute.dtensor.system import (
    DTensorCheckpoint as DTensorCheckpoint,
)
from tensorbrook._src.distribute.dtensor.system import DTensorDataset as DTensorDataset
from tensorbrook._src.distribute.dtensor.system import barrier as barrier
from tensorbrook._src.distribute.dtensor.system import client_id as client_id
from tensorbrook._src.distribute.dtensor.system import (
    create_distributed_mesh as create_distributed_mesh,
)
from tensorbrook._src.distribute.dtensor.system import (
    create_tpu_mesh as create_tpu_mesh,
)
from tensorbrook._src.distribute.dtensor.system import device_name as device_name
from tensorbrook._src.distribute.dtensor.system import full_job_name as full_job_name
from tensorbrook._src.distribute.dtensor.system import (
    heartbeat_enabled as heartbeat_enabled,
)
from tensorbrook._src.distribute.dtensor.system import (
    initialize_accelerator_system as initialize_accelerator_system,
)
from tensorbrook._src.distribute.dtensor.system import (
    initialize_accelerator_system as initialize_multi_client,
)
from tensorbrook._src.distribute.dtensor.system import (
    initialize_accelerator_system as initialize_tpu_system,
)
from tensorbrook._src.distribute.dtensor.system import job_name as job_name
from tensorbrook._src.distribute.dtensor.system import jobs as jobs
from tensorbrook._src.distribute.dtensor.system import (
    name_based_restore as name_based_restore,
)
from tensorbrook._src.distribute.dtensor.system import (
    name_based_save as name_based_save,
)
from tensorbrook._src.distribute.dtensor.system import num_clients as num_clients
from tensorbrook._src.distribute.dtensor.system import (
    num_global_devices as num_global_devices,
)
from tensorbrook._src.distribute.dtensor.system import (
    num_local_devices as num_local_devices,
)
from tensorbrook._src.distribute.dtensor.system import sharded_save as sharded_save
from tensorbrook._src.distribute.dtensor.system import (
    shutdown_accelerator_system as shutdown_accelerator_system,
)
from tensorbrook._src.distribute.dtensor.system import (
    shutdown_accelerator_system as shutdown_tpu_system,
)
from tensorbrook._src.distribute.dtensor.tensors import DVariable as DVariable
from tensorbrook._src.distribute.dtensor.tensors import (
    call_with_layout as call_with_layout,
)
from tensorbrook._src.distribute.dtensor.tensors import check_layout as check_layout
from tensorbrook._src.distribute.dtensor.tensors import copy_to_mesh as copy_to_mesh
from tensorbrook._src.distribute.dtensor.tensors import (
    enable_save_as_bf16 as enable_save_as_bf16,
)
from tensorbrook._src.distribute.dtensor.tensors import fetch_layout as fetch_layout
from tensorbrook._src.distribute.dtensor.tensors import (
    get_default_mesh as get_default_mesh,
)
from tensorbrook._src.distribute.dtensor.tensors import is_dtensor as is_dtensor
from tensorbrook._src.distribute.dtensor.tensors import pack as pack
from tensorbrook._src.distribute.dtensor.tensors import relayout as relayout
from tensorbrook._src.distribute.dtensor.tensors import relayout_like as relayout_like
from tensorbrook._src.distribute.dtensor.tensors import run_on as default_mesh
from tensorbrook._src.distribute.dtensor.tensors import run_on as run_on
from tensorbrook._src.distribute.dtensor.tensors import unpack as unpack
