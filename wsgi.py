"""The WSGI entry point: `flask --app wsgi …` and `waitress-serve wsgi:app`."""

from webapp.app import create_app
from webapp.config import BadSetting

try:
    app = create_app()
except BadSetting as error:
    # An operator reads one line, not where in the code it was noticed.
    raise SystemExit(f"Milepost cannot start. {error}") from None
