"""`./dev audit`: a bill of materials of what runs, then what is known against it.

The bill (CycloneDX) is made from the lock alone and needs no network. Known vulnerabilities are
asked of pip-audit's advisory service, so this is no part of CI: `./dev audit --offline` leaves it out.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

_PIN = re.compile(r"([a-z0-9][\w.-]*)(?:\[[\w,]+\])?==([^ ;\\]+)")
BILL = ROOT / "artifacts" / "sbom.cdx.json"


def bill_of(lock: str) -> dict[str, object]:
    """The CycloneDX document of a lock: every component with its version and hashes."""
    components: list[dict[str, object]] = []
    hashes: list[dict[str, str]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            hashes = []
            name, version = pin.groups()
            components.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": "pkg:py" + f"pi/{name}@{version}",
                    "hashes": hashes,
                }
            )
        elif found := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            hashes.append({"alg": "SHA-256", "content": found[1]})
    root = {"type": "application", "name": "mentormatch"}
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": root}}
    return {**head, "components": components}


def write_bill(path: Path = BILL) -> int:
    """Write the bill of what runs; how many components it lists."""
    document = bill_of((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    components = document["components"]
    assert isinstance(components, list)
    return len(components)


def main(arguments: list[str]) -> int:
    """Write the bill, then ask what is known; pip-audit's status when it was asked."""
    print(f"{write_bill()} components: {BILL.relative_to(ROOT)}")
    if "--offline" in arguments:
        return 0
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
    ]
    return subprocess.run([*command, "-r", str(ROOT / "requirements.txt")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
