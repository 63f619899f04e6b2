"""Models as SavedModels."""

from tensorbrook._src.keras.saving.export import ExportArchive as ExportArchive
