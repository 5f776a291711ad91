#!/usr/bin/python3
"""A bare WebKitGTK window that WebKitWebDriver drives. It runs on the system's Python.

WK_SIZE is its size, as 1440x900; with WK_NOJS=1 it runs no script; WK_PDF is the file that it prints into.
--can-start only tells whether there is what it needs.
"""

import os
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

WIDTH, HEIGHT = map(int, os.environ.get("WK_SIZE", "1440x900").split("x"))
# Python would forget an operation that is under way.
kept = []


def settings() -> "WebKit2.Settings":
    made = WebKit2.Settings()
    made.props.enable_javascript = os.environ.get("WK_NOJS") != "1"
    return made


def print_to_file(_manager: "WebKit2.UserContentManager", _message: object, view: "WebKit2.WebView") -> None:
    """Answers `window.webkit.messageHandlers.print.postMessage("")`: WebKit's driver cannot print."""
    asked = Gtk.PrintSettings()
    asked.set_printer("Print to File")
    asked.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    asked.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(os.environ["WK_PDF"]).as_uri())
    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(asked)
    operation.connect("finished", printed)
    kept.append(operation)
    operation.print_()


def printed(operation: "WebKit2.PrintOperation") -> None:
    kept.remove(operation)
    Path(os.environ["WK_PDF"]).with_suffix(".done").touch()


def open_window(_session: "WebKit2.AutomationSession") -> "WebKit2.WebView":
    manager = WebKit2.UserContentManager()
    view = WebKit2.WebView(
        web_context=context,
        is_controlled_by_automation=True,
        settings=settings(),
        user_content_manager=manager,
    )
    manager.connect("script-message-received::print", print_to_file, view)
    manager.register_script_message_handler("print")
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(WIDTH, HEIGHT)
    window.add(view)
    window.show_all()
    view.grab_focus()
    return view


def start(_context: "WebKit2.WebContext", session: "WebKit2.AutomationSession") -> None:
    about = WebKit2.ApplicationInfo()
    # The driver starts what calls itself so.
    about.set_name("MiniBrowser")
    about.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(about)
    session.connect("create-web-view", open_window)


if "--can-start" in sys.argv:
    sys.exit()
context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)
context.connect("automation-started", start)
Gtk.main()
