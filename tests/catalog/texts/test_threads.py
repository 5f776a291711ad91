"""Markdown that several threads read at once, as the first requests of a new process do."""

from __future__ import annotations

import subprocess
import sys

from tests.deploy.server import ROOT

# Each child is a new process whose first text is read by eight threads, which take turns all the time.
PROGRAM = """
import os, sys, threading
from webapp.catalog.texts.markdown import render

TEXT = "# A\\n\\nWords, [a link](/b%20c?d=e) and `code`.\\n\\n- one\\n- [two]\\n\\n[two]: /e 'f'\\n"
sys.setswitchinterval(1e-6)
failed = 0
for _ in range(150):
    child = os.fork()
    if not child:
        together, found = threading.Barrier(8), []

        def read():
            together.wait()
            found.append(render(TEXT))

        threads = [threading.Thread(target=read) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        os._exit(len(found) != 8 or len(set(found)) != 1)
    failed += os.waitpid(child, 0)[1] != 0
print(failed, "failed")
"""


def test_the_first_texts_of_a_process_are_read_right_by_all_threads() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "0 failed\n", done.stderr[-2000:]
