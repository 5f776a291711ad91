"""How much one worker process takes on; how many processes there are is the setting WORKERS."""

from __future__ import annotations

THREADS = 8
MOST_CONNECTIONS = 2000
MOST_PIPELINED = 16  # requests that a client may send at once
LARGEST_HEADER = 16 * 1024  # bytes
LARGEST_BODY = 5 * 1024 * 1024
MOST_UNREAD = 512 * 1024  # bytes of answers that a client does not read, about
UNREAD_SECONDS = 5  # for which a thread waits for such a client
GRACEFUL_SECONDS = 30  # for which a worker that is to end goes on with what is under way
HUNG_SECONDS = 60  # without a sign of life, after which the arbiter ends a worker
