"""Normalise, hash and refuse passwords."""

import random
import subprocess
import sys
import time

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from wiki.accounts.password_strength import is_guessable
from wiki.accounts.passwords import (
    LONGEST,
    SHORTEST,
    find_fault,
    normalise_password,
    random_password,
)
from wiki.accounts.steps.hashing import hash_password, needs_rehash, verify_password


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd1234",
        "passwordpassword",
        "lösenord2026",
        "Lösenordlösenord",
        "Sommar2026!!",
        "Välkommen2026",
        "hejhejhejhej",
        "qwertyuiopas",
        "qwertyuiopåä",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "zaq12wsxcde3",
        "asdfghjklöä1",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "112233445566",
        "iloveyou1234",
        "jagälskardig",
        "motherfucker",
        "socialinnovation1",
        "Jonkoping2024",
        "Hösttermin2026",
        "folkhälsa-2027!",
        "2026 forskning",
        "admin1234567",
    ],
)
def test_what_a_guesser_tries_first_is_guessable(password: str) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize(
    ("password", "is_known"),
    [
        ("correct horse battery staple", True),
        ("Correct-Horse-Battery-Staple-1!", True),
        ("Borta bra men hemma bäst", True),
        ("Blinka_lilla_stjärna_2026", True),
        ("blinka lilla stjärna över bron", False),
        ("the quick brown fox.", True),
        ("korrekt häst batteri häftklammer", False),
        ("correct staple horse battery", False),
        ("Borta är bra men hemma sover björnen", False),
    ],
)
def test_a_phrase_that_everybody_knows_is_guessable(password: str, is_known: bool) -> None:
    assert is_guessable(password) is is_known


@pytest.mark.parametrize(
    "password",
    [
        "blåbär-tåg-lampa-7",
        "motor-kvist-mossa-fjord",
        "hästarna springer fort",
        "sommar hund fotboll choklad",
        "tr0ub4dor&3xyz",
        "k3vq9tzmabcd77xx",
        "295017384926",
        "hästarnaspringerfort2026",
        "tåg-lampa-2026",
    ],
)
def test_other_passwords_are_not_guessable(password: str) -> None:
    assert not is_guessable(password)


@pytest.mark.long
def test_all_common_passwords_of_enough_characters_are_guessable() -> None:
    known = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST]
    assert len(known) > 200
    assert [word for word in known if not is_guessable(word)] == []


@pytest.mark.parametrize(
    "password",
    [
        "jennifer1982",
        "Michelle2011!",
        "unbelievable",
        "fuckyou123456",
        "rootbeer2020",
        "poiuytrewq12",
    ],
)
def test_leaked_and_english_words_are_guessable(password: str) -> None:
    assert is_guessable(password)


def test_the_longest_password_is_judged_in_a_moment() -> None:
    replaceable = random.Random(1).choices("aA4@bB8cCeE3iI1!lLoO0sS5$tT7+xX%", k=LONGEST)
    began = time.process_time()
    assert not is_guessable("".join(replaceable))
    assert time.process_time() - began < 2


@pytest.mark.long
def test_the_lists_are_not_loaded_before_somebody_sets_a_password() -> None:
    code = "import sys, wiki.app; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_personal_words_of_one_person_do_not_count_for_the_next() -> None:
    assert is_guessable("kilander-dahlin", ["Kilander", "Dahlin"])
    assert not is_guessable("kilander-dahlin", [])


def test_personal_words_count_as_known() -> None:
    assert not is_guessable("sara-kilander", [])
    assert is_guessable("sara-kilander", ["Sara", "Kilander"])


@settings(max_examples=10)  # zxcvbn takes up to a third of a second
@given(st.text(max_size=128))
def test_every_text_can_be_judged(password: str) -> None:
    assert is_guessable(password, ["Sara"]) in {True, False}


@pytest.mark.parametrize("character", ["\u00a0", "\u2003", "\u202f", "\u3000"])
def test_every_space_is_the_plain_one(character: str) -> None:
    assert normalise_password(f"tre{character}segelbåtar") == "tre segelbåtar"


def test_a_password_becomes_nfc_and_no_more() -> None:
    assert normalise_password("a\u030a") == "å"
    assert normalise_password("ﬁ½") == "ﬁ½"


@pytest.mark.usefixtures("context")
class TestFaults:
    @pytest.mark.parametrize(
        ("password", "is_accepted"),
        [
            ("båttågbilfly", True),
            ("båttågbilfl", False),
            ("båttågbilfl\u0301", False),
            ("båt tåg " * 16, False),
            ("båt tåg " * 3 + "båt t", False),
            ("båttågbilfl ", False),  # a blank at the end does not count
            ("kq7 zm4 " * 8 + "vx2 pw9 " * 8, True),
            ("kq7 zm4 " * 8 + "vx2 pw9 " * 8 + "x", False),
            ("båttågbilfly\x00", False),
            ("båttågbilfly\n", False),
            ("båttågbilfly\ud800", False),
            ("grön sara.dahlin 7", False),
            ("grön Dahlin blåser 7", False),
            ("grön Sara blåser 7 gånger", True),
        ],
    )
    def test_a_new_password(self, password: str, is_accepted: bool) -> None:
        fault = find_fault(password, "sara.dahlin@example.org", "Sara Dahlin")
        assert (fault is None) is is_accepted

    def test_a_hash_knows_its_password_only(self) -> None:
        stored = hash_password("tre gröna segelbåtar")
        assert stored.startswith("$argon2id$")
        assert len(stored) <= 200
        assert verify_password(stored, "tre gröna segelbåtar")
        assert not verify_password(stored, "tre gröna segelbåta")
        assert not verify_password(None, "tre gröna segelbåtar")
        assert not verify_password("broken", "tre gröna segelbåtar")

    @pytest.mark.parametrize("stored", [None, "", "!", "broken", "$argon2id$v=19$broken"])
    def test_an_account_without_a_password_takes_the_same_work(
        self, monkeypatch: pytest.MonkeyPatch, stored: str | None
    ) -> None:
        """The built-in account has a sign that is no hash: time must not tell it from others."""
        verify, asked = PasswordHasher.verify, []

        def count(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
            asked.append(extract_parameters(password_hash))
            return verify(hasher, password_hash, password)

        monkeypatch.setattr(PasswordHasher, "verify", count)
        assert not verify_password(stored, "tre gröna segelbåtar")
        assert not verify_password(hash_password("fyra båtar"), "tre gröna segelbåtar")
        assert asked[0] == asked[1]
        assert len(asked) == 2

    def test_a_hash_needs_a_rehash_when_its_cost_changes(self, context: Flask) -> None:
        stored = hash_password("tre gröna segelbåtar")
        assert not needs_rehash(stored)
        context.config["PASSWORD_KIB"] *= 2
        assert needs_rehash(stored)
        assert verify_password(stored, "tre gröna segelbåtar")

    def test_a_random_password_is_accepted_and_never_the_same(self) -> None:
        made = {random_password() for _ in range(50)}
        assert len(made) == 50
        assert [find_fault(password, "a@example.org", "Anna Berg") for password in made] == [
            None
        ] * 50
