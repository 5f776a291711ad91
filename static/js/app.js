// What HTML and HTMX cannot say. Everything here is an addition: each page works without it.
import { startFind } from "./find.js";
import { startFirstMark } from "./first-mark.js";
import { startFreshness } from "./freshness.js";
import { startHtmx } from "./htmx-events.js";
import { startKeys } from "./keys.js";
import { startKnown } from "./known.js";
import { startMessages } from "./messages.js";
import { startPanel } from "./panel.js";
import { startPasswords } from "./password-reveal.js";
import { startShare } from "./share.js";
import { startTheme } from "./theme-switch.js";
import { startTimeZone } from "./time-zone.js";

startTheme();
startMessages();
startPanel();
startKeys();
startKnown();
startFind();
startShare();
startPasswords();
startHtmx();
startFirstMark();
startFreshness();
startTimeZone();
