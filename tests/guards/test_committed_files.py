"""What is committed names no registry, no machine and no secret; what is installed is installed by its hash."""

import json
import re
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, committed, text_of, told

REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.org|registry\.(?:npmjs|yarnpkg)|npmjs\.(?:org|com)|--(?:extra-)?index-url|--find[-]links"
    r"|--trusted[-]host|proxy\.golang\.org|artifactor[y]|^\s*registry\s*=\s*https?:",
    re.I | re.M,
)
MACHINE = re.compile(r"(?<![\w.~{}>)\]-])/(?:work|tmp|home/\w+|root|Users/\w+)/")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abp]-\w+|\bsk_live_\w+"
    r"|(?<![0-9a-f:+/])[0-9a-f]{64}(?![0-9a-f])"
)
SECRET_FILE = re.compile(r"\.(?:key|pem|p12|pfx|env|db|sqlite3?)$|^\.env")
PINNED = re.compile(r"^[A-Za-z0-9_.\[\]-]+==\S+", re.M)
LOCKS = re.compile(r"(?:^|/)(?:requirements(?:/.*)?\.txt|package-lock\.json)$")


def elsewhere(root: Path) -> list[str]:
    """Addresses of package registries and of folders of one machine."""
    return _lines(root, REGISTRY, "names a package registry") + _lines(
        root, MACHINE, "names a folder of one machine"
    )


def secrets(root: Path) -> list[str]:
    """Keys, tokens and databases that were committed."""
    files = [
        f"{_name(root, path)}:1 looks like a key or a database"
        for path in committed(root)
        if SECRET_FILE.search(path.name)
    ]
    return files + [
        line
        for line in _lines(root, SECRET, "looks like a secret")
        if not LOCKS.search(line.partition(":")[0])
    ]


def unpinned(root: Path) -> list[str]:
    """Requirements without an exact version and a hash, in the lock files of both kinds."""
    found = []
    for path in committed(root):
        if not LOCKS.search(_name(root, path)):
            continue
        if path.suffix == ".json":
            packages = json.loads(path.read_text())["packages"]
            found += [
                f"{_name(root, path)}: {name} has no integrity"
                for name, package in packages.items()
                if name and not str(package.get("integrity", "")).startswith("sha512-")
            ]
            found += [
                f"{_name(root, path)}: {name} has an address"
                for name in packages
                if "resolved" in packages[name]
            ]
        else:
            found += [
                f"{_name(root, path)}: {block.split()[0]} has no version or no hash"
                for block in re.sub(r"\\\n", " ", path.read_text()).splitlines()
                if block.strip() and not block.lstrip().startswith("#")
                if not (PINNED.match(block) and "--hash=sha256:" in block)
            ]
    return found


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _lines(root: Path, pattern: re.Pattern[str], what: str) -> list[str]:
    return [
        f"{_name(root, path)}:{number} {what}: {line.strip()[:80]}"
        for path in committed(root)
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_registry_and_no_machine_is_named() -> None:
    rule = "A checkout works anywhere: registries are each machine's own setting, folders come from the environment."

    assert not (found := elsewhere(ROOT)), told(rule, found)


def test_no_secret_is_committed() -> None:
    rule = "Secrets and databases stay outside the checkout; one that was here must be replaced, not only removed."

    assert not (found := secrets(ROOT)), told(rule, found)


def test_everything_installed_is_pinned_by_its_hash() -> None:
    rule = "Compile requirements/*.in with hashes; package-lock.json keeps integrity and no address."

    assert not (found := unpinned(ROOT)), told(rule, found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--index" + "-url https://mirror.example/simple", 1),
        ("https://registry.npm" + "js.org/leaflet", 1),
        ('path = "' + "/wo" + 'rk/main"', 1),
        ('path = "' + "/tm" + 'p/x"', 1),
        ("the registry of sex offenses", 0),
        ('url = "/people/work/new"', 0),
        ("templates/agency/log_in.html", 0),
    ],
)
def test_what_belongs_to_one_machine_is_found(plant: Plant, text: str, expected: int) -> None:
    assert len(elsewhere(plant({"agency/settings.py": text}))) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("agency/settings.py", "KEY = '" + "0f" * 32 + "'", 1),
        ("agency/settings.py", "-----BEGIN RSA PRIVATE" + " KEY-----", 1),
        ("agency/master.key", "", 1),
        (".env", "", 1),
        ("var.db", "", 1),
        ("requirements.txt", "flask==3 --hash=sha256:" + "0f" * 32, 0),
        ("agency/settings.py", "NAME = 'abcdef'", 0),
    ],
)
def test_a_secret_is_found(plant: Plant, name: str, text: str, expected: int) -> None:
    assert len(secrets(plant({name: text}))) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("requirements.txt", "flask==3.1 \\\n    --hash=sha256:ab\n    # via x\n", 0),
        ("requirements.txt", "flask==3.1\n", 1),
        ("requirements/development.txt", "flask>=3 --hash=sha256:ab\n", 1),
        ("package-lock.json", '{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"}}}', 0),
        ("package-lock.json", '{"packages": {"node_modules/a": {}}}', 1),
        (
            "package-lock.json",
            '{"packages": {"node_modules/a": {"integrity": "sha512-x", "resolved": "https://a.example"}}}',
            1,
        ),
    ],
)
def test_a_loose_requirement_is_found(plant: Plant, name: str, text: str, expected: int) -> None:
    assert len(unpinned(plant({name: text}))) == expected


def test_ignored_files_are_not_looked_at(plant: Plant) -> None:
    root = plant(
        {
            ".gitignore": "var/\nstatic/vendor/\n",
            "var/reentry.db": "",
            "static/vendor/a.pem": "",
            "static/b.txt": "",
        }
    )

    assert [_name(root, path) for path in committed(root)] == [".gitignore", "static/b.txt"]
