"""Summaries with the global step as their step."""

from tensorbrook._src.compat_v1.contrib.missing import summary as __getattr__
from tensorbrook._src.compat_v1.contrib.summary import (
    all_summary_ops as all_summary_ops,
)
from tensorbrook._src.compat_v1.contrib.summary import (
    always_record_summaries as always_record_summaries,
)
from tensorbrook._src.compat_v1.contrib.summary import audio as audio
from tensorbrook._src.compat_v1.contrib.summary import (
    create_file_writer as create_file_writer,
)
from tensorbrook._src.compat_v1.contrib.summary import (
    create_summary_file_writer as create_summary_file_writer,
)
from tensorbrook._src.compat_v1.contrib.summary import flush as flush
from tensorbrook._src.compat_v1.contrib.summary import histogram as histogram
from tensorbrook._src.compat_v1.contrib.summary import image as image
from tensorbrook._src.compat_v1.contrib.summary import (
    never_record_summaries as never_record_summaries,
)
from tensorbrook._src.compat_v1.contrib.summary import (
    record_summaries_every_n_global_steps as record_summaries_every_n_global_steps,
)
from tensorbrook._src.compat_v1.contrib.summary import scalar as scalar
