// What HTML and HTMX cannot say, on every page. Everything here is an addition: each page works without it.
import { startFinder } from "./finder.js";
import { startFreshness } from "./freshness.js";
import { startHtmx } from "./htmx-events.js";
import { startMessages } from "./messages.js";
import { startOffline } from "./offline.js";
import { startParts } from "./parts.js";
import { startPosts } from "./posts.js";
import { startSentOnce } from "./sent-once.js";
import { startTheme } from "./theme-switch.js";

startTheme();
startSentOnce();
startMessages();
startFinder();
startHtmx();
startPosts();
startFreshness();
startOffline();
startParts();
