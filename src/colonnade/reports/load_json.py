"""The load that figures were measured on, as JSON."""

from typing import Any

from colonnade.core.load_reference import LoadReference


def load_json(load: LoadReference | None) -> dict[str, Any] | None:
    if load is None:
        return None
    return {
        "id": load.id,
        "source": load.source,
        "loaded_at": load.loaded_at.isoformat() if load.loaded_at else None,
        "files": [
            {"name": file.name, "bytes": file.size_bytes, "rows": file.rows, "sha256": file.sha256}
            for file in load.files
        ],
    }
