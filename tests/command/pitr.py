"""Backup on PostgreSQL by its own log: a base, increments, any moment restored and held against what must be true.

python3 tests/command/pitr.py --program build/src/fengqiao --store postgresql://…
The last line is "N passed, N failed".
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from tally import Tally  # noqa: E402
