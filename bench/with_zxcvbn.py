"""Run our tests of passwords with zxcvbn, where it is installed (`pip install zxcvbn`).

`.venv/bin/pytest -p bench.with_zxcvbn tests/accounts/test_passwords.py` shows which passwords it
judges differently from our own rules. It calls a score of 3 of 4 "safely unguessable".
"""

import importlib
from collections.abc import Iterable

from wiki.accounts import password_strength

_zxcvbn = importlib.import_module("zxcvbn").zxcvbn


def is_guessable(password: str, personal: Iterable[str] = ()) -> bool:
    """Return whether zxcvbn considers a password guessable."""
    result = _zxcvbn(password, user_inputs=list(personal), max_length=128)
    return bool(result["score"] < 3)


vars(password_strength)["is_guessable"] = is_guessable
