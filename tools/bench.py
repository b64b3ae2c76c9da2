"""Measure reading, and what a request costs beside a bare Flask page on the same server; write build/bench.json.

python tools/bench.py [--quick]
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tools.benchmark import bench

    sys.exit(bench.main())
