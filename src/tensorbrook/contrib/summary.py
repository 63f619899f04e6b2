"""Summaries with the global step as their step."""

from tensorbrook._src.compat_v1.contrib.missing import summary as __getattr__
from tensorbrook._src.compat_v1.contrib.recording import (
    all_summary_ops as all_summary_ops,
)
from tensorbrook._src.compat_v1.contrib.recording import (
    always_record_summaries as always_record_summaries,
)
from tensorbrook._src.compat_v1.contrib.recording import audio as audio
from tensorbrook._src.compat_v1.contrib.recording import (
    create_file_writer as create_file_writer,
)
from tensorbrook._src.compat_v1.contrib.recording import (
    create_summary_file_writer as create_summary_file_writer,
)
from tensorbrook._src.compat_v1.contrib.recording import flush as flush
from tensorbrook._src.compat_v1.contrib.recording import histogram as histogram
from tensorbrook._src.compat_v1.contrib.recording import image as image
from tensorbrook._src.compat_v1.contrib.recording import (
    never_record_summaries as never_record_summaries,
)
from tensorbrook._src.compat_v1.contrib.recording import (
    record_summaries_every_n_global_steps as record_summaries_every_n_global_steps,
)
from tensorbrook._src.compat_v1.contrib.recording import scalar as scalar
