"""Writes password-hashes.json: hashes that other programs made, and what they and aMQTT say to passwords.

    pip install amqtt==0.12.1 argon2-cffi==25.1.0 bcrypt==5.0.0 passlib==1.7.4 sqlalchemy
    python password-hashes.py > password-hashes.json
"""

import json
import os
import warnings

os.environ["PASSLIB_BUILTIN_BCRYPT"] = "enabled"
warnings.simplefilter("ignore")

import bcrypt
import passlib.hash
import pwdlib
from amqtt.contrib.auth_db.models import PasswordHasher
from argon2.low_level import Type, hash_secret, verify_secret

SALT = b"0123456789abcdef"
# Its Base64 is "++++" at the beginning, and "...." as passlib writes it for PBKDF2.
PLUS_SALT = b"\xfb\xef\xbe0123456789abc"
LONG = bytes(1 + i % 255 for i in range(1024))
PASSWORDS = [
    b"secret",
    b"s",
    b" secret ",
    b"secret\n",
    b"secret\r\n",
    b"nul\0inside",
    b"\xff\xfe\x80 not UTF-8 \xc0",
    "caf\u00e9".encode(),
    "cafe\u0301".encode(),
    LONG[:63],
    LONG[:64],
    LONG[:65],
    LONG[:71],
    LONG[:72],
    LONG[:73],
    LONG,
]

every = pwdlib.PasswordHash(PasswordHasher._make_hashers(["argon2", "bcrypt", "pbkdf2_sha256", "scrypt"]))
default = pwdlib.PasswordHash(PasswordHasher._make_hashers())


def amqtt(context, text, password):
    """What aMQTT answers to a password that is a text, which is all that it asks about."""
    try:
        password.decode()
    except UnicodeDecodeError:
        return None
    try:
        return context.verify_and_update(password, text)[0]
    except (pwdlib.exceptions.UnknownHashError, ValueError):
        return False


def argon2(password, type=Type.ID, salt=SALT, version=19, m=64, t=1, p=1, length=32):
    text = hash_secret(password, salt, t, m, p, length, type, version).decode()
    return "argon2-cffi", text, lambda text, password: verify_argon2(text, password, type)


def verify_argon2(text, password, type):
    try:
        return verify_secret(text.encode(), password, type)
    except Exception:
        return False


def pyca_bcrypt(password, prefix="2b", cost=4):
    salt = f"${prefix}${cost:02}$abcdefghijklmnopqrstuu".encode()
    return "bcrypt", bcrypt.hashpw(password, salt).decode(), lambda text, password: bcrypt.checkpw(password, text.encode())


def of_passlib(scheme, password, **settings):
    text = getattr(passlib.hash, scheme).using(**settings).hash(password)
    return "passlib", text, lambda text, password: getattr(passlib.hash, scheme).verify(password, text)


def case(made, password):
    program, text, verify = made
    wrong = [(password + b"x")[:1024], password[:-1] + bytes([password[-1] ^ 1])]
    answers = []
    for candidate in [password, *wrong]:
        try:
            answers.append((candidate, verify(text, candidate)))
        except ValueError:  # bcrypt 5: longer than 72 bytes
            answers.append((candidate, False))
    return {
        "program": program,
        "hash": text,
        "passwords": [{"hex": candidate.hex(), "verifies": answer} for candidate, answer in answers],
        "amqtt": {"default": amqtt(default, text, password), "every_scheme": amqtt(every, text, password)},
    }


def cases():
    for password in PASSWORDS:
        yield case(argon2(password), password)
        if len(password) <= 72:
            yield case(pyca_bcrypt(password), password)
        yield case(of_passlib("pbkdf2_sha256", password, rounds=2, salt=SALT), password)
        yield case(of_passlib("scrypt", password, rounds=4, salt=SALT), password)
    secret = b"secret"
    for type in Type:
        for version in (16, 19):
            for settings in ({}, {"t": 3, "p": 4}, {"m": 251, "t": 2, "p": 3}, {"salt": b"8 bytes!"}, {"length": 4}):
                yield case(argon2(secret, type=type, version=version, **settings), secret)
    yield case(argon2(secret, salt=LONG[:64], length=64), secret)
    yield case(argon2(secret, salt=LONG[:9], length=16, m=8 * 64, p=64), secret)
    yield case(argon2(secret, m=65536, t=3, p=4), secret)
    program, text, verify = argon2(secret, version=16)
    yield case((program, text.replace("v=16$", ""), verify), secret)
    for prefix in ("2a", "2y", "2b"):
        yield case(pyca_bcrypt(secret, prefix=prefix, cost=5), secret)
    passlib.hash.bcrypt.set_backend("builtin")
    for ident in ("2a", "2b", "2y"):
        yield case(of_passlib("bcrypt", secret, rounds=4, salt="abcdefghijklmnopqrstuu", ident=ident), secret)
    for salt in (PLUS_SALT, b"x", LONG[:64]):
        yield case(of_passlib("pbkdf2_sha256", secret, rounds=29000, salt=salt), secret)
        yield case(of_passlib("scrypt", secret, rounds=8, salt=salt), secret)
    program, text, verify = of_passlib("pbkdf2_sha256", secret, rounds=3, salt=PLUS_SALT)
    yield case((program, text.replace(".", "+"), verify), secret)
    for ln, r, p in ((1, 1, 1), (10, 2, 3), (14, 8, 1), (14, 31, 1), (14, 32, 1), (15, 8, 1), (16, 7, 1), (16, 8, 1), (4, 8, 64)):
        yield case(of_passlib("scrypt", secret, rounds=ln, block_size=r, parallelism=p, salt=SALT), secret)


print("[\n" + ",\n".join(json.dumps(made) for made in cases()) + "\n]")
