"""A dict whose keys are attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, KeysView
from typing import Any


class Config:
    """Holds settings, by attribute or by key; may be frozen.

    Args:
        **kwargs: the settings.

    Example:
        >>> from tensorbrook import keras
        >>> config = keras.utils.Config(units=4, rate=0.1)
        >>> config.units, config["rate"]
        (4, 0.1)
    """

    def __init__(self, **kwargs: Any) -> None:
        self.__dict__["_config"] = dict(kwargs)
        self.__dict__["_frozen"] = False

    @property
    def frozen(self) -> bool:
        """Whether nothing can be changed."""
        return self.__dict__["_frozen"]

    def freeze(self) -> None:
        """Makes changes an error."""
        self.__dict__["_frozen"] = True

    def unfreeze(self) -> None:
        """Allows changes again."""
        self.__dict__["_frozen"] = False

    def _check(self) -> None:
        """Raises when the configuration is frozen."""
        if self.frozen:
            raise ValueError("The Config is frozen: call `unfreeze()` to change it.")

    def __setattr__(self, name: str, value: Any) -> None:
        self._check()
        self.__dict__["_config"][name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        self.__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_config"][name]
        except KeyError:
            raise AttributeError(f"The Config has no setting {name!r}.") from None

    def __getitem__(self, name: str) -> Any:
        return self.__dict__["_config"][name]

    def __delitem__(self, name: str) -> None:
        self._check()
        del self.__dict__["_config"][name]

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__["_config"]

    def __len__(self) -> int:
        return len(self.__dict__["_config"])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.__dict__["_config"]))

    def __repr__(self) -> str:
        return f"<Config {self.__dict__['_config']}>"

    def keys(self) -> KeysView[str]:
        """Returns the names of the settings."""
        return self.__dict__["_config"].keys()

    def values(self) -> Any:
        """Returns the values of the settings."""
        return self.__dict__["_config"].values()

    def items(self) -> Any:
        """Returns pairs of name and value."""
        return self.__dict__["_config"].items()

    def get(self, keyname: str, value: Any = None) -> Any:
        """Returns a setting, or another value where it is missing.

        Args:
            keyname: its name.
            value: what is returned instead.
        """
        return self.__dict__["_config"].get(keyname, value)

    def pop(self, *args: Any) -> Any:
        """Takes a setting out, and returns it.

        Args:
            *args: its name, and what is returned where it is missing.
        """
        self._check()
        return self.__dict__["_config"].pop(*args)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Sets several settings.

        Args:
            *args: a dict, or pairs.
            **kwargs: settings by name.
        """
        self._check()
        self.__dict__["_config"].update(*args, **kwargs)

    def as_dict(self) -> dict[str, Any]:
        """Returns a copy as a dict."""
        return dict(self.__dict__["_config"])

    def to_json(self) -> str:
        """Returns the settings as JSON."""
        return json.dumps(self.__dict__["_config"])
