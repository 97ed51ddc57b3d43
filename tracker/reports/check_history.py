"""Check an exported history without the tracker: python3 -I check_history.py.

Recomputes the chain in history.jsonl row by row up to the head in head.json, and names the first
row that does not fit. The signature of head.json is checked with openssl: see README.txt.
"""

import hashlib
import json
import pathlib
import sys
from typing import Any

HEADER = ["chain_id", "seq", "deed_id", "deed", "actor_kind", "actor_id", "door", "at"]
HEADER += ["record_type", "record_id", "subject_id", "change"]


def sha256(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def fault_of(row: dict[str, Any], previous: str) -> str:
    header = {name: row[name] for name in HEADER}
    text = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if row["previous"] != previous:
        return "does not name the hash of the row before it"
    if row["hash"] != sha256(previous, text, row["digest"]):
        return "was changed: its hash does not fit"
    if row["payload"] is not None and row["digest"] != sha256(row["salt"], row["payload"]):
        return "was changed: its payload does not fit"
    return ""


def read(line: str, seq: int, previous: str) -> tuple[dict[str, Any], str]:
    try:
        row = json.loads(line)
        return row, fault_of(row, previous) if row["seq"] == seq else "is missing"
    except (ValueError, KeyError, TypeError):
        return {}, "cannot be read"


def check(folder: pathlib.Path) -> str:
    head = json.loads((folder / "head.json").read_text("utf-8"))
    seq, previous, blanked, approved = 0, "0" * 64, [], set()
    places: dict[int, set[str]] = {}
    with (folder / "history.jsonl").open(encoding="utf-8") as lines:
        for seq, line in enumerate(lines, start=1):
            row, fault = read(line, seq, previous)
            if fault:
                return f"row {seq} {fault}"
            previous, record = row["hash"], json.loads(row["payload"] or "{}").get("record", {})
            if row["payload"] is None:
                blanked.append(seq)
            elif row["record_type"] == "redacted_row":
                places[record["seq"]] = places.get(record["seq"], set()) | {record["redaction_id"]}
            elif row["record_type"] == "redaction" and record["decision"] == "approved":
                approved.add(record["id"])
    if loose := [place for place in blanked if not places.get(place, set()) & approved]:
        return f"row {loose[0]} has no payload, and no approved redaction says why"
    if (head["seq"], head["hash"]) != (seq, previous):
        return f"the signed head is row {head['seq']} with another hash; the rows end at {seq}"
    print(f"{seq} rows fit the signed head. Redacted with approval: {blanked or 'none'}")
    return ""


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")) or 0)
