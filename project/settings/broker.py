"""How each kind of broker carries messages."""

from pathlib import Path
from typing import Any


def transport_options(url: str, *, folder: Path, visibility: int) -> dict[str, Any]:
    """`folder` holds the messages where the broker is the file system."""
    if url.startswith("filesystem:"):
        return {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
        }
    if url.startswith("redis"):
        # Redelivery after a kill waits for interval times throttle: 10 s instead of 100 s.
        return {
            "visibility_timeout": visibility,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "retry_on_timeout": True,
            "health_check_interval": 30,
        }
    return {}
